"""FM-16: the whole table of a booking's states, by service, page and office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.models import Booking
from plut_portal.accounts.roles import Role
from plut_portal.core.errors import PortalError
from tests.factories import BookingFactory, UserFactory
from tests.times import NOW, THURSDAY_8, TODAY_9

pytestmark = pytest.mark.django_db

STATES = Booking.Status.values
OUTCOMES = [status.value for status in Booking.OUTCOMES]
# From a state to those it may become; written out here, not read from the code.
TABLE = {
    "BOOKED": {"CANCELLED", "ATTENDED", "OWNER_ABSENT", "CONSULTANT_ABSENT"},
    "CANCELLED": set(),
    "ATTENDED": {"OWNER_ABSENT", "CONSULTANT_ABSENT"},
    "OWNER_ABSENT": {"ATTENDED", "CONSULTANT_ABSENT"},
    "CONSULTANT_ABSENT": {"ATTENDED", "OWNER_ABSENT"},
}
# The session runs, so that it may be recorded and, by the office, cancelled.
DURING = TODAY_9 + timedelta(minutes=10)
EVERY_STEP = [(before, after) for before in STATES for after in STATES]


def is_allowed(before, after):
    # Asking again for what already holds is harmless, and changes nothing.
    return after in TABLE[before] or before == after


def by_service(booking, after):
    person = booking.consultant.user
    try:
        if after == "CANCELLED":
            services.cancel_booking(booking=booking, by=person, at=DURING, reason="Sakit")
        else:
            services.record_session(
                booking=booking, outcome=Booking.Status(after), by=person, at=DURING
            )
    except PortalError as refusal:
        return refusal.status
    return 302


def by_page(booking, after):
    client = Client()
    client.force_login(booking.consultant.user)
    if after == "CANCELLED":
        address = reverse("consultations:booking_cancel", args=[booking.public_id])
        return client.post(address, {"reason": "Sakit"}).status_code
    address = reverse("consultations:session_record", args=[booking.public_id])
    typed = {"outcome": after, "advice": "Tiriskan lebih lama.", "contact_minutes": 60}
    typed["version"] = client.get(address).context["opening"].version
    return client.post(address, typed).status_code


@pytest.mark.parametrize("way", [by_service, by_page])
@pytest.mark.parametrize(("before", "after"), [s for s in EVERY_STEP if s[1] != "BOOKED"])
def test_fm16_every_step_is_in_the_table_or_answers_409(portal_clock, before, after, way):
    portal_clock(DURING)
    booking = BookingFactory(status=before, starts_at=TODAY_9)

    answer = way(booking, after)

    booking.refresh_from_db()
    assert answer == (302 if is_allowed(before, after) else 409)
    assert booking.status == (after if is_allowed(before, after) else before)


@pytest.mark.parametrize("before", STATES)
def test_fm16_the_office_cancels_along_the_table(portal_clock, before):
    portal_clock(NOW)
    client = Client()
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))
    booking = BookingFactory(status=before)
    address = reverse("admin:consultations_booking_cancel", args=[booking.pk])

    answer = client.post(address, {"reason": "Libur mendadak"})

    booking.refresh_from_db()
    allowed = is_allowed(before, "CANCELLED")
    assert answer.status_code == (302 if allowed else 409)
    assert booking.status == ("CANCELLED" if allowed else before)


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("way", ["service", "page", "admin"])
def test_fm16_only_an_open_booking_gets_another_time(before, way):
    booking = BookingFactory(status=before)
    officer = UserFactory(role=Role.COUNTER_OFFICER)
    sent = {"starts_at": THURSDAY_8.strftime("%Y-%m-%dT%H:%M"), "reason": "Listrik padam"}
    client = Client()
    client.force_login(officer)

    if way == "page":
        address = reverse("consultations:booking_move", args=[booking.public_id])
        answer = client.post(address, sent).status_code
    elif way == "admin":
        address = reverse("admin:consultations_booking_move", args=[booking.pk])
        answer = client.post(address, sent).status_code
    else:
        answer = move_by_service(booking, officer)

    booking.refresh_from_db()
    assert answer == (302 if before == "BOOKED" else 409)
    assert (booking.starts_at == THURSDAY_8, booking.status) == (before == "BOOKED", before)


def move_by_service(booking, by):
    try:
        services.move_booking(
            booking=booking, starts_at=THURSDAY_8, by=by, at=NOW, reason="Listrik padam"
        )
    except PortalError as refusal:
        return refusal.status
    return 302


@pytest.mark.parametrize("before", STATES)
def test_fm16_nothing_becomes_open_again(before):
    booking = BookingFactory(status=before)

    assert not booking.may_become(Booking.Status.BOOKED)
