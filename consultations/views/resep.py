"""The Resep Usaha after the session: kept, printed, sent to oneself, done step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import calendar_file, selectors, services
from consultations.forms import CopyForm, HinderForm, TickForm
from consultations.models import ActionItem, Booking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.errors import PortalError


@require_safe
def resep_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _resep_or_404(request, public_id))


def _page(request, resep, *, copy_form=None, hinder_form=None, hindered=None, status=200):
    user = request.user
    text = selectors.share_text(resep)
    context = {
        "resep": resep,
        "booking": resep.booking,
        "steps": selectors.steps_of(resep.actions, at=clock.now()),
        "is_owner": not user.works_here,
        "parent": selectors.where_it_belongs(resep.booking, user=user),
        "text": text,
        "whatsapp_url": selectors.whatsapp_url(text),
        "helper": selectors.helper(resep.booking),
        "check_code": selectors.check_code(resep, user=user),
        "form": copy_form or CopyForm(),
        "hinder_form": hinder_form or HinderForm(),
        "hindered": hindered,
    }
    return render(request, "consultations/resep_detail.html", context, status=status)


@require_safe
def resep_calendar(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    resep = _resep_or_404(request, public_id)
    return HttpResponse(
        calendar_file.render_actions(resep.record, resep.to_do),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": content_disposition_header(True, "resep-usaha.ics")},
    )


@require_POST
def resep_send(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    get_object_or_404(Booking.objects.run_by(request.user), public_id=public_id)
    resep = _resep_or_404(request, public_id)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _page(request, resep, copy_form=form, status=422)
    try:
        _send_once(request, resep.booking, form.cleaned_data["submission_key"])
    except PortalError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, resep, copy_form=form, status=refusal.status)
    return redirect(resep.path)


def _send_once(request: AuthenticatedHttpRequest, booking: Booking, key: UUID) -> None:
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            services.send_copy(booking=booking, to=request.user, at=clock.now())
            submission.result_url = booking.get_absolute_url()
            messages.success(request, _("It is on its way to your e-mail."))


@require_POST
def action_hinder(request: AuthenticatedHttpRequest, public_id: UUID, step: UUID) -> HttpResponse:
    mine = ActionItem.objects.run_by(request.user)
    action = get_object_or_404(mine, record__booking__public_id=public_id, public_id=step)
    form = HinderForm(request.POST)
    resep = _resep_or_404(request, public_id)
    if not form.is_valid():
        return _page(request, resep, hinder_form=form, hindered=action, status=422)
    services.hinder_action(action=action, hindrance=form.cleaned_data["hindrance"], at=clock.now())
    messages.success(request, _("Noted. Your consultant reads it before you meet again."))
    return redirect(f"{resep.path}#langkah")


@require_POST
def session_action(request: AuthenticatedHttpRequest, public_id: UUID, step: UUID) -> HttpResponse:
    """The consultant of this session says whether a step from an earlier one is done."""
    own = Booking.objects.of_consultant(request.user)
    booking = get_object_or_404(own, public_id=public_id)
    readable = ActionItem.objects.visible_to(request.user)
    of_business = readable.filter(record__booking__business=booking.business_id)
    action = get_object_or_404(of_business, public_id=step)
    form = TickForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    services.tick_action(
        action=action, is_done=form.cleaned_data["done"], by=request.user, at=clock.now()
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    page = reverse("consultations:session_record", args=[booking.public_id])
    return redirect(f"{page}#langkah")


def _resep_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> selectors.Resep:
    """Who may read the record may read this page: colleagues on the case too (FM-36)."""
    booking = get_object_or_404(Booking.objects.with_outcome(), public_id=public_id)
    resep = selectors.resep_of(booking, user=request.user)
    if resep is None:
        raise Http404
    return resep
