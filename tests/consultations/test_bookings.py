"""Booking, moving and cancelling at the level of the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from consultations import services
from consultations.models import Booking, BookingPolicy, Closure, Leave
from plut_portal.accounts.roles import Role
from plut_portal.core.formats import at_wib
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    UserFactory,
)
from tests.times import NOW, SECOND, THURSDAY_8, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db


def book(consultant, *, starts_at=TOMORROW_8, business=None, at=NOW, expertise=None):
    business = business or BusinessFactory()
    return services.book_time(
        consultant=consultant,
        expertise=expertise or consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        at=at,
    )


def test_book_time_takes_the_length_from_the_field_and_the_pause_from_the_rules():
    consultant = ConsultantFactory(expertise=ExpertiseFactory(session_minutes=45))

    booking = book(consultant)

    assert booking.ends_at - booking.starts_at == timedelta(minutes=45)
    assert booking.occupied_until - booking.ends_at == timedelta(minutes=15)
    assert booking.status == Booking.Status.BOOKED


def test_book_time_refuses_a_time_somebody_has():
    taken = BookingFactory()

    with pytest.raises(services.TimeTaken):
        book(taken.consultant)

    assert list(Booking.objects.all()) == [taken]


def test_book_time_refuses_a_business_that_is_elsewhere():
    held = BookingFactory()

    with pytest.raises(services.BusinessElsewhere):
        book(ConsultantFactory(), business=held.business)


def test_book_time_refuses_a_third_open_booking():
    business = BusinessFactory()
    for starts_at in (TOMORROW_8, TOMORROW_9):
        BookingFactory(business=business, starts_at=starts_at)

    with pytest.raises(services.LimitReached):
        book(ConsultantFactory(), business=business, starts_at=THURSDAY_8)


def test_book_time_does_not_count_cancelled_bookings_against_the_limit():
    business = BusinessFactory()
    BookingFactory.create_batch(2, business=business, status=Booking.Status.CANCELLED)

    booking = book(ConsultantFactory(), business=business)

    assert booking.status == Booking.Status.BOOKED


def test_fm02_half_an_hour_later_overlaps_and_the_next_hour_does_not():
    consultant = ConsultantFactory()
    ten = TOMORROW_8.replace(hour=10)
    BookingFactory(consultant=consultant, starts_at=ten, occupied_until=ten + timedelta(hours=1))

    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        BookingFactory(consultant=consultant, starts_at=ten + timedelta(minutes=30))
    next_hour = BookingFactory(consultant=consultant, starts_at=ten + timedelta(hours=1))

    assert next_hour.pk


def test_fm01_the_database_itself_refuses_a_second_booking():
    booking = BookingFactory()
    copied = [
        f.column
        for f in Booking._meta.concrete_fields
        if f.column not in ("id", "public_id", "code")
    ]
    columns = ", ".join(copied)

    with (
        pytest.raises(IntegrityError, match="one_at_a_time"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO consultations_booking (public_id, code, {columns}) "
            f"SELECT gen_random_uuid(), 'ABC234', {columns} FROM consultations_booking WHERE id = %s",
            [booking.pk],
        )


def on_leave(consultant):
    Leave.objects.create(
        consultant=consultant, starts_on=TOMORROW_8.date(), ends_on=TOMORROW_8.date()
    )


def on_a_holiday(consultant):
    Closure.objects.create(on=TOMORROW_8.date(), name="Hari libur")


@pytest.mark.parametrize(
    ("starts_at", "prepare"),
    [
        pytest.param(TOMORROW_8.replace(hour=6), None, id="before opening"),
        pytest.param(TOMORROW_8.replace(hour=12), None, id="in the lunch break"),
        pytest.param(TOMORROW_8.replace(hour=14, minute=15), None, id="running past closing"),
        pytest.param(TOMORROW_8 + timedelta(minutes=5), None, id="off the grid, within the pause"),
        pytest.param(TOMORROW_8 + timedelta(days=3), None, id="on a Saturday"),
        pytest.param(TOMORROW_8, on_leave, id="on leave"),
        pytest.param(TOMORROW_8, on_a_holiday, id="on a holiday"),
        pytest.param(NOW.replace(hour=8), None, id="inside the notice"),
        pytest.param(TOMORROW_8 - timedelta(days=7), None, id="in the past"),
        pytest.param(TOMORROW_8 + timedelta(days=42), None, id="beyond the horizon"),
    ],
)
def test_fm03_a_time_that_is_not_offered_is_refused(starts_at, prepare):
    consultant = ConsultantFactory()
    if prepare:
        prepare(consultant)

    with pytest.raises(services.TimeNotOffered) as refusal:
        book(consultant, starts_at=starts_at)

    assert refusal.value.status == 400
    assert not Booking.objects.exists()


def test_fm03_a_field_of_another_consultant_is_refused():
    with pytest.raises(services.TimeNotOffered):
        book(ConsultantFactory(), expertise=ExpertiseFactory())


def test_fm03_a_consultant_who_takes_no_bookings_is_refused():
    with pytest.raises(services.TimeNotOffered):
        book(ConsultantFactory(is_active=False))


def test_fm05_a_move_into_a_taken_time_keeps_the_old_one():
    booking = BookingFactory()
    BookingFactory(consultant=booking.consultant, starts_at=TOMORROW_9)

    with pytest.raises(services.TimeTaken):
        services.move_booking(booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW)

    booking.refresh_from_db()
    assert (booking.starts_at, booking.status, booking.moves_made) == (TOMORROW_8, "BOOKED", 0)


def test_fm05_a_move_to_a_time_not_offered_is_refused():
    booking = BookingFactory()

    with pytest.raises(services.TimeNotOffered):
        services.move_booking(
            booking=booking,
            starts_at=TOMORROW_8 + timedelta(minutes=7),
            by=booking.booked_by,
            at=NOW,
        )


def test_fm05_a_move_frees_the_old_time_at_once():
    booking = BookingFactory()

    moved = services.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW
    )
    follower = book(booking.consultant, starts_at=TOMORROW_8)

    assert (moved.starts_at, moved.revision, moved.moves_made) == (TOMORROW_9, 1, 1)
    assert follower.starts_at == TOMORROW_8


def test_move_booking_to_the_same_time_changes_nothing():
    booking = BookingFactory()

    moved = services.move_booking(
        booking=booking, starts_at=TOMORROW_8, by=booking.booked_by, at=NOW
    )

    assert (moved.revision, moved.moves_made) == (0, 0)


def test_move_booking_refuses_a_third_move_but_not_for_staff():
    booking = BookingFactory(moves_made=2)
    officer = UserFactory(role=Role.COUNTER_OFFICER)

    with pytest.raises(services.LimitReached):
        services.move_booking(booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW)
    moved = services.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=officer, at=NOW, reason="Listrik padam"
    )

    assert (moved.starts_at, moved.moves_made) == (TOMORROW_9, 2)


def test_move_booking_holds_its_deadline_to_the_second():
    booking = BookingFactory()
    deadline = TOMORROW_8 - timedelta(hours=12)

    with pytest.raises(services.DeadlinePassed):
        services.move_booking(
            booking=booking, starts_at=THURSDAY_8, by=booking.booked_by, at=deadline + SECOND
        )
    moved = services.move_booking(
        booking=booking, starts_at=THURSDAY_8, by=booking.booked_by, at=deadline
    )

    assert moved.starts_at == THURSDAY_8


def test_fm07_cancelling_holds_its_deadline_to_the_second():
    late, in_time = BookingFactory(starts_at=TODAY_9), BookingFactory(starts_at=TODAY_9)
    deadline = TODAY_9 - timedelta(hours=2)

    with pytest.raises(services.DeadlinePassed) as refusal:
        services.cancel_booking(booking=late, by=late.booked_by, at=deadline + SECOND)
    cancelled = services.cancel_booking(booking=in_time, by=in_time.booked_by, at=deadline)

    assert refusal.value.status == 403
    assert cancelled.status == Booking.Status.CANCELLED


def test_fm07_staff_and_the_consultant_may_cancel_late_with_a_reason():
    booking, other = BookingFactory(starts_at=TODAY_9), BookingFactory(starts_at=TODAY_9)
    officer = UserFactory(role=Role.COUNTER_OFFICER)

    with pytest.raises(services.ReasonMissing):
        services.cancel_booking(booking=booking, by=officer, at=TODAY_9)
    by_officer = services.cancel_booking(
        booking=booking, by=officer, at=TODAY_9, reason="Konsultan sakit"
    )
    by_consultant = services.cancel_booking(
        booking=other, by=other.consultant.user, at=TODAY_9, reason="Sakit"
    )

    assert {by_officer.status, by_consultant.status} == {Booking.Status.CANCELLED}


def test_fm11_cancelling_keeps_the_row_with_who_when_and_why():
    booking = BookingFactory()

    services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW, reason="Panen")

    booking.refresh_from_db()
    assert (booking.cancelled_by, booking.cancelled_at, booking.cancel_reason) == (
        booking.booked_by,
        NOW,
        "Panen",
    )


def test_cancel_booking_twice_changes_nothing():
    booking = BookingFactory()
    services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW)

    again = services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW + SECOND)

    assert (again.cancelled_at, again.revision) == (NOW, 1)


def test_fm12_a_past_session_stays_without_outcome_until_somebody_records_it():
    booking = BookingFactory()
    week_later = TOMORROW_8 + timedelta(days=7)

    assert list(Booking.objects.unrecorded(at=week_later)) == [booking]
    assert not Booking.objects.filter(status=Booking.Status.ATTENDED).exists()


ALLOWED = {
    ("BOOKED", "CANCELLED"),
    ("BOOKED", "ATTENDED"),
    ("BOOKED", "OWNER_ABSENT"),
    ("BOOKED", "CONSULTANT_ABSENT"),
    ("ATTENDED", "OWNER_ABSENT"),
    ("ATTENDED", "CONSULTANT_ABSENT"),
    ("OWNER_ABSENT", "ATTENDED"),
    ("OWNER_ABSENT", "CONSULTANT_ABSENT"),
    ("CONSULTANT_ABSENT", "ATTENDED"),
    ("CONSULTANT_ABSENT", "OWNER_ABSENT"),
}


@pytest.mark.parametrize("before", Booking.Status.values)
@pytest.mark.parametrize("after", Booking.Status.values)
def test_fm16_a_booking_moves_only_along_its_table(before, after):
    booking = BookingFactory(status=before)

    assert booking.may_become(Booking.Status(after)) == ((before, after) in ALLOWED)


@pytest.mark.parametrize("status", [s for s in Booking.Status.values if s != "BOOKED"])
def test_fm16_only_an_open_booking_can_be_moved_to_another_time(status):
    booking = BookingFactory(status=status)

    with pytest.raises(services.WrongState) as refusal:
        services.move_booking(booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW)

    assert refusal.value.status == 409


@pytest.mark.parametrize("status", ["ATTENDED", "OWNER_ABSENT", "CONSULTANT_ABSENT"])
def test_fm16_a_recorded_session_cannot_be_cancelled(status):
    booking = BookingFactory(status=status)

    with pytest.raises(services.WrongState):
        services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW)


def test_fm20_every_stored_time_is_seven_hours_from_utc():
    book(ConsultantFactory())

    starts_at = Booking.objects.get().starts_at

    assert starts_at.utcoffset() == timedelta(0)
    assert starts_at == at_wib(TOMORROW_8.date(), TOMORROW_8.time())
    assert TOMORROW_8.utcoffset() == timedelta(hours=7)


def test_the_rules_are_one_row_that_staff_can_change():
    policy = BookingPolicy.load()
    policy.horizon_days = 1
    policy.save()

    with pytest.raises(services.TimeNotOffered):
        book(ConsultantFactory(), starts_at=THURSDAY_8)
