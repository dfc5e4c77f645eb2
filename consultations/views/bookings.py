from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.selectors import completion
from consultations import calendar_file, selectors, services
from consultations.forms import CancelForm, MoveForm
from consultations.models import Booking
from consultations.views import chosen
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.accounts.selectors import what_stops_reminders
from plut_portal.core import clock, forms
from plut_portal.core.errors import PortalError

SHOWN_PAST = 50


@require_safe
def booking_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    bookings = Booking.objects.visible_to(request.user).with_people().select_related("record")
    now = clock.now()
    context = {
        "coming": bookings.upcoming(at=now).order_by("starts_at", "pk"),
        "past": bookings.past(at=now).order_by("-starts_at", "-pk")[:SHOWN_PAST],
    }
    return render(request, "consultations/booking_list.html", context)


@require_safe
def booking_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _visible(request, public_id)
    now = clock.now()
    context = {
        "booking": booking,
        "record": selectors.record_of(booking, user=request.user),
        "options": _options(request, booking),
        "is_coming": booking.is_coming(at=now),
        "progress": None if request.user.works_here else completion(booking.business),
        "awaits_decision": selectors.awaits_decision(booking),
        "meeting_link": selectors.meeting_link(booking, user=request.user),
        "reminder_gap": "" if request.user.works_here else what_stops_reminders(request.user),
    }
    return render(request, "consultations/booking_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def booking_cancel(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _changeable(request, public_id)
    form = CancelForm(forms.posted(request), reason_required=booking.is_run_by(request.user))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.cancel_booking(
                    booking=booking, by=request.user, at=clock.now(), **form.cleaned_data
                )
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(
                    request, _("The appointment is cancelled. The time is free again.")
                )
                return redirect(booking)
    context = {"booking": booking, "form": form, "options": _options(request, booking)}
    return render(request, "consultations/booking_cancel.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def booking_move(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _changeable(request, public_id)
    form = MoveForm(forms.posted(request))
    if request.method != "POST":
        return _move_page(request, booking, form)
    if not form.is_valid():
        return _move_page(request, booking, form, status=422)
    wanted = form.cleaned_data["starts_at"]
    try:
        services.move_booking(
            booking=booking,
            starts_at=wanted,
            by=request.user,
            at=clock.now(),
            token=chosen.token_of(request),
        )
    except PortalError as refusal:
        form.add_error("starts_at" if refusal.about_the_time else None, str(refusal))
        return _move_page(request, booking, form, status=refusal.status, wanted=wanted)
    chosen.forget_time(request)
    messages.success(request, _("The appointment has been moved."))
    return redirect(booking)


def _move_page(request, booking, form, *, status=200, wanted=None) -> HttpResponse:
    now = clock.now()
    whose = {
        "consultant": booking.consultant,
        "expertise": booking.expertise,
        "token": chosen.token_of(request),
        "mode": booking.mode,
    }
    context = {
        "booking": booking,
        "form": form,
        "chosen": form["starts_at"].value(),
        "options": _options(request, booking),
        "days": selectors.bookable_days(**whose, at=now),
    }
    if status == 409 and wanted:
        context["alternatives"] = selectors.alternatives(**whose, starts_at=wanted, at=now)
    return render(request, "consultations/booking_move.html", context, status=status)


@require_safe
def booking_calendar(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = _visible(request, public_id)
    return HttpResponse(
        calendar_file.render(booking),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="konsultasi-plut.ics"'},
    )


def _visible(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    bookings = Booking.objects.visible_to(request.user).with_people()
    return get_object_or_404(bookings, public_id=public_id)


def _changeable(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    bookings = Booking.objects.changeable_by(request.user).with_people()
    return get_object_or_404(bookings, public_id=public_id)


def _options(request: AuthenticatedHttpRequest, booking: Booking) -> selectors.Options:
    return selectors.booking_options(booking, by=request.user, at=clock.now())
