"""Looking for something in the catalogue, and asking about it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from businesses.models import PermitKind, ProductCategory
from exhibitions.selectors import PRICES, Wishes
from plut_portal.core.search import LONGEST
from plut_portal.core.validators import normalise_contact, validate_paragraphs, validate_plain_text

_PRICE_WORDS = {
    "25": _("Up to Rp25.000"),
    "50": _("Rp25.000 to Rp50.000"),
    "100": _("Rp50.000 to Rp100.000"),
    "lebih": _("More than Rp100.000"),
}
_PERMITS = (PermitKind.PIRT, PermitKind.MD, PermitKind.HALAL)


class CatalogueSearchForm(forms.Form):
    """In the address, so that every search can be sent on. What makes no sense is no wish."""

    cari = forms.CharField(label=_("What are you looking for?"), required=False)
    kategori = forms.ChoiceField(
        label=_("Category"), choices=[("", _("All")), *ProductCategory.choices], required=False
    )
    desa = VillageField(label=_("Village or ward"), help_text="", required=False)
    izin = forms.ChoiceField(
        label=_("Permit"),
        choices=[("", _("All")), *((kind.value, kind.label) for kind in _PERMITS)],
        required=False,
    )
    harga = forms.ChoiceField(
        label=_("Price"),
        choices=[("", _("All")), *((price, _PRICE_WORDS[price]) for price in PRICES)],
        required=False,
    )
    pilihan = forms.BooleanField(label=_("Only what the office has chosen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages: Any = self.fields["desa"]
        villages.empty_label = _("All")
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"

    def clean_cari(self) -> str:
        return self.cleaned_data["cari"][:LONGEST]

    def wishes(self) -> Wishes:
        self.is_valid()
        chosen = self.cleaned_data
        return Wishes(
            text=chosen.get("cari", ""),
            category=chosen.get("kategori", ""),
            village=chosen.get("desa"),
            permit=chosen.get("izin", ""),
            price=chosen.get("harga", ""),
            is_curated=chosen.get("pilihan", False),
        )

    @property
    def chosen_count(self) -> int:
        """How many wishes stand beside the words."""
        return sum(bool(self.cleaned_data.get(name)) for name in self.fields if name != "cari")


class EnquiryForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        validators=[validate_plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please type your name.")},
    )
    contact = forms.CharField(
        label=_("Your mobile number or e-mail"),
        max_length=100,
        help_text=_("Only the maker and the office see it, to answer you."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages={"required": _("Please write how the maker can reach you.")},
    )
    message = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        help_text=_("For example how many you need, and by when."),
        validators=[validate_paragraphs],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write your question.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # People never see it; programs that fill in everything do (FM-47).
    nickname = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_contact(self) -> tuple[str, str]:
        return normalise_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.pop("nickname", ""):
            raise ValidationError(_("Please leave the hidden field empty and send again."))
        return data

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        kind, value = data.pop("contact")
        return data | {"phone": "", "email": ""} | {kind: value}
