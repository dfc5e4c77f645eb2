"""The consultant's month: on the screen, and taken away as a spreadsheet."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import exports, selectors
from plut_portal.accounts import services as accounts
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, months
from plut_portal.core.exports import xlsx_response


@require_safe
def month(request: AuthenticatedHttpRequest) -> HttpResponse:
    chosen = _chosen(request, request.GET.get("bulan", ""))
    now = clock.now()
    context = {
        "month": selectors.month_of_consultant(request.user, chosen, at=now),
        "goal": selectors.NOTES_GOAL,
        "is_current": chosen >= months.month_of(now),
    }
    return render(request, "consultations/month.html", context)


@require_POST
def month_download(request: AuthenticatedHttpRequest) -> HttpResponse:
    """By a button, because it leaves a trace."""
    chosen = _chosen(request, request.POST.get("bulan", ""))
    now = clock.now()
    found = selectors.month_of_consultant(request.user, chosen, at=now)
    workbook = exports.month_workbook(found, at=now)
    accounts.note_export(
        by=request.user,
        what=_("Own sessions of %(month)s, %(count)d rows, XLSX")
        % {"month": months.month_text(chosen), "count": len(found.bookings)},
        at=now,
    )
    return xlsx_response(workbook, f"sesi-{chosen:%Y-%m}")


def _chosen(request: AuthenticatedHttpRequest, text: str) -> date:
    """The month asked for, or this one where that cannot be read."""
    if not request.user.is_consultant:
        raise PermissionDenied
    return months.written(text) or months.month_of(clock.now())
