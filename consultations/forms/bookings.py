from typing import cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from businesses.models import Business
from consultations.models import Consultant, Expertise
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
