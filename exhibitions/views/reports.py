"""What came of it, told from the stand: three numbers a day, later the orders that followed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitions import selectors, services
from exhibitions.forms import OrderForm, ReportForm
from exhibitions.models import Application
from exhibitions.selectors import ReportDay
from exhibitions.views.applications import mine_or_404
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: AuthenticatedHttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """The numbers of the first, second, … day of the activity."""
    application = _stand_or_404(request, public_id)
    asked = _day_or_404(application, number)
    questions = selectors.report_questions(application.activity)
    form = ReportForm(posted(request), initial=_as_told(asked), questions=questions)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_report(request, application, asked, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {
        "application": application,
        "activity": application.activity,
        "asked": asked,
        "number": number,
        "form": form,
    }
    return render(request, "exhibitions/report_create.html", context, status=status)


def _stand_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Application:
    """Only who takes part has something to tell."""
    application = mine_or_404(request, public_id)
    if not application.is_confirmed:
        raise Http404
    return application


def _day_or_404(application: Application, number: int) -> ReportDay:
    days = selectors.report_days(application, at=clock.now())
    if not 1 <= number <= len(days):
        raise Http404
    return days[number - 1]


def _as_told(asked: ReportDay) -> dict[str, Any]:
    report = asked.report
    if report is None:
        return {}
    return {name: getattr(report, name) for name in ("visitors", "pieces", "turnover", "note")}


def _report(
    request: AuthenticatedHttpRequest,
    application: Application,
    asked: ReportDay,
    data: dict[str, Any],
) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.report_day(
                application=application, day=asked.day, by=request.user, at=clock.now(), **data
            )
            messages.success(request, _("Thank you, the three numbers are there."))
            submission.result_url = application.get_absolute_url()
    return submission.result_url


@require_http_methods(["GET", "HEAD", "POST"])
def order_create(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _stand_or_404(request, public_id)
    today = formats.wib_day(clock.now())
    form = OrderForm(posted(request), first=application.activity.starts_on, last=today)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_add_order(request, application, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {
        "application": application,
        "activity": application.activity,
        "orders": application.follow_up_orders.order_by("ordered_on", "pk"),
        "form": form,
    }
    return render(request, "exhibitions/order_create.html", context, status=status)


def _add_order(
    request: AuthenticatedHttpRequest, application: Application, data: dict[str, Any]
) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.add_order(application=application, by=request.user, at=clock.now(), **data)
            messages.success(request, _("Noted. Is there another one?"))
            submission.result_url = request.path
    return submission.result_url


@require_POST
def follow_up_answer(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _stand_or_404(request, public_id)
    services.answer_follow_up(application=application, by=request.user, at=clock.now())
    messages.success(request, _("Thank you. That was all we wanted to know."))
    return redirect(application)
