"""What people look at: their appointments, one of them, its calendar file and its slip."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from businesses.selectors import completion
from consultations import calendar_file, selectors, services
from consultations.forms import AgainForm, TickForm
from consultations.models import ActionItem, Booking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.accounts.selectors import what_stops_reminders
from plut_portal.core import clock

PAST_ON_A_PAGE, MOST_COMING = 20, 50


@require_safe
def booking_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    user, now = request.user, clock.now()
    bookings = Booking.objects.visible_to(user).with_outcome()
    coming = bookings.upcoming(at=now).order_by("starts_at", "pk")[:MOST_COMING]
    past = bookings.past(at=now).order_by("-starts_at", "-pk")
    page = Paginator(past, PAST_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": selectors.booking_rows(coming, viewer=user, at=now),
        "past": selectors.booking_rows(page, viewer=user, at=now),
        "page_obj": page,
        "actions": selectors.actions_to_do(user),
        "cases": selectors.open_cases_of(user),
    }
    return render(request, "consultations/booking_list.html", context)


@require_safe
def booking_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = visible_or_404(request, public_id)
    return detail_page(request, booking, AgainForm())


def detail_page(request, booking: Booking, form: AgainForm, *, status=200) -> HttpResponse:
    """The page of one appointment, with the form to book it again where that is offered."""
    user, now = request.user, clock.now()
    record = selectors.record_of(booking, user=user)
    context = {
        "booking": booking,
        "state": selectors.state_of(booking, viewer=user, at=now),
        "record": record,
        "extras": selectors.extras_of(booking, user=user) if record else None,
        "may_print_steps": hasattr(booking, "record") and selectors.may_print_steps(user),
        "moves": selectors.moves_of(booking),
        "case": selectors.case_of(booking, user=user),
        "options": selectors.booking_options(booking, by=user, at=now),
        "is_coming": booking.is_coming(at=now),
        "progress": None if user.works_here else completion(booking.business),
        "awaits_decision": selectors.awaits_decision(booking),
        "meeting_link": selectors.meeting_link(booking, user=user),
        "reminder_gap": "" if user.works_here else what_stops_reminders(user),
        "absences": selectors.absences(booking.business, at=now) if user.works_here else None,
        "again_times": selectors.times_to_book_again(booking, by=user, at=now),
        # Hers to tick off; whoever works here only reads it.
        "tick_for": None if user.works_here else booking.public_id,
        "form": form,
    }
    return render(request, "consultations/booking_detail.html", context, status=status)


@require_safe
def booking_slip(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = visible_or_404(request, public_id)
    options = selectors.booking_options(booking, by=booking.booked_by, at=clock.now())
    context = {"booking": booking, "options": options}
    return render(request, "consultations/booking_slip.html", context)


@require_safe
def booking_calendar(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = visible_or_404(request, public_id)
    name = content_disposition_header(True, f"konsultasi-{booking.code.lower()}.ics")
    return HttpResponse(
        calendar_file.render(booking),
        content_type=f"text/calendar; charset=utf-8; method={calendar_file.method(booking)}",
        headers={"Content-Disposition": name},
    )


@require_POST
def action_tick(request: AuthenticatedHttpRequest, public_id: UUID, step: UUID) -> HttpResponse:
    mine = ActionItem.objects.run_by(request.user).select_related("record__booking")
    action = get_object_or_404(mine, record__booking__public_id=public_id, public_id=step)
    form = TickForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    services.tick_action(
        action=action, is_done=form.cleaned_data["done"], by=request.user, at=clock.now()
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(_page_of_steps(action.record.booking, form.cleaned_data["back"]))


def _page_of_steps(booking: Booking, back: str) -> str:
    pages = {
        "list": reverse("consultations:booking_list"),
        "resep": reverse("consultations:resep_detail", args=[booking.public_id]),
    }
    return pages.get(back, booking.get_absolute_url()) + "#langkah"


def visible_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    bookings = Booking.objects.visible_to(request.user).with_outcome()
    return get_object_or_404(bookings, public_id=public_id)
