"""How often is too often; the figures are in the settings."""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plut_portal.core.errors import PortalError


class TooOften(PortalError):
    status = 429


def check(request: HttpRequest, action: str, *, contact: str = "") -> None:
    """Count this attempt. Raises TooOften when it is one too many."""
    if not ratelimit.consume(request, action=action, key=contact):
        raise TooOften(
            _("There were many attempts in a short time. Wait a while, or ask at the counter.")
        )
