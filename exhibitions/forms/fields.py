"""Numbers and products as owners give them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from businesses.models import Product
from exhibitions.models.results import MOST_PEOPLE, MOST_RUPIAH
from plut_portal.core.form_fields import RupiahField


class NumberField(RupiahField):
    """A count, typed as people do: 1200 or 1.200."""

    default_error_messages = {
        "required": _("Please write a number, 0 for none."),
        "invalid": _("Write the number in digits, for example 120. You typed: %(value)s."),
    }

    def __init__(self, *, least: int = 0, most: int = MOST_PEOPLE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.MAXIMUM = least, most

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        if number is not None and number < self.least:
            raise self._error("invalid", str(value).strip())
        return number

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": 12}


class MoneyField(RupiahField):
    MAXIMUM = MOST_RUPIAH


class ProductsField(forms.ModelMultipleChoiceField):
    """Some of the products of one business."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Please choose at least one product."),
        "invalid_choice": _("Please choose products of this business."),
        "invalid_pk_value": _("Please choose products of this business."),
        "invalid_list": _("Please choose products of this business."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Product.objects.none(), to_field_name="public_id", **kwargs)

    def label_from_instance(self, product: Product) -> str:
        return product.name

    def offer(self, products: QuerySet[Product]) -> None:
        """Ticks the only one there is: nobody need choose among one."""
        self.queryset = products
        only = list(products[:2])
        if len(only) == 1:
            self.initial = only
