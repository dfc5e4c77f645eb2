"""Who travels, what goes along, and how much of it was counted."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exhibitions.forms.fields import NumberField
from exhibitions.models import ManifestLine, Traveller
from plut_portal.core.form_fields import RupiahField
from plut_portal.core.validators import local_phone, normalise_phone, validate_plain_text

_MOST_PIECES, _MOST_PARCELS, _MOST_KILOGRAMS = 100_000, 1000, 2000
_MOST_PRICE = 10_000_000_000


def _count_field(label: Any, *, most: int, least: int = 0, **options: Any) -> NumberField:
    wrong = format_lazy(
        _("Please write a whole number from {least} to {most}."), least=least, most=most
    )
    return NumberField(
        label=label,
        least=least,
        most=most,
        error_messages=dict.fromkeys(("required", "invalid", "too_much"), wrong),
        **options,
    )


class TravellerForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As on the identity card; the tickets are bought in this name."),
        max_length=120,
        validators=[validate_plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please type the name.")},
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("To reach them on the way."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Please type the mobile number.")},
    )
    shirt = forms.ChoiceField(
        label=_("Shirt size"),
        choices=[("", _("not needed")), *Traveller.Shirt.choices],
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_phone(self) -> str:
        return local_phone(normalise_phone(self.cleaned_data["phone"]))


class GoodsForm(forms.Form):
    goods = forms.CharField(
        label=_("Goods"),
        help_text=_("For example: apple crisps 100 g."),
        max_length=120,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write what it is.")},
    )
    pieces = _count_field(_("Pieces"), most=_MOST_PIECES, least=1)
    price = RupiahField(
        label=_("Price a piece"), help_text=_("For the value of what the office answers for.")
    )
    parcels = _count_field(_("Parcels"), most=_MOST_PARCELS, least=1, initial=1)
    weight = forms.DecimalField(
        label=_("Weight of all of it (kg)"),
        help_text=_("Roughly, for example 2,5."),
        min_value=0,
        max_value=_MOST_KILOGRAMS,
        max_digits=8,
        decimal_places=3,
        localize=True,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Please write the weight in kilograms, for example 2,5."),
            "min_value": _("A weight is at least 0."),
            "max_value": _("More than 2,000 kg does not fit into the car of the office."),
        },
    )
    is_fragile = forms.BooleanField(label=_("Fragile"), required=False)
    is_perishable = forms.BooleanField(label=_("Must stay fresh"), required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_price(self) -> int:
        price: int = self.cleaned_data["price"]
        if price > _MOST_PRICE:
            raise forms.ValidationError(_("A price is at least 0 and at most Rp10 billion."))
        return price

    def said(self) -> dict[str, Any]:
        """What the service takes; the weight in grams."""
        data = dict(self.cleaned_data)
        weight = data.pop("weight") or Decimal(0)
        del data["submission_key"]
        return data | {"weight_grams": int(weight * 1000)}


class HandOverForm(forms.Form):
    """So many pieces of each sort of goods came to the office."""

    def __init__(self, *args: Any, lines: Sequence[ManifestLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            field = _count_field(line.goods, most=_MOST_PIECES, initial=_first(line))
            field.help_text = _of_the_list(line)
            self.fields[_name("pieces", line)] = field

    def pieces(self) -> dict[ManifestLine, int]:
        return {line: self.cleaned_data[_name("pieces", line)] for line in self.lines}

    def field_of(self, line: ManifestLine) -> str:
        return _name("pieces", line)


class TakeBackForm(forms.Form):
    """So many pieces of each were sold, so many came back."""

    def __init__(self, *args: Any, lines: Iterable[ManifestLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            sold = _count_field(_("Sold"), most=_MOST_PIECES, initial=line.sold)
            back = _count_field(_("Came back"), most=_MOST_PIECES, initial=line.returned)
            self.fields |= {_name("sold", line): sold, _name("returned", line): back}

    @property
    def rows(self) -> list[tuple[ManifestLine, forms.BoundField, forms.BoundField]]:
        return [
            (line, self[_name("sold", line)], self[_name("returned", line)]) for line in self.lines
        ]

    def counts(self) -> dict[ManifestLine, tuple[int, int]]:
        data = self.cleaned_data
        return {
            line: (data[_name("sold", line)], data[_name("returned", line)]) for line in self.lines
        }

    def field_of(self, line: ManifestLine) -> str:
        return _name("returned", line)


def _name(what: str, line: ManifestLine) -> str:
    return f"{what}_{line.pk}"


def _first(line: ManifestLine) -> int:
    return line.pieces if line.handed_over is None else line.handed_over


def _of_the_list(line: ManifestLine) -> str:
    words = ngettext("%(count)d piece on the list", "%(count)d pieces on the list", line.pieces)
    return words % {"count": line.pieces}
