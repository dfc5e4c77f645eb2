from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations import selectors
from consultations.models import Consultant, MentoringCase, Referral
from plut_portal.core.validators import validate_plain_text


def _text(rows: int = 3, **kwargs) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class GoalForm(forms.Form):
    goal = forms.CharField(
        label=_("Goal"),
        help_text=_(
            "What shall be reached together, in one sentence. The owner reads it."
            " For example: “P-IRT and a label, so that the shop on the square takes the chips”."
        ),
        max_length=200,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write the goal in one sentence.")},
    )


class ReferralForm(forms.Form):
    """Whom to ask, for what. Who is not in charge can only ask a colleague to join."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=[
            (Referral.Kind.ASK_TO_JOIN, _("Please help on this case")),
            (Referral.Kind.HAND_OVER, _("Please take this case over")),
        ],
        initial=Referral.Kind.ASK_TO_JOIN,
        widget=forms.RadioSelect,
    )
    colleague = forms.ModelChoiceField(
        Consultant.objects.none(),
        label=_("Colleague"),
        empty_label=_("Choose …"),
        error_messages={"required": _("Please choose a colleague.")},
    )
    message = _text(
        label=_("Message"),
        help_text=_("What it is about and what you hope for. Only the colleague reads it."),
        max_length=600,
        error_messages={"required": _("Please write in a few words what it is about.")},
    )

    def __init__(self, *args, case: MentoringCase, is_lead: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not is_lead:
            field = cast(forms.ChoiceField, self.fields["kind"])
            field.choices = [(Referral.Kind.ASK_TO_JOIN, _("Please help on this case"))]
            field.widget = forms.HiddenInput()
        colleague = cast(forms.ModelChoiceField, self.fields["colleague"])
        # Whoever is on the case already may still take it over; the service refuses the rest.
        colleague.queryset = selectors.colleagues_to_ask(case, to_take_over=is_lead)


class AnswerReferralForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, I will")), ("no", _("No, not now"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say yes or no.")},
    )
    note = _text(
        rows=2,
        label=_("A word to your colleague"),
        max_length=300,
        required=False,
    )

    def clean(self):
        data = super().clean()
        if data.get("answer") == "no" and not data.get("note"):
            self.add_error("note", _("Please write in a few words why not."))
        return data


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=MentoringCase.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an outcome.")},
    )
    text = _text(
        label=_("What came of it"),
        help_text=_("In a few sentences. The owner reads it."),
        max_length=1000,
        error_messages={"required": _("Please write in a few sentences what came of it.")},
    )


class ReopenForm(forms.Form):
    reason = _text(
        rows=2,
        label=_("Reason"),
        help_text=_("It stays in the history of the case."),
        max_length=200,
        error_messages={"required": _("Please write why the case goes on.")},
    )


class CaseFilterForm(forms.Form):
    """Which cases to list; what cannot be read counts as not chosen."""

    status = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All")), *MentoringCase.Status.choices],
        required=False,
    )

    def chosen(self) -> str:
        return self.cleaned_data["status"] if self.is_valid() else ""
