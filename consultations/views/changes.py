"""Cancelling, moving, and booking again after one was let down."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations import selectors, services
from consultations.forms import AgainForm, CancelForm, MoveForm
from consultations.models import Booking
from consultations.views import chosen
from consultations.views.schedule import detail_page
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, forms, submissions
from plut_portal.core.errors import PortalError


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
    form = MoveForm(forms.posted(request), reason_required=booking.is_run_by(request.user))
    if request.method != "POST":
        return _move_page(request, booking, form)
    if not form.is_valid():
        return _move_page(request, booking, form, status=422)
    wanted = form.cleaned_data["starts_at"]
    try:
        services.move_booking(
            booking=booking,
            by=request.user,
            at=clock.now(),
            token=chosen.token_of(request),
            **form.cleaned_data,
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
    options = _options(request, booking)
    context = {
        "booking": booking,
        "form": form,
        "chosen": form["starts_at"].value(),
        "options": options,
        "days": selectors.bookable_days(**whose, at=now, at_short_notice=options.is_exempt),
    }
    if status == 409 and wanted:
        context["alternatives"] = selectors.alternatives(**whose, starts_at=wanted, at=now)
    return render(request, "consultations/booking_move.html", context, status=status)


@require_POST
def booking_again(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    owned = Booking.objects.run_by(request.user).with_outcome()
    booking = get_object_or_404(owned, public_id=public_id)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return detail_page(request, booking, form, status=422)
    try:
        return _book_again(request, booking, form)
    except PortalError as refusal:
        form.add_error("starts_at" if refusal.about_the_time else None, str(refusal))
        return detail_page(request, booking, form, status=refusal.status)


def _book_again(request, booking: Booking, form: AgainForm) -> HttpResponse:
    data = form.cleaned_data
    with submissions.once(user_id=request.user.pk, key=data["submission_key"]) as submission:
        if not submission.result_url:
            made = services.book_again(
                booking=booking, starts_at=data["starts_at"], by=request.user, at=clock.now()
            )
            submission.result_url = made.get_absolute_url()
            messages.success(request, _("Your time is booked. We look forward to seeing you."))
    return redirect(submission.result_url)


def _changeable(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    bookings = Booking.objects.changeable_by(request.user).with_people()
    return get_object_or_404(bookings, public_id=public_id)


def _options(request: AuthenticatedHttpRequest, booking: Booking) -> selectors.Options:
    return selectors.booking_options(booking, by=request.user, at=clock.now())
