"""A consultant's own hours, extra days and leave. Whose they are is never asked of the page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultations import selectors, services
from consultations.forms import ConfirmForm, EndHoursForm, ExtraHoursForm, HoursForm, LeaveForm
from consultations.models import Consultant, Disruption, ExtraHours, Leave, WeeklyHours
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, forms, submissions
from plut_portal.core.errors import PortalError

Acts = Callable[[dict[str, Any]], list[Disruption] | None]


@require_safe
def hours(request: AuthenticatedHttpRequest) -> HttpResponse:
    page = selectors.hours_page(_own_consultant(request), at=clock.now())
    return render(request, "consultations/hours.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def hours_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = HoursForm(forms.posted(request), consultant=_own_consultant(request))
    return _page(
        request,
        form,
        title=_("Add hours"),
        submit=_("Add these hours"),
        done=_("The hours stand. They can be booked from now on."),
        act=lambda data: _add(services.add_hours, request, hours=form.instance),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hours_end(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    window = get_object_or_404(WeeklyHours.objects.owned_by(request.user), public_id=public_id)
    now = clock.now()
    return _page(
        request,
        EndHoursForm(forms.posted(request), today=formats.wib_day(now)),
        title=_("End hours: %(hours)s") % {"hours": window},
        submit=_("End these hours"),
        done=_("The hours end with that day."),
        act=lambda data: services.end_hours(hours=window, by=request.user, at=now, **data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extra_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = ExtraHoursForm(forms.posted(request), consultant=_own_consultant(request))
    return _page(
        request,
        form,
        title=_("Open an extra day"),
        lead=_("Hours on one date besides the weekly ones, a Saturday for example."),
        submit=_("Open this day"),
        done=_("The day is open. It can be booked from now on."),
        act=lambda data: _add(services.add_extra_hours, request, extra=form.instance),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extra_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    extra = get_object_or_404(ExtraHours.objects.owned_by(request.user), public_id=public_id)
    return _page(
        request,
        ConfirmForm(forms.posted(request)),
        title=_("Take back %(day)s?") % {"day": extra},
        submit=_("Yes, take it back"),
        done=_("The extra day is taken back."),
        act=lambda data: services.remove_extra_hours(extra=extra, by=request.user, at=clock.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = LeaveForm(forms.posted(request), consultant=_own_consultant(request))
    return _page(
        request,
        form,
        title=_("Enter leave"),
        lead=_("It holds at once. If it hits appointments, you decide about each of them next."),
        submit=_("Enter this leave"),
        done=_("The leave is entered."),
        act=lambda data: _add(services.save_leave, request, leave=form.instance),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave_change(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    leave = _own_leave(request, public_id)
    form = LeaveForm(forms.posted(request), instance=leave, consultant=leave.consultant)
    return _page(
        request,
        form,
        title=_("Change leave"),
        submit=_("Save"),
        done=_("The leave is changed."),
        act=lambda data: services.save_leave(leave=form.instance, by=request.user, at=clock.now()),
        leave=leave,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave_withdraw(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    leave = _own_leave(request, public_id)
    return _page(
        request,
        ConfirmForm(forms.posted(request)),
        title=_("Withdraw the leave of %(days)s?") % {"days": leave},
        submit=_("Yes, withdraw it"),
        done=_("The leave is withdrawn."),
        act=lambda data: services.withdraw_leave(leave=leave, by=request.user, at=clock.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def illness(request: AuthenticatedHttpRequest) -> HttpResponse:
    consultant = _own_consultant(request)
    return _page(
        request,
        ConfirmForm(forms.posted(request)),
        title=_("Ill today?"),
        lead=_(
            "Nobody can book you today any more. For each appointment of today you, or the office,"
            " decide next; until then no reminder leaves."
        ),
        submit=_("Yes, I am ill today"),
        done=_("You are on leave today. Get well soon."),
        act=lambda data: services.report_illness(
            consultant=consultant, by=request.user, at=clock.now()
        ),
    )


def _own_consultant(request: AuthenticatedHttpRequest) -> Consultant:
    if not request.user.is_consultant:
        raise PermissionDenied
    return get_object_or_404(Consultant.objects.select_related("user"), user=request.user)


def _own_leave(request: AuthenticatedHttpRequest, public_id: UUID) -> Leave:
    leaves = Leave.objects.owned_by(request.user).select_related("consultant__user")
    return get_object_or_404(leaves, public_id=public_id)


def _add(act: Callable[..., Any], request: AuthenticatedHttpRequest, **row: Any) -> Any:
    """Once for each form that was filled in; a second sending finds the work done (FM-17)."""
    key = UUID(request.POST["submission_key"])
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if submission.result_url:
            return None
        answer = act(**row, by=request.user, at=clock.now())
        submission.result_url = "/konsultan/jam/"
        return answer


def _page(
    request: AuthenticatedHttpRequest,
    form: BaseForm,
    *,
    act: Acts,
    done: str,
    **context: Any,
) -> HttpResponse:
    """A form in front of a service; what it hits is decided about next."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer = act(form.cleaned_data)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, done)
                return _next_page(request, answer)
    return render(
        request, "consultations/hours_form.html", {"form": form, **context}, status=status
    )


def _next_page(request: AuthenticatedHttpRequest, answer: Any) -> HttpResponse:
    hit = len(selectors.pending_of(request.user)) if isinstance(answer, list) and answer else 0
    if not hit:
        return redirect("consultations:hours")
    messages.warning(
        request,
        ngettext(
            "%(count)d appointment waits for your decision.",
            "%(count)d appointments wait for your decision.",
            hit,
        )
        % {"count": hit},
    )
    return redirect("consultations:affected_list")
