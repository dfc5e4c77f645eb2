"""What the counter types in. Few fields, in the order one asks them."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from businesses.models import Business
from consultations.forms.bookings import TimeField
from consultations.models import Consultant, Expertise, NextStep, Visit
from consultations.models.visits import MOST_HEADS
from consultations.services import NewPerson
from plut_portal.accounts.models import User
from plut_portal.core.search import LONGEST
from plut_portal.core.validators import normalise_phone, validate_plain_text

NEW = "NEW"
_NEW_PERSON = ("full_name", "phone", "is_family_phone", "consent")
_NEW_BUSINESS = ("makes", "village")


class SearchForm(forms.Form):
    """One box for everything; sent by POST, because a name in an address lands in every log."""

    query = forms.CharField(
        label=_("Who is here?"),
        help_text=_("Name, goods, mobile number, NIB, booking code or registration number."),
        max_length=LONGEST,
        error_messages={"required": _("Please type a name, a number or a code.")},
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class DayField(forms.DateField):
    """For what is typed in later from a paper list; empty for today."""

    def __init__(self) -> None:
        super().__init__(
            label=_("On another day"),
            help_text=_("Leave it empty for today."),
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Please write the day like 24/11/2026.")},
        )


class ConsultantChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Consultant) -> str:
        return obj.display_name


class GuestForm(forms.Form):
    """A guest of a business: everybody is asked the last part, the unknown also the first."""

    who = forms.ChoiceField(
        label=_("Who came?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who came.")},
    )
    full_name = forms.CharField(
        label=_("Name of the guest"),
        help_text=_("As people call her. One word is fine."),
        max_length=120,
        validators=[validate_plain_text],
        error_messages={"required": _("Please type the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    makes = forms.CharField(
        label=_("What does she make or sell?"),
        max_length=160,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write what she makes or sells, in a few words.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    village = VillageField(help_text="")
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("Without one she gets a slip."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    is_family_phone = forms.BooleanField(
        label=_("The number belongs to a relative: to reach her by, not to log in with."),
        required=False,
    )
    note = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In her words; the consultant reads it."),
        max_length=600,
        error_messages={"required": _("Please write in a few words what it is about.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expertise = forms.ModelChoiceField(
        Expertise.objects.offered().order_by("position", "pk"),
        label=_("Which field?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a field.")},
    )
    next_step = forms.ChoiceField(
        label=_("What happens now?"),
        choices=NextStep.choices,
        initial=NextStep.CONSULTANT,
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_("She has signed the consent on paper."),
        error_messages={
            "required": _("Without her signature we keep nothing. Let her sign, then tick.")
        },
    )
    consultant = ConsultantChoice(
        Consultant.objects.bookable().order_by("position", "pk"),
        label=_("Consultant"),
        required=False,
        empty_label=_("Whoever of the field is on duty"),
    )
    channel = forms.ChoiceField(
        label=_("How did she reach us?"),
        choices=Visit.Channel.choices,
        initial=Visit.Channel.IN_PERSON,
        widget=forms.RadioSelect,
    )
    on = DayField()
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self,
        *args: Any,
        business: Business | None = None,
        person: User | None = None,
        people: list[User] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.business, self.known = business, person
        self.people = {str(each.public_id): each for each in people or []}
        if business:
            self._ask_who()
        else:
            del self.fields["who"]
        self._drop(_NEW_PERSON if person else ())
        self._drop(_NEW_BUSINESS if business else ())

    def _drop(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.fields[name]

    def _ask_who(self) -> None:
        """Those who act for the business, or somebody else, whose answers are asked only then."""
        choices = [(key, person.full_name) for key, person in self.people.items()]
        who = cast(forms.ChoiceField, self.fields["who"])
        who.choices = [*choices, (NEW, _("Somebody else of this business"))]
        self.initial.setdefault("who", choices[0][0] if choices else NEW)
        if self["who"].value() != NEW:
            for name in _NEW_PERSON:
                self.fields[name].required = False

    @property
    def asks_somebody_new(self) -> bool:
        return bool(self.business) and self["who"].value() == NEW

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return normalise_phone(phone) if phone else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_family_phone") and not data.get("phone") and not self.has_error("phone"):
            self.add_error("phone", _("Please type the relative's number, or take the tick away."))
        consultant, expertise = data.get("consultant"), data.get("expertise")
        if consultant and expertise and expertise not in consultant.expertises.all():
            self.add_error(
                "consultant",
                ValidationError(
                    _("%(name)s does not help in this field. Choose another, or leave it open."),
                    params={"name": consultant.display_name},
                ),
            )
        return data

    def guest(self) -> dict[str, Any]:
        """What the service asks, without the key."""
        data = dict(self.cleaned_data)
        del data["submission_key"]
        who = data.pop("who", NEW)
        new = {name: data.pop(name, "") for name in _NEW_PERSON}
        del new["consent"]
        person = self.known or self.people.get(who) or NewPerson(**new)
        return data | {"person": person, "business": self.business}


class GroupForm(forms.Form):
    """Guests who come for no business: counted in heads."""

    kind = forms.ChoiceField(
        label=_("Who are they?"),
        choices=[(kind, Visit.Kind(kind).label) for kind in Visit.GROUPS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who they are.")},
    )
    institution = forms.CharField(
        label=_("From where?"),
        help_text=_("School, university, office or community."),
        max_length=120,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write where they come from.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    headcount = forms.IntegerField(
        label=_("How many people?"),
        min_value=1,
        max_value=MOST_HEADS,
        error_messages={
            "required": _("Please write how many they are."),
            "invalid": _("Please write a number in digits, for example 25."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("What is it about?"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField()
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CounterTimeForm(forms.Form):
    starts_at = TimeField(label=_("Choose a time"))
    override_reason = forms.CharField(
        label=_("Reason for an exception"),
        help_text=_("Only for a time at short notice, or for one appointment more than allowed."),
        max_length=200,
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
