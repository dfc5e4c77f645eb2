from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from consultations.models import ActionItem, Booking, Constraint, SessionRecord
from consultations.services import SessionNote
from plut_portal.core import formats
from plut_portal.core.validators import validate_plain_text

OUTCOME_LABELS = {
    Booking.Status.ATTENDED: _("Came"),
    Booking.Status.OWNER_ABSENT: _("Did not come"),
    Booking.Status.CONSULTANT_ABSENT: _("I could not be there"),
}
OFFICE_LABELS = {
    **OUTCOME_LABELS,
    Booking.Status.CONSULTANT_ABSENT: _("The consultant was not there"),
}
TOO_LONG = _("At most 480 minutes, that is 8 hours.")
# What a draft holds only when it is one of the choices; all else it holds as it was typed.
CHOSEN = {"outcome", "constraint"}


def _minutes(label, *, least, help_text, **errors):
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=SessionRecord.MOST_MINUTES,
        required=bool(least),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"max_value": TOO_LONG, "invalid": _("Write a number of minutes.")} | errors,
    )


class _ByField(ModelChoiceIterator):
    """The constraints under the heading of their field."""

    def __iter__(self) -> Iterator:
        yield "", self.field.empty_label
        for field, constraints in groupby(self.queryset, key=attrgetter("expertise.name")):
            yield field, [self.choice(constraint) for constraint in constraints]


class ConstraintField(forms.ModelChoiceField):
    """The constraints in use; and the one chosen before, also when it is no longer in use."""

    iterator = _ByField

    def __init__(self, *, chosen: Constraint | None, **kwargs) -> None:
        usable = Q(is_active=True) | Q(pk=chosen.pk if chosen else None)
        super().__init__(
            Constraint.objects.filter(usable)
            .select_related("expertise")
            .order_by("expertise__position", "expertise__pk", "position", "pk"),
            empty_label=_("Choose …"),
            **kwargs,
        )


class SessionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Attendance"), choices=list(OUTCOME_LABELS.items()), widget=forms.RadioSelect
    )
    problem = forms.CharField(
        label=_("Problem"),
        help_text=_("As the owner put it, or as it turned out to be."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    findings = forms.CharField(
        label=_("Findings"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    advice = forms.CharField(
        label=_("Advice"),
        help_text=_("The owner reads this in the Resep Usaha."),
        max_length=2000,
        error_messages={"required": _("Please write at least one sentence of advice.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_minutes = _minutes(
        _("Minutes with the owner"),
        least=1,
        help_text=_("As long as it really took."),
        required=_("Please say how long you talked, in minutes."),
        min_value=_("A session takes at least one minute."),
    )
    preparation_minutes = _minutes(
        _("Minutes of preparation"),
        least=0,
        help_text=_("Also what you still do afterwards. 0 if none."),
        min_value=_("Less than no time is not possible."),
    )
    internal = forms.CharField(
        label=_("Internal note"),
        help_text=_(
            "Never shown to the owner. Read by you, colleagues on the case and the programme admin."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args,
        today: date,
        as_office: bool = False,
        recorded_days: Collection[date] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # Of the steps already written: they may have passed since.
        self.recorded_days = recorded_days
        self.outcome_labels = OFFICE_LABELS if as_office else OUTCOME_LABELS
        self._name_outcomes()
        # Advice and a diagnosis are owed to whoever came, not to an empty chair.
        nobody_came = self.is_bound and self.data.get("outcome") != Booking.Status.ATTENDED
        if nobody_came:
            self.fields["advice"].required = self.fields["contact_minutes"].required = False
        self._add_constraint(required=not nobody_came)
        for number in range(1, ActionItem.MOST + 1):
            self.fields[f"action_{number}"] = forms.CharField(
                label=_("Action %(number)d") % {"number": number},
                max_length=200,
                required=False,
                validators=[validate_plain_text],
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("By when"),
                required=False,
                widget=forms.DateInput(
                    format="%Y-%m-%d", attrs={"type": "date", "min": today.isoformat()}
                ),
            )

    def _name_outcomes(self):
        self.fields["outcome"].choices = list(self.outcome_labels.items())

    def _add_constraint(self, *, required: bool) -> None:
        field = ConstraintField(
            chosen=self.initial.get("constraint"),
            label=_("What it really is about"),
            help_text=_("Confirm what the check said, or put it right. The owner does not see it."),
            required=required,
            error_messages={"required": _("Please choose the constraint that comes nearest.")},
        )
        if Constraint.objects.active().exists():
            self.fields["constraint"] = field

    @property
    def action_rows(self):
        """The bound fields in pairs, for the template."""
        numbers = range(1, ActionItem.MOST + 1)
        return [(self[f"action_{number}"], self[f"due_{number}"]) for number in numbers]

    def clean(self):
        data = super().clean()
        for number in range(1, ActionItem.MOST + 1):
            self._check_action(number, data.get(f"action_{number}"), data.get(f"due_{number}"))
        return data

    def _check_action(self, number: int, text: str | None, due_on: date | None) -> None:
        if f"due_{number}" in self.errors:
            return
        if text and not due_on:
            self.add_error(f"due_{number}", _("Please say by when."))
        elif due_on and not text:
            self.add_error(f"action_{number}", _("Please write what is to be done by then."))
        elif due_on and not self._may_be_due(due_on):
            self.add_error(
                f"due_{number}", ValidationError(_("Choose a day between today and one year on."))
            )

    def _may_be_due(self, day: date) -> bool:
        return day in self.recorded_days or self.today <= day <= self.today + timedelta(days=366)

    def recorded_instead(self) -> list[tuple[str, str]]:
        """What the record says wherever this form says something else, under the label of each."""
        return [(str(self.fields[name].label), self._recorded(name)) for name in self.changed_data]

    def _recorded(self, name: str) -> str:
        if name == "outcome":
            return str(self.outcome_labels[self.initial[name]])
        value = self.initial.get(name)
        if isinstance(value, date):
            return formats.date_text(value)
        return "" if value is None else str(value)

    def typed(self) -> dict[str, str]:
        """All of it as it was typed, right or wrong, to be shown in this form again."""
        texts = {name: self.data.get(name, "").replace("\0", "") for name in self.fields}
        return {k: text for k, text in texts.items() if not (k in CHOSEN and k in self.errors)}

    def note(self) -> SessionNote:
        data = self.cleaned_data
        actions = [
            (data[f"action_{number}"], data[f"due_{number}"])
            for number in range(1, ActionItem.MOST + 1)
            if data[f"action_{number}"]
        ]
        return SessionNote(
            problem=data["problem"],
            findings=data["findings"],
            advice=data["advice"],
            constraint=data.get("constraint"),
            internal=data["internal"],
            actions=actions,
            contact_minutes=data["contact_minutes"],
            preparation_minutes=data["preparation_minutes"] or 0,
        )
