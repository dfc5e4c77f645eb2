from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations import selectors
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats


@require_safe
def workspace(request: AuthenticatedHttpRequest) -> HttpResponse:
    if not request.user.is_consultant:
        raise PermissionDenied
    now = clock.now()
    context = {
        "now": now,
        "today": formats.wib_day(now),
        "agenda": selectors.agenda(request.user, at=now),
        "affected": selectors.count_pending(request.user),
        "referrals": selectors.referrals_to(request.user),
    }
    return render(request, "consultations/workspace.html", context)
