from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from businesses.models import Product
from exhibitions.forms.fields import NumberField, ProductsField
from plut_portal.core.validators import validate_plain_text


class ReadyForm(forms.Form):
    products = ProductsField(label=_("Which products are in stock?"))
    pieces = NumberField(
        label=_("How many pieces together?"), help_text=_("What could be sold tomorrow.")
    )
    goes_out_of_town = forms.BooleanField(label=_("I also go out of town"), required=False)
    note = forms.CharField(
        label=_("Anything we should know?"),
        help_text=_("For example: only with transport, not on Fridays."),
        max_length=200,
        required=False,
        validators=[validate_plain_text],
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, products: QuerySet[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ProductsField, self.fields["products"]).offer(products)
