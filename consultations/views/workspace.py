from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations import selectors
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock


@require_safe
def workspace(request: AuthenticatedHttpRequest) -> HttpResponse:
    if not request.user.is_consultant:
        raise PermissionDenied
    agenda = selectors.agenda(request.user, at=clock.now())
    affected = selectors.count_pending(request.user)
    context = {"agenda": agenda, "affected": affected}
    return render(request, "consultations/workspace.html", context)
