from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.models import OperatingState
from consultations.forms.bookings import AppointmentForm
from consultations.services import Newcomer
from plut_portal.accounts.forms import SignUpForm


class NewcomerForm(SignUpForm, AppointmentForm):
    """Account, business and booking of somebody who is not signed in: five fields are typed."""

    PERSON = ("full_name", "contact", "password", "reminders", "heard_from")

    operating_state = forms.ChoiceField(
        label=_("How is the business doing?"),
        choices=OperatingState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the three.")},
    )

    field_order = ("starts_at", "expertise", "makes", "village", "operating_state", "topic")

    def newcomer(self) -> Newcomer:
        return Newcomer(**{name: self.cleaned_data[name] for name in self.PERSON})

    def appointment(self) -> dict[str, Any]:
        """What is left for the booking."""
        return {name: v for name, v in self.cleaned_data.items() if name not in self.PERSON}
