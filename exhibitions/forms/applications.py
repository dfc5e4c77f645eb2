from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesses.models import Product
from exhibitions.forms.fields import NumberField, ProductsField
from exhibitions.services.applications import MOST_PRODUCTS
from plut_portal.core.validators import validate_plain_text


class ApplicationForm(forms.Form):
    """What the portal does not know yet: which products, and what a stand needs."""

    products = ProductsField(label=_("Which products do you bring?"))
    pitch = forms.CharField(
        label=_("What will visitors find at your stand?"),
        help_text=_("Two or three sentences; the curators read them. Something to taste? A show?"),
        max_length=600,
        required=False,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    watts = NumberField(
        label=_("Electricity needed, in watts"),
        help_text=_("A lamp has 20, a warming plate 400. 0 if none."),
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, products: QuerySet[Product], is_online: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_online:
            self._ask_as_online()
        field = cast(ProductsField, self.fields["products"])
        field.offer(products)
        field.help_text = gettext(
            "At most %(most)d. Name, photo and permits come from “My products”."
        ) % {"most": MOST_PRODUCTS}

    def _ask_as_online(self) -> None:
        """Without a stand nobody needs electricity."""
        del self.fields["watts"]
        self.fields["products"].label = gettext("Which products do you take part with?")
        self.fields["pitch"].label = gettext("What should buyers know about them?")
        self.fields["pitch"].help_text = gettext("Two or three sentences; the curators read them.")

    def chosen(self) -> list[Product]:
        """What is ticked as the form stands, sent or not."""
        if self.is_bound:
            self.is_valid()
            return list(self.cleaned_data.get("products", []))
        return list(self.get_initial_for_field(self.fields["products"], "products") or [])

    def clean_watts(self) -> int:
        return self.cleaned_data["watts"] or 0


class SendForm(forms.Form):
    """Whether that is enough, the service knows."""

    agrees = forms.BooleanField(
        label=_("I have read the conditions and agree to them."), required=False
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Helps the office to plan the next activity."),
        max_length=200,
        required=False,
        validators=[validate_plain_text],
    )
