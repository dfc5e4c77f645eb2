from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffSessionMiddleware:
    """Owners stay signed in for months; people who see other people's data for a working day."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.works_here and "staff_session" not in request.session:
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
            request.session["staff_session"] = True
        return self.get_response(request)


class StaffMfaMiddleware:
    """Nobody with a role works here on a password alone (FM-50); off in the demo."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_STAFF_MFA and self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        return (
            request.user.is_authenticated
            and request.user.works_here
            and not request.path.startswith(reverse("mfa_index"))
            and request.path not in {reverse("account_logout"), reverse("account_reauthenticate")}
            and not is_mfa_enabled(request.user)
        )
