from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations import selectors, services
from consultations.forms import SessionForm
from consultations.models import Booking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, forms
from plut_portal.core.errors import PortalError


@require_safe
def workspace(request: AuthenticatedHttpRequest) -> HttpResponse:
    if not request.user.is_consultant:
        raise PermissionDenied
    agenda = selectors.agenda(request.user, at=clock.now())
    affected = selectors.count_pending(request.user)
    context = {"agenda": agenda, "affected": affected}
    return render(request, "consultations/workspace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_record(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    own = Booking.objects.of_consultant(request.user).with_people()
    booking = get_object_or_404(own, public_id=public_id)
    now = clock.now()
    form = SessionForm(
        forms.posted(request),
        today=formats.wib_day(now),
        initial=selectors.session_initial(booking),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _record(request, booking, form)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Recorded. The owner can read it now."))
                return redirect("consultations:workspace")
    context = {
        "booking": booking,
        "form": form,
        "answers": selectors.answers_before(booking),
        "earlier": selectors.earlier_records(booking, user=request.user),
        "state": selectors.record_state(booking, at=now),
        "absences": selectors.absences(booking.business, at=now),
    }
    return render(request, "consultations/session_record.html", context, status=status)


def _record(request: AuthenticatedHttpRequest, booking: Booking, form: SessionForm) -> None:
    came = form.cleaned_data["outcome"] == Booking.Status.ATTENDED
    services.record_session(
        booking=booking,
        outcome=Booking.Status(form.cleaned_data["outcome"]),
        note=form.note() if came else None,
        by=request.user,
        at=clock.now(),
    )
