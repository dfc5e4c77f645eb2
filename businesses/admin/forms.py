from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets

from businesses.classes import TurnoverBand
from businesses.models import MOST_WORKERS, Business, Decision, OperatingState
from businesses.selectors import fingerprint
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.form_fields import RupiahField
from plut_portal.core.validators import validate_plain_text


class VerificationForm(OfficeForm):
    """Beside each answer a tick "needs fixing" with its sentence; below, the decision."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=widgets.UnfoldAdminRadioSelectWidget,
        error_messages={"required": gettext_lazy("Please choose one of the two.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Message to the owner"),
        required=False,
        max_length=300,
        validators=[validate_plain_text],
        help_text=gettext_lazy("Stands in the message and on the owner's page."),
    )

    def __init__(self, *args, business, answers, previous, **kwargs):
        shown = fingerprint(answers)
        super().__init__(*args, initial={"revision": business.revision, "seen": shown}, **kwargs)
        if self.is_bound:
            self.seen_before = self.data.get("seen", "")
            # Shown once more after a refusal, the page holds the answers of now.
            self.data = self.data.copy()
            self.data["seen"] = shown
        # Sent, all are read: it is the service that tells who was faster.
        self.fields["outcome"].choices = [
            (value, label)
            for value, label in Decision.Outcome.choices
            if self.is_bound or business.may_become(Business.Status(value))
        ]
        self.answers, self.previous = answers, previous
        for field, _value in answers:
            self._add_pair(field)

    def _add_pair(self, field):
        self.fields[f"fix_{field}"] = forms.BooleanField(
            label=_("Needs fixing: %(answer)s") % {"answer": field.label},
            required=False,
            widget=widgets.UnfoldBooleanWidget,
        )
        self.fields[f"remark_{field}"] = forms.CharField(
            label=_("What is to be mended: %(answer)s") % {"answer": field.label},
            required=False,
            max_length=200,
            validators=[validate_plain_text],
            widget=widgets.UnfoldAdminTextInputWidget,
        )

    @property
    def rows(self):
        """For the table: the answer, what it says, tick and sentence, and the last remark on it."""
        return [
            {
                "label": field.label,
                "value": value,
                "fix": self[f"fix_{field}"],
                "remark": self[f"remark_{field}"],
                "previous": self.previous.get(field),
            }
            for field, value in self.answers
        ]

    @property
    def may_decide(self):
        return bool(self.fields["outcome"].choices)

    @property
    def last_fields(self):
        return [self["outcome"], self["message"]]

    def clean(self):
        data = super().clean()
        remarks = {field: self._remark(field, data) for field, _value in self.answers}
        data["remarks"] = {field: text for field, text in remarks.items() if text}
        self._check_decision(data)
        return data

    def _remark(self, field, data):
        """The sentence on a ticked answer; one without the other is asked about."""
        ticked, text = data.get(f"fix_{field}"), data.get(f"remark_{field}", "")
        if ticked and not text and f"remark_{field}" not in self.errors:
            self.add_error(f"remark_{field}", _("Please write what is to be mended."))
        if text and not ticked:
            self.add_error(f"fix_{field}", _("Tick “needs fixing”, or take the sentence away."))
        return text if ticked else ""

    def _check_decision(self, data):
        if data.get("outcome") == Decision.Outcome.VERIFIED and data["remarks"]:
            self.add_error(
                "outcome", _("Something is ticked as needing to be fixed, so it is not in order.")
            )

    @property
    def decision(self):
        """What the service takes, once the form is valid."""
        names = ("outcome", "message", "revision", "remarks")
        return {name: self.cleaned_data[name] for name in names} | {"seen": self.seen_before}


class CorrectionForm(OfficeForm):
    operating_state = forms.ChoiceField(
        label=gettext_lazy("How it is going"),
        required=False,
        choices=[("", "–"), *OperatingState.choices],
        widget=widgets.UnfoldAdminSelectWidget,
    )
    workers_female = forms.IntegerField(
        label=gettext_lazy("Women working"), required=False, min_value=0, max_value=MOST_WORKERS
    )
    workers_male = forms.IntegerField(
        label=gettext_lazy("Men working"), required=False, min_value=0, max_value=MOST_WORKERS
    )
    turnover_band = forms.ChoiceField(
        label=gettext_lazy("Turnover of a year"),
        required=False,
        choices=[("", "–"), *TurnoverBand.choices],
        widget=widgets.UnfoldAdminSelectWidget,
    )
    capital = RupiahField(label=gettext_lazy("Capital, in rupiah"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=200,
        validators=[validate_plain_text],
        help_text=gettext_lazy("The wrong row stays readable, with this sentence beside it."),
    )
