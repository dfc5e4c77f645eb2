"""Reading the numbers of permits: what is kept, and what the digits themselves say.

Refused is only what cannot be such a number at all; what merely looks odd is a remark for people
(domain.md §3).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.core.validators import bare_number

BATU = "3579"
PIRT_DIGITS = 15
# Of the numbers of brands, those that were granted begin so (domain.md §3.7).
REGISTERED_BRAND = "IDM"

# First digit of a P-IRT number, and of no other (domain.md §3.4).
PACKS: dict[str, Promise] = {
    "1": gettext_lazy("glass"),
    "2": gettext_lazy("plastic"),
    "3": gettext_lazy("carton or paper"),
    "4": gettext_lazy("tin"),
    "5": gettext_lazy("aluminium foil"),
    "6": gettext_lazy("other, for example leaf"),
    "7": gettext_lazy("composite"),
    "8": gettext_lazy("more than one"),
}
# Second and third digit. Later lists go on to 16 and differ a little, so others are no mistake.
FOOD_KINDS: dict[str, Promise] = {
    "01": gettext_lazy("dried meat"),
    "02": gettext_lazy("dried fish"),
    "03": gettext_lazy("dried poultry"),
    "04": gettext_lazy("pickled or dried vegetables"),
    "05": gettext_lazy("coconut products"),
    "06": gettext_lazy("flour and what is made of it"),
    "07": gettext_lazy("oils and fats"),
    "08": gettext_lazy("jam and jelly"),
    "09": gettext_lazy("sugar, sweets and honey"),
    "10": gettext_lazy("dry coffee, tea and cocoa"),
}


class PermitKind(models.TextChoices):
    PIRT = "PIRT", "P-IRT"
    MD = "MD", "BPOM MD"
    HALAL = "HALAL", gettext_lazy("Halal certificate")
    BRAND = "BRAND", gettext_lazy("Registered brand")
    BARCODE = "BARCODE", gettext_lazy("Barcode")


@dataclass(frozen=True)
class PirtReading:
    """What the fifteen digits of a P-IRT number say, beside the day somebody wrote down."""

    number: str
    valid_until: date | None = None

    @property
    def pack(self) -> str:
        return str(PACKS.get(self.number[0], ""))

    @property
    def food_kind(self) -> str:
        return str(FOOD_KINDS.get(self.number[1:3], ""))

    @property
    def is_from_batu(self) -> bool:
        return self.number[3:7] == BATU

    @property
    def last_year(self) -> int:
        return 2000 + int(self.number[13:])

    @property
    def ends_on(self) -> date:
        """The number names a year only, so its last day."""
        return date(self.last_year, 12, 31)

    @property
    def remarks(self) -> list[str]:
        """What looks odd about the number, in sentences for people. None of it is a refusal."""
        odd = []
        if not self.pack:
            odd.append(_("The first digit should say what it is packed in (1–8)."))
        if not self.is_from_batu:
            odd.append(
                _("Digits 4–7 are %(code)s; a P-IRT from Kota Batu has 3579 there.")
                % {"code": self.number[3:7]}
            )
        if self.valid_until and self.valid_until > self.ends_on:
            odd.append(
                _(
                    "By its last two digits it is valid until the end of %(year)d, but the date you"
                    " wrote is later. Please compare both with the paper."
                )
                % {"year": self.last_year}
            )
        return odd


def read_pirt(number: str, valid_until: date | None = None) -> PirtReading | None:
    """Reads a number as it is kept; None when it is no P-IRT number."""
    if not re.fullmatch(r"\d{15}", number, re.ASCII):
        return None
    return PirtReading(number, valid_until)


def _without(words: str, text: str) -> str:
    return bare_number(re.sub(words, "", text.strip(), flags=re.IGNORECASE)).upper()


def normalise_pirt(text: str) -> str:
    """A P-IRT number as its fifteen digits. Raises ValidationError that counts the digits typed."""
    number = _without(r"(sp[\s.-]*)?p[\s.-]*irt|no(mor)?\b", text).lstrip(":")
    if re.match(r"(BPOMRI)?(MD|ML)\d", number):
        raise ValidationError(
            _("This is a BPOM number. Please choose “BPOM MD” as the kind of permit."), code="pirt"
        )
    if not re.fullmatch(r"\d*", number, re.ASCII):
        raise ValidationError(
            _("A P-IRT number is made of digits only. You typed: %(value)s.")
            % {"value": text.strip()[:40]},
            code="pirt",
        )
    if len(number) != PIRT_DIGITS:
        raise ValidationError(
            _("A P-IRT number has 15 digits, for example 2063579010123-31. You typed %(count)d.")
            % {"count": len(number)},
            code="pirt",
        )
    return number


def normalise_md(text: str) -> str:
    """A BPOM number as MD or ML and its 12–15 digits. Raises ValidationError."""
    number = _without(r"bpom|\bri\b|no(mor)?\b", text).lstrip(":")
    digits = number[2:] if number[:2] in {"MD", "ML"} else number
    if not re.fullmatch(r"\d{12,15}", digits, re.ASCII):
        raise ValidationError(
            _("A BPOM number is MD and 12 to 15 digits. You typed: %(value)s.")
            % {"value": text.strip()[:40]},
            code="md",
        )
    return number if number != digits else f"MD{digits}"


def normalise_halal(text: str) -> str:
    """A halal number as ID and its 14–20 digits. Raises ValidationError.

    Without ID, up to 14 digits are a number of MUI, which knew no such beginning (domain.md §3.6).
    """
    number = _without(r"no(mor)?\b", text).lstrip(":")
    if re.fullmatch(r"\d{12,14}", number, re.ASCII):
        raise ValidationError(
            _("This looks like an old MUI number. The number of BPJPH begins with ID."),
            code="halal",
        )
    if not re.fullmatch(r"(ID)?\d{14,20}", number, re.ASCII):
        raise ValidationError(
            _("A halal number is ID and 14 to 20 digits. You typed: %(value)s.")
            % {"value": text.strip()[:40]},
            code="halal",
        )
    return number if number.startswith("ID") else f"ID{number}"


def normalise_brand(text: str) -> str:
    """A brand number of DJKI: IDM and nine digits, or the number of an application."""
    number = _without(r"no(mor)?\b", text).lstrip(":")
    if not re.fullmatch(r"IDM\d{9}|(DID|JID|[DJ]00)\d{6,14}", number, re.ASCII):
        raise ValidationError(
            _(
                "A brand number is IDM and 9 digits, an application DID or JID. You typed: %(value)s."
            )
            % {"value": text.strip()[:40]},
            code="brand",
        )
    return number


def normalise_barcode(text: str) -> str:
    """An EAN-13 as its digits; the last one is checked against the others (domain.md §3.8)."""
    number = bare_number(text)
    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        raise ValidationError(
            _("A barcode has 13 digits. You typed: %(value)s.") % {"value": text.strip()[:40]},
            code="barcode",
        )
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number[:12]))
    if (10 - weighed % 10) % 10 != int(number[12]):
        raise ValidationError(
            _("The last digit does not fit the others. Please compare each digit with the pack."),
            code="barcode",
        )
    return number


NORMALISE: dict[str, Callable[[str], str]] = {
    PermitKind.PIRT: normalise_pirt,
    PermitKind.MD: normalise_md,
    PermitKind.HALAL: normalise_halal,
    PermitKind.BRAND: normalise_brand,
    PermitKind.BARCODE: normalise_barcode,
}


def normalise_permit(kind: str, text: str) -> str:
    """The number of a permit of this kind as it is kept. Raises ValidationError."""
    return NORMALISE[kind](text)


def is_brand_application(kind: str, number: str) -> bool:
    """An application protects nothing yet: only IDM is the number of a registered brand."""
    return kind == PermitKind.BRAND and not number.startswith(REGISTERED_BRAND)


def permit_label(kind: str, number: str) -> str:
    """What people call a permit of this kind with this number."""
    if is_brand_application(kind, number):
        return _("Brand, applied for")
    return str(PermitKind(kind).label)


def permit_text(kind: str, number: str) -> str:
    """As it is printed on packs: P-IRT 2063579010123-31, BPOM RI MD 123456789012."""
    if kind == PermitKind.PIRT:
        return f"P-IRT {number[:13]}-{number[13:]}"
    return f"BPOM RI {number[:2]} {number[2:]}" if kind == PermitKind.MD else number
