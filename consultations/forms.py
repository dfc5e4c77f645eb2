from datetime import date, timedelta
from typing import cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from businesses.models import Business
from consultations.models import ActionItem, Booking, Consultant, Expertise
from consultations.services import SessionNote
from plut_portal.core import formats
from plut_portal.core.validators import validate_plain_text

TIME_FORMAT = "%Y-%m-%dT%H:%M"


class TimeField(forms.DateTimeField):
    """A time as the radio buttons send it, in WIB."""

    default_error_messages = {
        "required": _("Please choose a time."),
        "invalid": _("This is not one of the times. Please choose again."),
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=[TIME_FORMAT], **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        return moment and moment.replace(tzinfo=formats.WIB)


class BookingForm(forms.Form):
    starts_at = TimeField(label=_("Choose a time"))
    expertise = forms.ModelChoiceField(
        Expertise.objects.offered(), label=_("Field"), widget=forms.HiddenInput
    )
    business = forms.ModelChoiceField(
        Business.objects.none(),
        label=_("For which business?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a business.")},
    )
    makes = forms.CharField(
        label=_("What do you make or sell?"),
        help_text=_("For example: apple chips, batik, homestay."),
        max_length=160,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write what you make or sell, in a few words.")},
    )
    village = VillageField()
    topic = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("In your own words. For example: “my chips go soft quickly”."),
        max_length=600,
        error_messages={"required": _("Please write in a few words what it is about.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, user, consultant: Consultant, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        businesses = Business.objects.run_by(user).order_by("created_at", "pk")
        self._narrow_businesses(businesses)
        offered = consultant.expertises.offered().order_by("position", "pk")
        if offered.count() > 1:
            field = cast(forms.ModelChoiceField, self.fields["expertise"])
            field.widget, field.queryset = forms.RadioSelect(), offered
            field.empty_label = None

    def _narrow_businesses(self, businesses) -> None:
        """One business is understood, several are chosen from, none is asked for in two fields."""
        field = cast(forms.ModelChoiceField, self.fields["business"])
        field.queryset = businesses
        count = businesses.count()
        if count == 0:
            del self.fields["business"]
            return
        del self.fields["makes"], self.fields["village"]
        if count == 1:
            field.widget = forms.HiddenInput()
            field.initial = businesses[0].pk


class MoveForm(forms.Form):
    starts_at = TimeField(label=_("Choose a time"))


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        required=False,
        error_messages={"required": _("Please write the reason; the owner reads it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, reason_required: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if reason_required:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("Reason")
            self.fields["reason"].help_text = _("The owner reads it.")


OUTCOME_LABELS = {
    Booking.Status.ATTENDED: _("Came"),
    Booking.Status.OWNER_ABSENT: _("Did not come"),
    Booking.Status.CONSULTANT_ABSENT: _("I could not be there"),
}


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
    internal = forms.CharField(
        label=_("Internal note"),
        help_text=_("Never shown to the owner. Read by you and the programme admin."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # Advice is owed to whoever came, not to an empty chair.
        if self.is_bound and self.data.get("outcome") != Booking.Status.ATTENDED:
            self.fields["advice"].required = False
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
        elif due_on and not self.today <= due_on <= self.today + timedelta(days=366):
            self.add_error(
                f"due_{number}", ValidationError(_("Choose a day between today and one year on."))
            )

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
            internal=data["internal"],
            actions=actions,
        )
