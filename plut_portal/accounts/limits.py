"""How often is too often; the figures are in the settings."""

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

# What allauth calls its own refusals of this sort.
_CODES = {"too_many_login_attempts", "rate_limited"}


class TooOften(PortalError):
    status = 429


def check(request: HttpRequest, action: str, *, contact: str = "") -> None:
    """Count this attempt. Raises TooOften when it is one too many."""
    if not ratelimit.consume(request, action=action, key=contact):
        raise TooOften(
            _("There were many attempts in a short time. Wait 15 minutes, or ask at the counter.")
        )


def login_key(contact: str) -> str:
    return f"login:{contact.lower()}"


def forgive(request: HttpRequest, user: User) -> None:
    """Forget the wrong passwords of somebody who has just set a new one."""
    for contact in filter(None, (user.phone, user.email)):
        ratelimit.clear(request, action="login_failed", key=login_key(contact))


def status_of(form: forms.BaseForm) -> int:
    """The answer to a form that was refused: 429 when it was tried too often, else 422."""
    errors = (error for field in form.errors.as_data().values() for error in field)
    return 429 if any(error.code in _CODES for error in errors) else 422
