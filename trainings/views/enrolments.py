"""Enrolling, and the path of whoever is enrolled."""

import mimetypes
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.models import Business
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, forms, submissions
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError
from trainings import selectors, services
from trainings.forms import EnrolForm, WithdrawForm
from trainings.models import Batch, Enrolment, Material
from trainings.views.public import published_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_create(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    if request.user.works_here:
        raise PermissionDenied
    batch = published_or_404(public_id)
    own = Business.objects.run_by(request.user).order_by("pk")
    form = EnrolForm(forms.posted(request), businesses=own)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_enrol(request, batch, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {
        "batch": batch,
        "card": selectors.cards_of([batch], at=clock.now())[0],
        "form": form,
        "business": own[0] if len(own) == 1 else None,
        "has_business": bool(own),
    }
    return render(request, "trainings/enrolment_create.html", context, status=status)


def _enrol(request: AuthenticatedHttpRequest, batch: Batch, data: dict) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            enrolment = services.enrol(batch=batch, by=request.user, at=clock.now(), **data)
            messages.success(request, _how_it_went(enrolment))
            submission.result_url = enrolment.get_absolute_url()
    return submission.result_url


def _how_it_went(enrolment: Enrolment) -> str:
    if enrolment.is_enrolled:
        return _("You have a place. We tell you before every meeting.")
    if enrolment.status == Enrolment.Status.OFFERED:
        return _("A place is kept for you. Please take it before the offer ends.")
    return _("You are number %(place)d on the waiting list.") % {
        "place": selectors.place_in_line(enrolment)
    }


@require_safe
def enrolment_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = _visible_or_404(request, public_id)
    return detail_page(request, enrolment)


def detail_page(
    request: AuthenticatedHttpRequest, enrolment: Enrolment, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """The path of one business through its training."""
    now = clock.now()
    rows = selectors.meetings_of(enrolment, at=now)
    context = {
        "enrolment": enrolment,
        "batch": enrolment.batch,
        "is_mine": enrolment.business in Business.objects.run_by(request.user),
        "rank": selectors.rank_of(enrolment, at=now),
        "journey": selectors.journey_of(enrolment, at=now),
        "meetings": rows,
        "next": selectors.next_meeting(rows),
        "materials": selectors.materials_of(enrolment, at=now),
        "certificate": enrolment.certificates.valid().first(),
        "refusal": refusal,
    }
    return render(request, "trainings/enrolment_detail.html", context, status=status)


@require_POST
def offer_accept(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = mine_or_404(request, public_id)
    try:
        services.accept_offer(enrolment=enrolment, by=request.user, at=clock.now())
    except PortalError as refusal:
        return detail_page(request, enrolment, status=refusal.status, refusal=str(refusal))
    messages.success(request, _("The place is yours. We tell you before every meeting."))
    return redirect(enrolment)


@require_POST
def offer_decline(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = mine_or_404(request, public_id)
    try:
        services.decline_offer(enrolment=enrolment, by=request.user, at=clock.now())
    except PortalError as refusal:
        return detail_page(request, enrolment, status=refusal.status, refusal=str(refusal))
    messages.success(request, _("You let the place go. It is offered to the next in line."))
    return redirect(enrolment)


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_withdraw(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = mine_or_404(request, public_id)
    form = WithdrawForm(forms.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.withdraw(
                enrolment=enrolment, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("You have withdrawn. The place goes to the next in line."))
            return redirect(enrolment)
    context = {"enrolment": enrolment, "form": form}
    return render(request, "trainings/enrolment_withdraw.html", context, status=status)


@require_safe
def material_file(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponseBase:
    rows = Material.objects.select_related("course__stage")
    material = get_object_or_404(rows, public_id=public_id)
    may_read = selectors.may_read(request.user, material, at=clock.now())
    if not (material.file and may_read):
        raise Http404
    kind = mimetypes.guess_type(str(material.file))[0] or "application/octet-stream"
    ending = mimetypes.guess_extension(kind) or ""
    return private_file(
        request, material.file, content_type=kind, name=f"{slugify(material.title)}{ending}"
    )


def mine_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Enrolment:
    mine = Enrolment.objects.run_by(request.user)
    return get_object_or_404(mine.select_related("batch__track", "business"), public_id=public_id)


def _visible_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.user)
    rows = visible.select_related("batch__track", "business", "participant")
    return get_object_or_404(rows, public_id=public_id)
