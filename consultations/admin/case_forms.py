from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from businesses.models import Business
from consultations import selectors
from consultations.models import Booking, Consultant, MentoringCase, Referral
from plut_portal.core.admin_forms import Autocomplete, CreatingForm, ReasonForm


def _choice(queryset, **kwargs):
    return forms.ModelChoiceField(
        queryset,
        widget=widgets.UnfoldAdminSelectWidget,
        empty_label=_("Choose …"),
        **kwargs,
    )


def _text(**kwargs):
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class OpenCaseForm(CreatingForm, ReasonForm):
    business = forms.ModelChoiceField(
        Business.objects.all(),
        label=_("Business"),
        widget=Autocomplete(Booking._meta.get_field("business"), admin.site),
    )
    lead = _choice(Consultant.objects.active().select_related("user"), label=_("In charge"))
    goal = _text(
        label=_("Goal"), help_text=_("In one sentence. The owner reads it."), max_length=200
    )

    field_order = ("business", "lead", "goal", "reason")


class AskForm(ReasonForm):
    """In the name of whoever is in charge."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=Referral.Kind.choices,
        widget=widgets.UnfoldAdminRadioSelectWidget,
    )
    colleague = _choice(Consultant.objects.none(), label=_("Colleague"))
    message = _text(label=_("Message"), max_length=600)

    field_order = ("kind", "colleague", "message", "reason")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = selectors.colleagues_to_ask(case, to_take_over=True)


class AnswerForm(ReasonForm):
    """For a colleague who cannot answer herself."""

    referral = _choice(Referral.objects.none(), label=_("Referral"))
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            ("accept", _("Accept")),
            ("decline", _("Decline")),
            ("withdraw_referral", _("Withdraw")),
        ],
        widget=widgets.UnfoldAdminRadioSelectWidget,
    )

    field_order = ("referral", "answer", "reason")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = case.referrals.waiting().with_people().order_by("at", "pk")
        self.fields["referral"].queryset = waiting


class LeaveForm(ReasonForm):
    consultant = _choice(Consultant.objects.none(), label=_("Consultant"))

    field_order = ("consultant", "reason")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        members = case.members.live().values("consultant")
        others = Consultant.objects.filter(pk__in=members).exclude(pk=case.lead_id)
        self.fields["consultant"].queryset = others.select_related("user").order_by(
            "position", "pk"
        )


class SessionForm(ReasonForm):
    """A booking of the business that is to be in the case, or no longer."""

    booking = _choice(Booking.objects.none(), label=_("Appointment"))

    field_order = ("booking", "reason")

    def __init__(self, *args, bookings, **kwargs):
        super().__init__(*args, **kwargs)
        people = bookings.select_related("consultant__user")
        self.fields["booking"].queryset = people.order_by("-starts_at", "-pk")
        self.fields["booking"].label_from_instance = lambda booking: (
            f"{booking} – {booking.consultant.display_name}"
        )


class CloseForm(ReasonForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=MentoringCase.Outcome.choices,
        widget=widgets.UnfoldAdminRadioSelectWidget,
    )
    text = _text(
        label=_("What came of it"),
        help_text=_("In a few sentences. The owner reads it."),
        max_length=1000,
    )

    field_order = ("outcome", "text", "reason")
