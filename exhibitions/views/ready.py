"""Ready to go: standing on the list, and answering a call."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors as business_selectors
from businesses.models import Business
from exhibitions import selectors, services
from exhibitions.forms import ReadyForm
from exhibitions.models import CallAnswer, ReadyListing
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted


@require_safe
def ready_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    now = clock.now()
    context = {
        "rows": selectors.readiness_of(request.user, at=now),
        "answers": selectors.calls_to_answer(request.user, at=now),
    }
    return render(request, "exhibitions/ready_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ready_update(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = _own_or_404(request, public_id)
    listing = ReadyListing.objects.filter(business=business).first()
    products = business_selectors.products_of(business)
    form = ReadyForm(posted(request), products=products, initial=_as_said(listing))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_be_ready(request, business, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {"business": business, "form": form, "has_products": products.exists()}
    return render(request, "exhibitions/ready_update.html", context, status=status)


def _own_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Business:
    return get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)


def _as_said(listing: ReadyListing | None) -> dict[str, Any]:
    if listing is None:
        return {}
    said = {name: getattr(listing, name) for name in ("pieces", "goes_out_of_town", "note")}
    return said | {"products": list(listing.products.all())}


def _be_ready(request: AuthenticatedHttpRequest, business: Business, data: dict[str, Any]) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.be_ready(business=business, by=request.user, at=clock.now(), **data)
            messages.success(request, _("You are on the list for thirty days."))
            submission.result_url = reverse("exhibitions:ready_list")
    return submission.result_url


@require_POST
def ready_stop(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    services.stop_being_ready(business=_own_or_404(request, public_id), by=request.user)
    messages.success(request, _("You are off the list. What you promised stays promised."))
    return redirect("exhibitions:ready_list")


@require_safe
def call_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visible = CallAnswer.objects.visible_to(request.user)
    rows = visible.select_related("call__activity", "business")
    return _page(request, get_object_or_404(rows, public_id=public_id))


def _page(
    request: AuthenticatedHttpRequest, answer: CallAnswer, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    now = clock.now()
    call = answer.call
    is_mine = answer.business in Business.objects.run_by(request.user)
    is_over = call.state == call.State.CLOSED or now >= call.answer_until
    context = {
        "answer": answer,
        "call": call,
        "activity": call.activity,
        "state": selectors.call_state(call),
        "may_come": is_mine and not is_over and answer.may_become(CallAnswer.State.COMING),
        "may_decline": is_mine and not is_over and answer.may_become(CallAnswer.State.DECLINED),
        "may_back_out": is_mine and answer.may_become(CallAnswer.State.BACKED_OUT),
        "is_over": is_over,
        "application": selectors.application_for(call.activity, answer.business),
        "refusal": refusal,
    }
    return render(request, "exhibitions/call_detail.html", context, status=status)


def _do(
    request: AuthenticatedHttpRequest, public_id: UUID, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    answer = _mine_or_404(request, public_id)
    try:
        act(answer=answer, by=request.user, at=clock.now())
    except PortalError as refusal:
        answer = _mine_or_404(request, public_id)
        return _page(request, answer, status=refusal.status, refusal=str(refusal))
    messages.success(request, sentence)
    return redirect(answer)


@require_POST
def call_accept(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    def come(**whose: Any) -> None:
        services.answer_call(comes=True, **whose)

    return _do(request, public_id, come, _("You come. Thank you! The office counts on you."))


@require_POST
def call_decline(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    def stay(**whose: Any) -> None:
        services.answer_call(comes=False, **whose)

    return _do(request, public_id, stay, _("Noted: not this time. You stay on the list."))


@require_POST
def call_back_out(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    sentence = _("You do not come after all. The place is free for another business.")
    return _do(request, public_id, services.back_out, sentence)


def _mine_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> CallAnswer:
    mine = CallAnswer.objects.filter(business__in=Business.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("call__activity", "business"), public_id=public_id)
