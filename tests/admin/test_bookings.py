"""Appointments in the office: booked, moved and cancelled by the services of the public pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.models import Booking
from plut_portal.notifications.models import Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    SessionRecordFactory,
    TimeHoldFactory,
)
from tests.times import NOW, THURSDAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

KEY = "9d1d2a47-9f2f-4f5e-8f6d-6f5d2b6c1c11"


def page(name, booking):
    return reverse(f"admin:consultations_booking_{name}", args=[booking.pk])


def value(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def booking_page(business, consultant):
    expertise = consultant.expertises.get()
    address = reverse("admin:consultations_booking_add")
    return f"{address}?business={business.pk}&who={consultant.pk}-{expertise.pk}"


def book(client, business, consultant, *, starts_at=TOMORROW_9, key=KEY):
    return client.post(
        booking_page(business, consultant),
        {"starts_at": value(starts_at), "topic": "Keripik melempem", "submission_key": key},
    )


def test_the_counter_books_for_an_owner(counter):
    business, consultant = BusinessFactory(), ConsultantFactory()

    answer = book(counter, business, consultant)

    booking = Booking.objects.get()
    assert (answer.status_code, answer.url) == (302, page("change", booking))
    assert (booking.business, booking.consultant, booking.starts_at, booking.booked_by) == (
        business,
        consultant,
        TOMORROW_9,
        counter.user,
    )
    assert Message.objects.filter(recipient=business.people.get()).exists()


def test_the_times_shown_are_those_of_the_public_page(counter):
    taken = BookingFactory(starts_at=TOMORROW_8)

    html = counter.get(booking_page(BusinessFactory(), taken.consultant)).content.decode()

    assert f'value="{value(TOMORROW_8)}" required disabled' in html
    assert f'value="{value(TOMORROW_9)}" required>' in html


def test_fm17_booking_twice_books_once(counter):
    business, consultant = BusinessFactory(), ConsultantFactory()

    answers = [book(counter, business, consultant).url for _i in range(2)]

    assert answers[0] == answers[1]
    assert Booking.objects.count() == 1


def test_fm01_a_time_just_taken_is_refused_and_nothing_typed_is_lost(counter):
    taken = BookingFactory(starts_at=TOMORROW_9)

    answer = book(counter, BusinessFactory(), taken.consultant)

    assert answer.status_code == 409
    assert "Keripik melempem" in answer.content.decode()
    assert Booking.objects.count() == 1


def test_fm03_a_time_not_offered_is_refused(counter):
    answer = book(
        counter, BusinessFactory(), ConsultantFactory(), starts_at=TOMORROW_9 + timedelta(minutes=7)
    )

    assert answer.status_code == 400
    assert not Booking.objects.exists()


def test_without_a_time_the_form_says_so(counter):
    answer = counter.post(
        booking_page(BusinessFactory(), ConsultantFactory()),
        {"topic": "Keripik melempem", "submission_key": KEY},
    )

    assert answer.status_code == 422
    assert "Silakan pilih waktu." in answer.content.decode()


def test_an_unknown_consultant_leads_back_to_the_choice(counter):
    answer = counter.get(
        reverse("admin:consultations_booking_add"), {"business": BusinessFactory().pk, "who": "9-9"}
    )

    assert answer.status_code == 200
    assert 'name="who"' in answer.content.decode()


def test_a_booking_is_moved_to_a_time_offered(counter):
    booking = BookingFactory(starts_at=TOMORROW_9)

    answer = counter.post(
        page("move", booking), {"starts_at": value(THURSDAY_9), "reason": "Listrik padam"}
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.starts_at, booking.moves_made) == (302, THURSDAY_9, 0)


def test_fm05_a_move_into_a_taken_time_keeps_the_old_one(counter):
    booking = BookingFactory(starts_at=TOMORROW_9)
    BookingFactory(consultant=booking.consultant, starts_at=THURSDAY_9)

    answer = counter.post(
        page("move", booking), {"starts_at": value(THURSDAY_9), "reason": "Listrik padam"}
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.starts_at) == (409, TOMORROW_9)


def test_fm11_cancelling_keeps_the_row_with_who_when_and_why(counter):
    booking = BookingFactory()

    answer = counter.post(page("cancel", booking), {"reason": "Konsultan sakit"})

    booking.refresh_from_db()
    assert answer.status_code == 302
    assert (booking.status, booking.cancelled_by, booking.cancel_reason) == (
        Booking.Status.CANCELLED,
        counter.user,
        "Konsultan sakit",
    )
    assert booking.cancelled_at is not None
    assert "Konsultan sakit" in counter.get(page("change", booking)).content.decode()


def test_cancelling_asks_for_a_reason(counter):
    booking = BookingFactory()

    answer = counter.post(page("cancel", booking), {"reason": "  "})

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (422, Booking.Status.BOOKED)


@pytest.mark.parametrize("status", sorted(set(Booking.Status) - {Booking.Status.BOOKED}))
def test_fm16_the_office_moves_only_what_is_open(counter, status):
    booking = BookingFactory(status=status)

    answer = counter.post(
        page("move", booking), {"starts_at": value(THURSDAY_9), "reason": "Listrik padam"}
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.status, booking.starts_at) == (409, status, TOMORROW_8)


@pytest.mark.parametrize("status", sorted(Booking.OUTCOMES))
def test_fm16_the_office_cancels_nothing_that_has_an_outcome(counter, status):
    booking = BookingFactory(status=status)

    answer = counter.post(page("cancel", booking), {"reason": "Coba"})

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (409, status)


def test_fm16_the_change_form_takes_no_state(superuser):
    booking = BookingFactory()

    answer = superuser.post(
        page("change", booking), {"status": Booking.Status.ATTENDED, "topic": "Lain"}
    )

    booking.refresh_from_db()
    assert answer.status_code == 403
    assert booking.status == Booking.Status.BOOKED


@pytest.mark.parametrize("table", ["booking", "sessionrecord"])
def test_fm16_an_old_version_cannot_be_brought_back(superuser, auditor, table):
    record = SessionRecordFactory(advice="Lama")
    booking = record.booking
    record.advice = "Baru"
    record.save()
    booking.status = Booking.Status.OWNER_ABSENT
    booking.save()
    row = booking if table == "booking" else record
    oldest = row.history.earliest()
    address = reverse(f"admin:consultations_{table}_simple_history", args=[row.pk, oldest.pk])

    answers = [client.post(address).status_code for client in (superuser, auditor)]

    booking.refresh_from_db()
    record.refresh_from_db()
    assert answers == [403, 403]
    assert (booking.status, record.advice) == (Booking.Status.OWNER_ABSENT, "Baru")
    assert superuser.get(address).url == reverse(
        f"admin:consultations_{table}_history", args=[row.pk]
    )


def test_what_can_no_longer_be_done_is_not_offered(counter):
    def offered(booking):
        html = counter.get(page("change", booking)).content.decode()
        return [page(name, booking) in html for name in ("move", "cancel")]

    assert offered(BookingFactory()) == [True, True]
    assert offered(BookingFactory(status=Booking.Status.ATTENDED)) == [False, False]


def test_fm12_a_past_session_without_outcome_is_called_unrecorded(counter):
    past, coming = BookingFactory(starts_at=NOW - timedelta(days=1)), BookingFactory()

    html = counter.get(
        reverse("admin:consultations_booking_changelist"), {"antrean": "belum-dicatat"}
    ).content.decode()

    assert [page("change", booking) in html for booking in (past, coming)] == [True, False]
    assert "Belum dicatat" in html


def test_fm19_lists_and_pages_say_the_hour_in_batu(counter):
    booking = BookingFactory(starts_at=TOMORROW_9)

    for address in (reverse("admin:consultations_booking_changelist"), page("change", booking)):
        assert "25 November 2026, 09.15 WIB" in counter.get(address).content.decode()


def test_the_history_says_who_changed_what(counter):
    booking = BookingFactory(starts_at=TOMORROW_9)
    counter.post(page("move", booking), {"starts_at": value(THURSDAY_9), "reason": "Listrik padam"})

    html = counter.get(page("history", booking)).content.decode()

    assert counter.user.full_name in html
    assert "<del>25 November 2026, 09.15 WIB</del>" in html
    assert "<ins>26 November 2026, 09.15 WIB</ins>" in html


def test_the_office_books_no_time_that_somebody_is_filling_in_for(counter):
    held = TimeHoldFactory()
    page_url = booking_page(BusinessFactory(), held.consultant)

    answer = counter.post(
        page_url,
        {"starts_at": value(TOMORROW_8), "topic": "Cepat melempem", "submission_key": KEY},
    )

    assert answer.status_code == 409
    assert "sampai 07.10 WIB" in answer.content.decode()
    assert not Booking.objects.exists()


def test_the_office_moves_nothing_to_a_held_time(counter):
    held = TimeHoldFactory(starts_at=TOMORROW_9)
    booking = BookingFactory(consultant=held.consultant)

    answer = counter.post(
        page("move", booking), {"starts_at": value(TOMORROW_9), "reason": "Listrik padam"}
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.starts_at) == (409, TOMORROW_8)
