"""Mentoring cases: a consultant's list, one case and what is done with it; the owner's view."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import selectors, services
from consultations.forms import (
    AnswerReferralForm,
    CaseFilterForm,
    ConfirmForm,
    GoalForm,
    OutcomeForm,
    ReferralForm,
    ReopenForm,
)
from consultations.models import Booking, MentoringCase, Referral
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, forms
from plut_portal.core.errors import PortalError

ON_A_PAGE = 20


@require_safe
def case_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    if not request.user.is_consultant:
        raise PermissionDenied
    form = CaseFilterForm(request.GET)
    cases = selectors.cases_of(request.user, status=form.chosen())
    context = {
        "form": form,
        "page_obj": Paginator(cases, ON_A_PAGE).get_page(request.GET.get("page")),
        "referrals": selectors.referrals_to(request.user),
    }
    return render(request, "consultations/case_list.html", context)


@require_safe
def case_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    case = _worked_on(request, public_id)
    page = selectors.case_page(case, user=request.user)
    return render(request, "consultations/case_detail.html", {"page": page})


@require_safe
def case_shared(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    cases = MentoringCase.objects.visible_to(request.user).with_people()
    shared = selectors.shared_case(get_object_or_404(cases, public_id=public_id))
    return render(request, "consultations/case_shared.html", {"shared": shared})


@require_http_methods(["GET", "HEAD", "POST"])
def case_open(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _own_booking(request, public_id)
    return _page(
        request,
        GoalForm(forms.posted(request)),
        title=_("Open a case with %(business)s") % {"business": booking.business.label},
        lead=_("For a goal that takes several sessions, or a colleague as well."),
        submit=_("Open the case"),
        done=_("The case is open, with this session as its first."),
        act=lambda data: services.open_case(
            business=booking.business,
            lead=booking.consultant,
            booking=booking,
            by=request.user,
            at=clock.now(),
            **data,
        ),
    )


@require_POST
def case_session_add(
    request: AuthenticatedHttpRequest, public_id: UUID, case_id: UUID
) -> HttpResponse:
    booking, case = _own_booking(request, public_id), _worked_on(request, case_id)
    return _page(
        request,
        ConfirmForm(request.POST),
        case=case,
        title=_("Add the session of %(moment)s")
        % {"moment": formats.moment_text(booking.starts_at)},
        submit=_("Add to the case"),
        done=_("The session is in the case."),
        act=lambda data: (
            services.add_session(case=case, booking=booking, by=request.user, at=clock.now()).case
        ),
    )


@require_POST
def case_session_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _own_booking(request, public_id)
    case = selectors.case_of(booking, user=request.user)
    return _page(
        request,
        ConfirmForm(request.POST),
        case=case,
        title=_("Take the session out"),
        submit=_("Take it out of the case"),
        done=_("The session is no longer in the case."),
        act=lambda data: (
            services.take_out_session(booking=booking, by=request.user, at=clock.now()) and case
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_refer(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    case = _worked_on(request, public_id)
    is_lead = case.lead.user_id == request.user.pk
    return _page(
        request,
        ReferralForm(forms.posted(request), case=case, is_lead=is_lead),
        case=case,
        title=_("Ask a colleague"),
        lead=_("Nothing changes until your colleague says yes. The owner is told then."),
        submit=_("Send the request"),
        done=_("Your colleague has been asked."),
        act=lambda data: services.refer(case=case, by=request.user, at=clock.now(), **data).case,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_answer(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    asked = Referral.objects.addressed_to(request.user).with_people()
    newest_first = asked.filter(case__public_id=public_id).order_by("-at", "-pk")
    referral = get_object_or_404(newest_first[:1])
    return _page(
        request,
        AnswerReferralForm(forms.posted(request)),
        template="consultations/case_answer.html",
        referral=referral,
        people=selectors.people_of(referral.case),
        title=_("Will you help?"),
        done=_("Your colleague is told."),
        act=lambda data: _answer(request, referral, data),
    )


def _answer(request: AuthenticatedHttpRequest, referral: Referral, data: dict[str, Any]) -> Any:
    """Who said yes is on the case now; who said no goes back to the list."""
    says_yes = data["answer"] == "yes"
    act = services.accept if says_yes else services.decline
    act(referral=referral, by=request.user, at=clock.now(), note=data["note"])
    return referral.case if says_yes else None


@require_POST
def referral_withdraw(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    cases = MentoringCase.objects.worked_on_by(request.user)
    referrals = Referral.objects.filter(case__in=cases).with_people()
    referral = get_object_or_404(referrals, public_id=public_id)
    return _page(
        request,
        ConfirmForm(request.POST),
        case=referral.case,
        title=_("Withdraw the request"),
        submit=_("Withdraw the request"),
        done=_("The request is withdrawn."),
        act=lambda data: (
            services.withdraw_referral(referral=referral, by=request.user, at=clock.now()).case
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_close(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    case = _led(request, public_id)
    return _page(
        request,
        OutcomeForm(forms.posted(request)),
        case=case,
        title=_("Close the case"),
        submit=_("Close the case"),
        done=_("The case is closed. The owner can read what came of it."),
        act=lambda data: services.close_case(case=case, by=request.user, at=clock.now(), **data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_reopen(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    case = _led(request, public_id)
    return _page(
        request,
        ReopenForm(forms.posted(request)),
        case=case,
        title=_("Reopen the case"),
        submit=_("Reopen the case"),
        done=_("The case is open again."),
        act=lambda data: services.reopen_case(case=case, by=request.user, at=clock.now(), **data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_leave(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    case = _worked_on(request, public_id)
    return _page(
        request,
        ConfirmForm(forms.posted(request)),
        case=case,
        title=_("Leave the case?"),
        lead=_("You will no longer read it. Your own sessions stay yours."),
        submit=_("Yes, leave it"),
        done=_("You are no longer on the case."),
        act=lambda data: services.leave(
            case=case, consultant=request.user.consultant, by=request.user, at=clock.now()
        ),
    )


def _worked_on(request: AuthenticatedHttpRequest, public_id: UUID) -> MentoringCase:
    cases = MentoringCase.objects.worked_on_by(request.user).with_people()
    return get_object_or_404(cases, public_id=public_id)


def _led(request: AuthenticatedHttpRequest, public_id: UUID) -> MentoringCase:
    cases = MentoringCase.objects.worked_on_by(request.user).filter(lead__user=request.user)
    return get_object_or_404(cases.with_people(), public_id=public_id)


def _own_booking(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    own = Booking.objects.of_consultant(request.user).with_people()
    return get_object_or_404(own, public_id=public_id)


def _page(
    request: AuthenticatedHttpRequest,
    form: BaseForm,
    *,
    act: Callable[[dict[str, Any]], Any],
    done: str,
    template: str = "consultations/case_form.html",
    **context: Any,
) -> HttpResponse:
    """A form in front of a service, which answers with the case to show next, if there is one."""
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
                case = answer if isinstance(answer, MentoringCase) else None
                return redirect(case or "consultations:case_list")
    return render(request, template, {"form": form, **context}, status=status)
