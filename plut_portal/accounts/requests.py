from django.http import HttpRequest

from plut_portal.accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """What a view behind the login gets; only for type annotations."""

    user: User
