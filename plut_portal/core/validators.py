"""Checks on what people type. Each answers with the value as it is kept, or says what is wrong."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MOBILE = re.compile(r"\+628[1-9]\d{7,10}", re.ASCII)
_NIB_DIGITS = 13
# Dash-like characters and full stops that people put between the digits of a number.
_SEPARATORS = re.compile(r"[\s.,/_\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff]")


def ascii_digits(text: str) -> str:
    """Only the digits of a text, Arabic and other decimal digits turned into 0–9."""
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdecimal())


def bare_number(text: str) -> str:
    """A number as people copy it, without spaces, dots and dashes, its digits as 0–9.

    What is neither digit nor separator stays, so that the caller can refuse it.
    """
    kept = _SEPARATORS.sub("", text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in kept)


def normalise_nib(text: str) -> str:
    """A business identification number as its 13 digits; a leading zero stays (domain.md §3.2).

    Raises ValidationError that counts the digits typed.
    """
    number = bare_number(text)
    if not re.fullmatch(r"\d*", number, re.ASCII):
        raise ValidationError(
            _("A NIB is made of digits only. You typed: %(value)s.") % {"value": text.strip()[:40]},
            code="nib",
        )
    if len(number) != _NIB_DIGITS:
        raise ValidationError(
            _("A NIB has 13 digits. You typed %(count)d.") % {"count": len(number)}, code="nib"
        )
    return number


def validate_nib(text: str) -> None:
    """Refuse what is not already kept as 13 digits."""
    if normalise_nib(text) != text:
        raise ValidationError(_("Please write the NIB without spaces or dots."), code="nib")


def normalise_phone(text: str) -> str:
    """An Indonesian mobile number as E.164 (+628…).

    Accepts 0812…, 62812…, +62 812-…, with spaces, dots and dashes (domain.md §3.8: 08[1-9] and
    seven to ten digits more). Raises ValidationError that counts the digits typed.
    """
    digits = ascii_digits(text)
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif digits.startswith("8"):
        digits = "62" + digits
    number = f"+{digits}"
    if not _MOBILE.fullmatch(number):
        raise ValidationError(
            _(
                "A mobile number starts with 08 and has 10–13 digits. You typed %(count)d: %(value)s."
            )
            % {"count": len(ascii_digits(text)), "value": text.strip()[:40]},
            code="phone",
        )
    return number


def validate_mobile(text: str) -> None:
    """Refuse what is no Indonesian mobile number; the text stays as it was typed."""
    normalise_phone(text)


def local_phone(phone: str) -> str:
    """+6281234567890 → 0812-3456-7890, the way people read it out."""
    parsed = phonenumbers.parse(phone, "ID")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def normalise_contact(text: str) -> tuple[str, str]:
    """("phone", "+62…") or ("email", "…") for whichever of the two was typed.

    Raises ValidationError that says what is wrong with this value.
    """
    if "@" not in text and not ascii_digits(text):
        raise ValidationError(
            _("Please write a mobile number, for example 0812-3456-7890, or an e-mail address."),
            code="contact",
        )
    if "@" not in text:
        return "phone", normalise_phone(text)
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(
            _("This e-mail address is not complete: %(value)s. Example: nama@contoh.id.")
            % {"value": email[:60]},
            code="email",
        ) from None
    return "email", email


def validate_plain_text(text: str) -> None:
    """Refuse control characters and line breaks in one-line text: they forge mail headers."""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
        raise ValidationError(
            gettext_lazy("Please use ordinary letters, without line breaks."), code="control"
        )


def validate_paragraphs(text: str) -> None:
    """Refuse control characters in text that may have several lines."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in text if c not in "\t\r\n"):
        raise ValidationError(
            gettext_lazy("Please use ordinary letters; there is an invisible sign in this text."),
            code="control",
        )


def normalise_kbli_code(text: str) -> str:
    """A KBLI code as its five digits, the leading zero kept (domain.md §3.9).

    Spaces, dots and dashes between them are dropped. Raises ValidationError that counts the digits.
    """
    typed = _SEPARATORS.sub("", text)
    code = ascii_digits(typed)
    if len(code) != 5 or len(typed) != 5:
        raise ValidationError(
            _("A KBLI code has 5 digits, for example 10313. You typed %(count)d: %(value)s.")
            % {"count": len(code), "value": text.strip()[:40]},
            code="kbli",
        )
    return code


def validate_kbli_code(code: str) -> None:
    """Refuse what is not already kept as five digits."""
    if normalise_kbli_code(code) != code:
        raise ValidationError(_("Please write the code without spaces or dots."), code="kbli")
