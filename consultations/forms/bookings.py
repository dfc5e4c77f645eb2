from collections.abc import Sequence
from typing import cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from businesses.models import Business
from consultations.models import Consultant, Expertise, Mode
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


class HoldForm(forms.Form):
    """A time chosen; the field is the consultant's main one unless the page says another."""

    starts_at = TimeField()
    expertise = forms.ModelChoiceField(Expertise.objects.offered(), required=False)
    token = forms.RegexField(r"^[\w-]{32}$", required=False)


class VillageOrOutsideField(VillageField):
    """With a last choice for people from elsewhere, who are told kindly who helps them."""

    OUTSIDE = "LUAR"
    default_error_messages = {
        "outside": _("PLUT Kota Batu looks after businesses in Kota Batu."),
    }

    def offer_outside(self) -> None:
        """List the choice; asked of each form, because the villages stand in the database."""
        self.choices = [*self.iterator(self), (self.OUTSIDE, _("Outside Kota Batu"))]

    def to_python(self, value):
        if value == self.OUTSIDE:
            raise ValidationError(self.error_messages["outside"], code="outside")
        return super().to_python(value)


def mode_field(modes: Sequence[str], **kwargs) -> forms.TypedChoiceField:
    """Where the session is to be: asked only when there is a choice."""
    is_asked = len(modes) > 1
    return forms.TypedChoiceField(
        label=_("Where shall we meet?"),
        choices=[(mode, Mode(mode).label) for mode in modes],
        initial=modes[0],
        required=is_asked,
        empty_value=modes[0],
        widget=kwargs.get("widget", forms.RadioSelect) if is_asked else forms.HiddenInput,
        error_messages={"required": _("Please choose where.")},
    )


class AppointmentForm(forms.Form):
    """What every booking says: when, for what, and – of a business not yet known – two answers."""

    starts_at = TimeField(label=_("Choose a time"))
    expertise = forms.ModelChoiceField(
        Expertise.objects.offered(), label=_("Field"), widget=forms.HiddenInput
    )
    makes = forms.CharField(
        label=_("What do you make or sell?"),
        help_text=_("For example: apple chips, batik, homestay."),
        max_length=160,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write what you make or sell, in a few words.")},
    )
    village = VillageOrOutsideField()
    topic = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("In your own words. For example: “my chips go soft quickly”."),
        max_length=600,
        error_messages={"required": _("Please write in a few words what it is about.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args, consultant: Consultant, modes: Sequence[str] = (Mode.OFFICE,), **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(VillageOrOutsideField, self.fields["village"]).offer_outside()
        self.fields["mode"] = mode_field(modes)
        offered = consultant.expertises.offered().order_by("position", "pk")
        if offered.count() > 1:
            field = cast(forms.ModelChoiceField, self.fields["expertise"])
            field.widget, field.queryset = forms.RadioSelect(), offered
            field.empty_label = None

    @property
    def is_outside(self) -> bool:
        """Whether the business is somewhere else than in Kota Batu."""
        return self.has_error("village", "outside")


class BookingForm(AppointmentForm):
    """Of an owner who is signed in."""

    business = forms.ModelChoiceField(
        Business.objects.none(),
        label=_("For which business?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a business.")},
    )

    field_order = ("starts_at", "expertise", "business")

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._narrow_businesses(Business.objects.run_by(user).order_by("created_at", "pk"))

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


class ReasonField(forms.CharField):
    """Why: asked of owners, owed by those who change it for them."""

    def __init__(self, *, is_owed: bool) -> None:
        super().__init__(
            label=_("Reason") if is_owed else _("Why?"),
            help_text=_("The owner reads it.") if is_owed else "",
            max_length=200,
            required=is_owed,
            error_messages={"required": _("Please write the reason; the owner reads it.")},
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class MoveForm(forms.Form):
    starts_at = TimeField(label=_("Choose a time"))

    def __init__(self, *args, reason_required: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if reason_required:
            self.fields["reason"] = ReasonField(is_owed=True)


class CancelForm(forms.Form):
    def __init__(self, *args, reason_required: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = ReasonField(is_owed=reason_required)


class AgainForm(forms.Form):
    """The same talk at another time: everything else is known."""

    starts_at = TimeField(label=_("Choose a time"))
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TickForm(forms.Form):
    """Done or not, said outright: two taps in a hurry do not undo each other."""

    done = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda sent: sent == "1")
    back = forms.ChoiceField(
        choices=[(page, page) for page in ("list", "detail", "resep")], required=False
    )
