from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import selectors
from consultations.models import Booking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats


@require_safe
def session_business(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    """Only through a booking of her own that stands or stood: a cancelled one opens nothing."""
    own = Booking.objects.of_consultant(request.user).exclude(status=Booking.Status.CANCELLED)
    booking = get_object_or_404(own.with_people(), public_id=public_id)
    now = clock.now()
    context = {
        "booking": booking,
        "today": formats.wib_day(now),
        "briefing": selectors.briefing(booking, user=request.user, at=now),
        "absences": selectors.absences(booking.business, at=now),
        "meeting_link": selectors.meeting_link(booking, user=request.user),
        "state": selectors.record_state(booking, user=request.user, at=now),
    }
    return render(request, "consultations/session_business.html", context)
