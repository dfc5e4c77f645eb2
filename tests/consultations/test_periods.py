"""Closing a month (FM-60, FM-61): nothing in it changes afterwards, on any path."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.urls import reverse

from consultations import services
from consultations.models import Booking, ClosedMonth, SessionRecord
from plut_portal.accounts.roles import Role
from plut_portal.core.formats import WIB
from tests.factories import BookingFactory, SessionRecordFactory, UserFactory
from tests.rivals import all_at_once

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)
LAST_EVENING = datetime(2026, 11, 30, 22, 30, tzinfo=WIB)
DECEMBER_2 = datetime(2026, 12, 2, 9, 0, tzinfo=WIB)
NOTE = services.SessionNote(advice="Tiriskan lima menit lebih lama.")


@pytest.fixture
def supervisor():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def close(by, *, at=DECEMBER_2):
    return services.close_month(month=NOVEMBER, by=by, at=at)


def record(booking, *, at=DECEMBER_2, by=None, outcome=Booking.Status.ATTENDED):
    return services.record_session(
        booking=booking,
        outcome=outcome,
        note=NOTE if outcome == Booking.Status.ATTENDED else None,
        by=by or booking.consultant.user,
        at=at,
    )


def test_close_month_says_who_and_when_and_twice_is_once(supervisor):
    closed = close(supervisor)
    again = close(UserFactory(role=Role.PROGRAMME_ADMIN), at=DECEMBER_2 + timedelta(hours=1))

    assert (closed.first_day, closed.closed_by, closed.closed_at) == (
        NOVEMBER,
        supervisor,
        DECEMBER_2,
    )
    assert again == closed


@pytest.mark.parametrize("month", [date(2026, 12, 1), date(2027, 1, 1)])
def test_close_month_refuses_this_month_and_those_to_come(supervisor, month):
    with pytest.raises(services.MonthNotOver):
        services.close_month(month=month, by=supervisor, at=DECEMBER_2)


def test_close_month_goes_by_the_month_of_batu(supervisor):
    first_minute = datetime(2026, 12, 1, 0, 0, tzinfo=WIB)
    with pytest.raises(services.MonthNotOver):
        close(supervisor, at=first_minute - timedelta(minutes=1))

    assert close(supervisor, at=first_minute)


def test_fm61_a_month_cannot_be_closed_while_a_session_lacks_something(supervisor):
    BookingFactory(starts_at=LAST_EVENING)
    BookingFactory(starts_at=LAST_EVENING, status=Booking.Status.ATTENDED)
    BookingFactory(starts_at=LAST_EVENING, status=Booking.Status.CANCELLED)
    BookingFactory(starts_at=LAST_EVENING, status=Booking.Status.OWNER_ABSENT)
    SessionRecordFactory(booking__starts_at=LAST_EVENING)

    with pytest.raises(services.MonthNotReady) as refusal:
        close(supervisor)

    assert "Hadir, tetapi tanpa catatan dan waktu (1), Belum dicatat (1)" in str(refusal.value)
    assert not ClosedMonth.objects.exists()


def test_fm61_sessions_of_other_months_do_not_stand_in_the_way(supervisor):
    BookingFactory(starts_at=datetime(2026, 12, 1, 0, 30, tzinfo=WIB))
    BookingFactory(starts_at=datetime(2026, 10, 31, 23, 30, tzinfo=WIB))

    assert close(supervisor)


def test_fm60_closed_month_takes_no_change_of_a_record(supervisor):
    record_of_it = SessionRecordFactory(booking__starts_at=LAST_EVENING)
    close(supervisor)

    for by in (record_of_it.booking.consultant.user, supervisor):
        with pytest.raises(services.MonthClosed):
            record(record_of_it.booking, by=by)

    record_of_it.refresh_from_db()
    assert record_of_it.recorded_at == record_of_it.booking.ends_at


def test_fm60_closed_month_takes_no_change_of_an_outcome(supervisor):
    booking = BookingFactory(starts_at=LAST_EVENING, status=Booking.Status.OWNER_ABSENT)
    close(supervisor)

    with pytest.raises(services.MonthClosed):
        record(booking, outcome=Booking.Status.CONSULTANT_ABSENT)

    booking.refresh_from_db()
    assert booking.status == Booking.Status.OWNER_ABSENT


def test_fm60_closed_month_is_refused_on_the_consultants_page(client, supervisor, portal_clock):
    booking = BookingFactory(starts_at=LAST_EVENING, status=Booking.Status.OWNER_ABSENT)
    close(supervisor)
    portal_clock(DECEMBER_2)
    client.force_login(booking.consultant.user)

    response = client.post(
        reverse("consultations:session_record", args=[booking.public_id]),
        {"outcome": "CONSULTANT_ABSENT"},
    )

    assert response.status_code == 403
    assert "November 2026 sudah ditutup" in response.content.decode()


def test_fm60_a_fresh_record_of_a_closed_month_opens_without_a_form(
    client, supervisor, portal_clock
):
    record = SessionRecordFactory(booking__starts_at=LAST_EVENING)
    close(supervisor)
    portal_clock(DECEMBER_2)
    client.force_login(record.booking.consultant.user)

    page = client.get(reverse("consultations:session_record", args=[record.booking.public_id]))

    text = page.content.decode()
    assert (page.context["state"], 'name="advice"' in text) == ("CLOSED", False)
    assert "Bulan sesi ini sudah ditutup" in text


def test_fm60_closed_month_leaves_the_next_one_open(supervisor):
    midnight = datetime(2026, 12, 1, 0, 0, tzinfo=WIB)
    booking = BookingFactory(starts_at=midnight)
    close(supervisor)

    assert record(booking).status == Booking.Status.ATTENDED


def test_reopen_month_keeps_the_closing_and_lets_records_be_written(supervisor):
    booking = SessionRecordFactory(booking__starts_at=LAST_EVENING).booking
    closed = close(supervisor)

    services.reopen_month(
        month=NOVEMBER, by=supervisor, reason=" Satu sesi salah orang. ", at=DECEMBER_2
    )

    closed.refresh_from_db()
    assert (closed.closed_by, closed.reopened_by) == (supervisor, supervisor)
    assert closed.reopen_reason == "Satu sesi salah orang."
    assert record(booking)
    assert close(supervisor).pk != closed.pk


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_reopen_month_needs_a_supervisor(supervisor, role):
    close(supervisor)

    with pytest.raises(services.NotSupervisor):
        services.reopen_month(
            month=NOVEMBER, by=UserFactory(role=role), reason="Salah", at=DECEMBER_2
        )

    assert ClosedMonth.objects.in_force().exists()


def test_reopen_month_needs_a_reason(supervisor):
    close(supervisor)

    with pytest.raises(services.ReasonMissing):
        services.reopen_month(month=NOVEMBER, by=supervisor, reason="  ", at=DECEMBER_2)


def test_reopen_month_of_an_open_month_does_nothing(supervisor):
    assert (
        services.reopen_month(month=NOVEMBER, by=supervisor, reason="Salah", at=DECEMBER_2) is None
    )


def test_the_database_knows_a_month_closed_once_by_its_first_day(supervisor):
    close(supervisor)
    wrong = [
        {"first_day": NOVEMBER},
        {"first_day": date(2026, 10, 2)},
        {"first_day": date(2026, 10, 1), "reopened_at": DECEMBER_2},
    ]

    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ClosedMonth.objects.create(closed_at=DECEMBER_2, closed_by=supervisor, **values)


@pytest.mark.django_db(transaction=True)
def test_fm60_closed_month_waits_for_a_record_being_written(supervisor):
    booking = SessionRecordFactory(booking__starts_at=LAST_EVENING).booking

    def close_without_patience():
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '300ms'")
            return close(supervisor)

    with transaction.atomic():
        record(booking)
        with pytest.raises(OperationalError, match="lock timeout"):
            all_at_once([close_without_patience])
    assert close(supervisor)


def test_first_recorded_at_stays_when_the_record_is_saved_again():
    booking = BookingFactory(starts_at=LAST_EVENING)
    record(booking)

    record(booking, at=DECEMBER_2 + timedelta(days=1))

    saved = SessionRecord.objects.get()
    assert (saved.first_recorded_at, saved.recorded_at) == (
        DECEMBER_2,
        DECEMBER_2 + timedelta(days=1),
    )


def test_fm61_who_came_without_a_note_gets_it_after_the_week_as_well():
    booking = BookingFactory(
        starts_at=LAST_EVENING - timedelta(days=10), status=Booking.Status.ATTENDED
    )

    record(booking)

    with pytest.raises(services.RecordLocked):
        record(booking)
