from datetime import date, timedelta
from time import perf_counter

import pytest

from consultations import selectors
from consultations.models import Booking, BookingPolicy, Closure, Leave
from plut_portal.core import formats
from tests.factories import BookingFactory, ConsultantFactory, ExpertiseFactory
from tests.times import NOW, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db


def texts(consultant, **kwargs):
    days = selectors.bookable_days(
        consultant=consultant, expertise=consultant.expertises.get(), at=NOW, **kwargs
    )
    return {
        day.date: [formats.clock_text(time.starts_at) for time in day.times if time.is_free]
        for day in days
    }


def test_bookable_days_offers_each_window_in_steps_of_session_and_pause():
    found = texts(ConsultantFactory(), count=2)

    assert found == {
        date(2026, 11, 24): ["09.15", "10.30", "13.00"],
        date(2026, 11, 25): ["08.00", "09.15", "10.30", "13.00"],
    }


def test_bookable_days_shows_a_taken_time_as_taken():
    booking = BookingFactory()

    (day,) = selectors.bookable_days(
        consultant=booking.consultant, expertise=booking.expertise, at=NOW, count=2
    )[1:]

    assert [time.is_free for time in day.times] == [False, True, True, True]


def test_bookable_days_gives_a_cancelled_time_back():
    booking = BookingFactory(status=Booking.Status.CANCELLED)

    assert texts(booking.consultant, count=2)[date(2026, 11, 25)][0] == "08.00"


def test_bookable_days_leaves_out_closures_leave_and_weekends():
    consultant = ConsultantFactory()
    Closure.objects.create(on=date(2026, 11, 25), name="Libur")
    Leave.objects.create(
        consultant=consultant, starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 27)
    )

    assert list(texts(consultant, count=7)) == [date(2026, 11, 24), date(2026, 11, 30)]


def test_bookable_days_stops_at_the_horizon():
    policy = BookingPolicy.load()
    policy.horizon_days = 1
    policy.save()

    assert max(texts(ConsultantFactory())) == date(2026, 11, 25)


def test_next_free_times_gives_each_consultant_with_a_first_time():
    busy, idle = ConsultantFactory(), ConsultantFactory(hours=[])
    BookingFactory(consultant=busy, starts_at=TODAY_9)

    first, second = selectors.next_free_times(at=NOW)

    assert (first.consultant, formats.clock_text(first.starts_at)) == (busy, "10.30")
    assert (second.consultant, second.starts_at) == (idle, None)


def test_fm13_a_consultant_without_hours_is_answered_at_once():
    ConsultantFactory(hours=[])
    policy = BookingPolicy.load()
    policy.horizon_days = 180
    policy.save()

    seconds = []
    for _attempt in range(3):
        began = perf_counter()
        (row,) = selectors.next_free_times(at=NOW)
        seconds.append(perf_counter() - began)

    assert row.starts_at is None
    # The best of them: the machine may be busy with something else.
    assert min(seconds) < 0.2


@pytest.mark.parametrize("count", [1, 3])
def test_next_free_times_query_count(django_assert_num_queries, count):
    for _number in range(count):
        BookingFactory(consultant=ConsultantFactory())
    BookingPolicy.load()

    with django_assert_num_queries(11):
        selectors.next_free_times(at=NOW)


def test_alternatives_are_the_three_nearest_free_times_in_order():
    booking = BookingFactory(starts_at=TOMORROW_9)

    found = selectors.alternatives(
        consultant=booking.consultant,
        expertise=booking.expertise,
        starts_at=TOMORROW_9,
        at=NOW,
    )

    assert [time.value for time in found] == [
        "2026-11-25T08:00",
        "2026-11-25T10:30",
        "2026-11-25T13:00",
    ]


def test_fm18_half_past_midnight_stays_on_its_day():
    half_past = TOMORROW_8.replace(hour=0, minute=30)

    assert formats.wib_day(half_past) == date(2026, 11, 25)
    assert formats.date_text(half_past.astimezone(formats.WIB)) == formats.date_text(
        date(2026, 11, 25)
    )


def test_a_field_with_longer_sessions_has_fewer_times():
    consultant = ConsultantFactory(expertise=ExpertiseFactory(session_minutes=120))

    assert texts(consultant, count=2)[date(2026, 11, 25)] == ["08.00", "13.00"]


def test_days_shown_never_reach_past_the_horizon_plus_today():
    assert max(texts(ConsultantFactory(), count=90)) <= (NOW + timedelta(days=30)).date()
