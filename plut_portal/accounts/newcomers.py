"""Forms that make an account: how often, and what if the contact has one already."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from plut_portal.accounts import limits, services
from plut_portal.accounts.models import User


def check_limits(request: HttpRequest, contact: str) -> None:
    """Count one try of this address and contact. Raises TooOften."""
    limits.check(request, "signup", contact=contact)


def recognise(
    request: HttpRequest, *, contact: str, password: str, refusal: services.ContactTaken
) -> User:
    """Whose contact this is: a double tap, or somebody who forgot having an account.

    The right password lets them in; any other raises the refusal, and TooOften after a few.
    """
    limits.check(request, "signup_taken")
    kind = "email" if "@" in contact else "phone"
    try:
        known = get_adapter().authenticate(request, password=password, **{kind: contact})
    except ValidationError as too_often:
        raise limits.TooOften(too_often.message) from too_often
    if known is None:
        raise refusal
    return known
