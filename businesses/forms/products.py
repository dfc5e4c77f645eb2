"""What an owner says about a product and its permits."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.models import (
    Business,
    BusinessDocument,
    PermitKind,
    Product,
    ProductCategory,
    ProductForm,
)
from businesses.permit_numbers import is_brand_application, normalise_permit
from businesses.shop_links import SHOPS, normalise_shop_link
from plut_portal.core import formats
from plut_portal.core.form_fields import RupiahField
from plut_portal.core.validators import validate_plain_text

MOST_LINES = 8
# 18.000, Rp18000, 15rb: what stands at the end of a line like a price, and not like 250 g.
_PRICE_BEHIND = re.compile(r"(\d\.\d{3}|rp\.?\s*\d+|\d\s*(rb|ribu))$", re.IGNORECASE)


class PriceField(RupiahField):
    """Of one pack. What is dearer is asked about: a nought is soon typed too many."""

    MAXIMUM = 100_000_000


class LinesField(forms.CharField):
    """One thing a line; what is wrong with a line is said with its number."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=3000,
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"rows": 3}

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").splitlines()
        # Counted as they stand there, the empty ones too.
        lines = [
            (number, line.strip()) for number, line in enumerate(typed, start=1) if line.strip()
        ]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("At most %(most)d lines. You wrote %(count)d.")
                % {"most": MOST_LINES, "count": len(lines)}
            )
        return [self._read(number, line) for number, line in lines]

    def validate(self, value: Any) -> None:
        """Each line has been looked at already."""

    def run_validators(self, value: Any) -> None:
        """Those of a single text do not fit."""

    def _read(self, number: int, line: str) -> Any:
        try:
            return self.read_line(line)
        except ValidationError as wrong:
            raise ValidationError(
                _("Line %(number)d: %(problem)s")
                % {"number": number, "problem": " ".join(wrong.messages)}
            ) from None

    def read_line(self, line: str) -> Any:
        raise NotImplementedError


class VariantsField(LinesField):
    """Pedas 250 g = 18.000"""

    def read_line(self, line: str) -> tuple[str, int | None]:
        name, sign, amount = (part.strip() for part in line.partition("="))
        validate_plain_text(name)
        if not name or len(name) > 60:
            raise ValidationError(_("Please write a name of at most 60 letters."))
        if not sign and _PRICE_BEHIND.search(name):
            raise ValidationError(_("Please put “=” before the price. Example: Pedas = 18.000."))
        return name, PriceField(required=False).clean(amount)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            name if price is None else f"{name} = {formats.rupiah(price)[2:]}"
            for name, price in value
        )


class ShopLinksField(LinesField):
    def read_line(self, line: str) -> str:
        return normalise_shop_link(line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class ProductDetailsForm(forms.ModelForm):
    price = PriceField(
        label=gettext_lazy("Price, in rupiah"),
        required=False,
        help_text=gettext_lazy("For one pack. Example: 15.000."),
    )
    variants = VariantsField(
        label=gettext_lazy("Tastes and sizes"),
        help_text=gettext_lazy(
            "One a line, with its price behind “=”. Example: Pedas 250 g = 18.000."
        ),
    )
    links = ShopLinksField(
        label=gettext_lazy("Where else it is sold"),
        help_text=gettext_lazy("The links of your shops, one a line: %(shops)s."),
    )
    show_to_all = forms.BooleanField(
        label=gettext_lazy("Show my photos and products to the public"),
        help_text=gettext_lazy(
            "On the portal’s catalogue. You can take this back at any time in My account."
        ),
        required=False,
    )
    show_phone = forms.BooleanField(
        label=gettext_lazy("Show my WhatsApp number beside my products"),
        help_text=gettext_lazy(
            "So that buyers write to you. Without it they use the portal’s form."
        ),
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = Product
        fields = ["name", "form", "category", "description", "price", "pack", "shelf_life_days"]
        labels = {
            "name": gettext_lazy("Name of the product"),
            "description": gettext_lazy("What is good about it?"),
            "pack": gettext_lazy("Content of a pack"),
            "shelf_life_days": gettext_lazy("It keeps for how many days?"),
        }
        help_texts = {
            "name": gettext_lazy("As a buyer would look for it. Example: Keripik apel manalagi."),
            "description": gettext_lazy("Two or three sentences: made of what, by whom, for what."),
            "pack": gettext_lazy("Example: 100 g, or 6 bottles."),
            "shelf_life_days": gettext_lazy("In days, from the day it is made. Example: 180."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "shelf_life_days": forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}
            ),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Please write the name of the product.")},
            "shelf_life_days": {
                "invalid": gettext_lazy("Please write a whole number of days, for example 180."),
                "min_value": gettext_lazy("Please write a whole number of days, for example 180."),
                "max_value": gettext_lazy("Please write a whole number of days, for example 180."),
            },
        }

    # Choices with "not said" in words, as a bare dash says nothing.
    form = forms.ChoiceField(
        label=gettext_lazy("What kind of thing is it?"),
        help_text=gettext_lazy("Which permit it needs follows from this."),
        choices=[("", gettext_lazy("Choose …")), *ProductForm.choices],
        error_messages={"required": gettext_lazy("Please choose what kind of thing it is.")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Where would a buyer look for it?"),
        choices=[("", gettext_lazy("Choose …")), *ProductCategory.choices],
        error_messages={"required": gettext_lazy("Please choose a category.")},
    )

    def __init__(self, *args: Any, asks: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for consent in {"show_to_all", "show_phone"} - set(asks):
            del self.fields[consent]
        self.fields["links"].help_text = self.fields["links"].help_text % {
            "shops": ", ".join(SHOPS.values())
        }
        if self.instance.pk:
            parts = self.instance.variants.order_by("position", "pk")
            self.initial["variants"] = [(each.name, each.price) for each in parts]
            links = self.instance.links.order_by("position", "pk")
            self.initial["links"] = [each.url for each in links]

    def said(self) -> dict[str, Any]:
        """What the services take."""
        names = [*self.Meta.fields, "variants", "links"]
        return {name: self.cleaned_data[name] for name in names}

    def agreed(self) -> dict[str, bool]:
        return {name: bool(self.cleaned_data.get(name)) for name in ("show_to_all", "show_phone")}


class PermitForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the permit"),
        max_length=60,
        help_text=gettext_lazy(
            "As printed on the paper or the pack; spaces and dashes do not matter."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please write the number.")},
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("As the paper says. We remind you 90, 30 and 7 days before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Please write a date.")},
    )
    document = forms.ModelChoiceField(
        BusinessDocument.objects.none(),
        label=gettext_lazy("Paper that shows it"),
        required=False,
        empty_label=gettext_lazy("No paper yet"),
    )

    def __init__(self, *args: Any, kind: str, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        documents: Any = self.fields["document"]
        documents.queryset = BusinessDocument.objects.of(business)
        documents.help_text = format_html(
            _(
                "It may follow later: papers are sent on the page <a href='{address}'>“Papers”</a>."
                " Only you and the office see them."
            ),
            address=reverse("businesses:document_add", args=[business.public_id]),
        )
        if kind == PermitKind.PIRT:
            self.fields["valid_until"].help_text = _(
                "Leave it empty and we take the year from the number. We remind you 90, 30 and 7 days before."
            )
        if kind == PermitKind.MD:
            self.fields["valid_until"].required = True
            self.fields["valid_until"].error_messages["required"] = _(
                "Please write until when it is valid; the paper says so. A BPOM MD lasts 5 years."
            )
        if kind == PermitKind.BRAND:
            self.fields["valid_until"].help_text = _(
                "Needed for a registered brand (IDM). An application has no last day yet."
                " We remind you 90, 30 and 7 days before."
            )
        if kind in {PermitKind.HALAL, PermitKind.BARCODE}:
            del self.fields["valid_until"]

    def clean_number(self) -> str:
        return normalise_permit(self.kind, self.cleaned_data["number"])

    def clean_valid_until(self) -> date | None:
        until: date | None = self.cleaned_data["valid_until"]
        number = self.cleaned_data.get("number")
        if self.kind != PermitKind.BRAND or not number:
            return until
        is_application = is_brand_application(self.kind, number)
        if until and is_application:
            raise ValidationError(_("An application has no last day yet. Please leave this empty."))
        if until is None and not is_application:
            raise ValidationError(
                _(
                    "Please write until when it is valid; the paper says so."
                    " A registered brand lasts 10 years."
                )
            )
        return until
