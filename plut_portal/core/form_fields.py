"""Form fields for what people here type: amounts of money with dots and "Rp"."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plut_portal.core import formats
from plut_portal.core.validators import ascii_digits

# Rp before, cents or a dash behind: said, but not counted.
_AROUND = re.compile(r"^\s*(rp\.?|idr)?\s*|\s*(,00|,-+|\.-+)?\s*$", re.IGNORECASE)
# 15rb, 15 ribu, 1,5 juta. With a dot it could be read in two ways.
_IN_WORDS = re.compile(r"(\d+)(?:,(\d{1,3}))?\s*(rb|ribu|jt|juta)", re.IGNORECASE)
_NOUGHTS = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6}
_GROUPED = re.compile(r"\d+|\d{1,3}(?:([.,\s'])\d{3})(?:\1\d{3})*")


class RupiahField(forms.Field):
    """A whole amount of rupiah: 1500000, 1.500.000, Rp 1.500.000, 1,5 juta, also in Arabic digits."""

    widget = forms.TextInput
    MAXIMUM = 10**15
    # In characters; longer than anything that is an amount, and quick to read.
    LONGEST = 40
    default_error_messages = {
        "required": _("Please write an amount, 0 if there is none."),
        "invalid": _("Write the amount in digits, for example 1.500.000. You typed: %(value)s."),
        "too_much": _("That is very much: %(value)s. Is there a nought too many?"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": 30}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        typed = str(value).strip()
        amount = _AROUND.sub("", typed)
        number = _read(amount) if len(amount) <= self.LONGEST else None
        if number is None:
            raise self._error("invalid", typed)
        if number > self.MAXIMUM:
            raise self._error("too_much", typed)
        return number

    def prepare_value(self, value: Any) -> Any:
        return formats.rupiah(value)[2:] if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _error(self, code: str, typed: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"value": typed[:40]})


def _read(amount: str) -> int | None:
    if _GROUPED.fullmatch(amount):
        return int(ascii_digits(amount))
    if words := _IN_WORDS.fullmatch(amount):
        whole, part, unit = words.groups(default="")
        return int(ascii_digits(whole + part.ljust(_NOUGHTS[unit.lower()], "0")))
    return None
