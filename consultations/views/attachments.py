"""Files that go with a session."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import selectors, services
from consultations.forms import AttachmentForm
from consultations.models import Booking, SessionAttachment
from consultations.views.records import recordable_or_404
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = recordable_or_404(request, public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _add(request, booking, dict(form.cleaned_data))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {
        "booking": booking,
        "form": form,
        "state": selectors.record_state(booking, user=request.user, at=clock.now()),
        "attachments": selectors.attachments_of(booking, user=request.user),
    }
    return render(request, "consultations/attachment_add.html", context, status=status)


def _add(request: AuthenticatedHttpRequest, booking: Booking, data: dict) -> HttpResponse:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.add_attachment(booking=booking, by=request.user, at=clock.now(), **data)
            messages.success(request, _("The file has arrived."))
            submission.result_url = reverse(
                "consultations:attachment_add", args=[booking.public_id]
            )
    return redirect(submission.result_url)


@require_POST
def attachment_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    bookings = Booking.objects.recordable_by(request.user)
    theirs = SessionAttachment.objects.filter(booking__in=bookings).select_related("booking")
    attachment = get_object_or_404(theirs, public_id=public_id)
    try:
        services.remove_attachment(attachment=attachment, by=request.user, at=clock.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is removed."))
    return redirect("consultations:attachment_add", attachment.booking.public_id)


@require_safe
def attachment_file(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponseBase:
    readable = SessionAttachment.objects.visible_to(request.user).ready()
    attachment = get_object_or_404(readable, public_id=public_id)
    return private_file(
        request,
        attachment.file,
        content_type=attachment.content_type,
        name=attachment.download_name,
    )
