"""Which times a calendar offers: windows with their days and modes, leave, periods, closed days."""

import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations import availability, selectors, services
from consultations.availability import Calendar
from consultations.models import (
    Booking,
    BookingPolicy,
    Closure,
    ExceptionWindow,
    ExtraHours,
    HoursException,
    Leave,
    Mode,
    WeeklyHours,
)
from plut_portal.core import formats
from tests.factories import BookingFactory, BusinessFactory, ConsultantFactory
from tests.times import NOW, THURSDAY_8, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

WEDNESDAY, THURSDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 28)
NEXT_WEDNESDAY = date(2026, 12, 2)
ROOT = Path(__file__).parents[2]


def free(consultant, **kwargs):
    days = selectors.bookable_days(
        consultant=consultant, expertise=consultant.expertises.get(), at=NOW, **kwargs
    )
    return {
        day.date: [formats.clock_text(time.starts_at) for time in day.times if time.is_free]
        for day in days
    }


def window(consultant, weekday=2, opens=time(8), closes=time(12), **fields):
    return WeeklyHours.objects.create(
        consultant=consultant, weekday=weekday, opens=opens, closes=closes, **fields
    )


def book(consultant, starts_at, mode=Mode.OFFICE):
    business = BusinessFactory()
    return services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        mode=mode,
        at=NOW,
    )


# --- Windows and their days --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, [WEDNESDAY, NEXT_WEDNESDAY]),
        ({"valid_from": WEDNESDAY}, [WEDNESDAY, NEXT_WEDNESDAY]),
        ({"valid_from": THURSDAY}, [NEXT_WEDNESDAY]),
        ({"valid_until": WEDNESDAY}, [WEDNESDAY]),
        ({"valid_until": date(2026, 11, 24)}, []),
        ({"valid_from": NEXT_WEDNESDAY, "valid_until": NEXT_WEDNESDAY}, [NEXT_WEDNESDAY]),
    ],
)
def test_a_window_holds_from_its_first_day_to_its_last(fields, days):
    consultant = ConsultantFactory(hours=[])
    window(consultant, **fields)

    assert list(free(consultant)) == days


def test_fm03_a_time_before_the_first_day_or_after_the_last_is_refused():
    consultant = ConsultantFactory(hours=[])
    window(consultant, valid_from=NEXT_WEDNESDAY, valid_until=NEXT_WEDNESDAY)
    offered = formats.at_wib(NEXT_WEDNESDAY, time(8))

    for moment in (offered - timedelta(days=7), offered + timedelta(days=7)):
        with pytest.raises(services.TimeNotOffered):
            book(consultant, moment)
    assert book(consultant, offered).starts_at == offered


def test_a_gap_between_windows_is_a_break():
    assert free(ConsultantFactory(), count=2)[WEDNESDAY] == ["08.00", "09.15", "10.30", "13.00"]


@pytest.mark.parametrize(
    "fields",
    [
        {"opens": time(11), "closes": time(13)},
        {"opens": time(8), "closes": time(12)},
        {"opens": time(9), "closes": time(10)},
        {"opens": time(11), "closes": time(13), "valid_from": NEXT_WEDNESDAY},
    ],
)
def test_windows_that_overlap_are_refused_by_service_and_database(fields):
    consultant = ConsultantFactory(hours=[])
    window(consultant)
    second = WeeklyHours(consultant=consultant, weekday=2, **fields)

    with pytest.raises(services.HoursOverlap, match=r"Rabu 08\.00–12\.00"):
        services.add_hours(hours=second, by=consultant.user, at=NOW)
    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError):
        _save_and_ask_the_database(second)


def _save_and_ask_the_database(row):
    with transaction.atomic():
        row.save()
        connection.check_constraints()


@pytest.mark.parametrize(
    "fields",
    [
        {"opens": time(12), "closes": time(13)},
        {"weekday": 3},
        {"valid_from": date(2026, 12, 10)},
    ],
)
def test_windows_side_by_side_on_other_days_or_after_the_last_are_fine(fields):
    consultant = ConsultantFactory(hours=[])
    window(consultant, valid_until=date(2026, 12, 9))
    fields = {"weekday": 2, "opens": time(8), "closes": time(12)} | fields

    services.add_hours(
        hours=WeeklyHours(consultant=consultant, **fields), by=consultant.user, at=NOW
    )

    assert consultant.weekly_hours.count() == 2


def test_a_window_that_takes_place_nowhere_is_refused():
    with pytest.raises(ValidationError, match="Pilih tempatnya"):
        WeeklyHours(
            consultant=ConsultantFactory(),
            weekday=5,
            opens=time(8),
            closes=time(9),
            at_office=False,
        ).full_clean()


def test_end_hours_keeps_the_row_and_stops_the_times():
    consultant = ConsultantFactory(hours=[])
    hours = window(consultant)

    hit = services.end_hours(hours=hours, last_day=WEDNESDAY, by=consultant.user, at=NOW)

    hours.refresh_from_db()
    assert (hit, hours.valid_until) == ([], WEDNESDAY)
    assert list(free(consultant)) == [WEDNESDAY]
    assert [row.valid_until for row in hours.history.all()] == [WEDNESDAY, None]


@pytest.mark.parametrize("last_day", [date(2026, 11, 22), date(2026, 1, 1)])
def test_end_hours_leaves_the_past_alone(last_day):
    hours = window(ConsultantFactory(hours=[]))

    with pytest.raises(services.DayPassed):
        services.end_hours(hours=hours, last_day=last_day, by=hours.consultant.user, at=NOW)


def test_end_hours_refuses_a_last_day_before_the_first():
    hours = window(ConsultantFactory(hours=[]), valid_from=NEXT_WEDNESDAY)

    with pytest.raises(services.DayPassed):
        services.end_hours(hours=hours, last_day=WEDNESDAY, by=hours.consultant.user, at=NOW)


# --- Extra days --------------------------------------------------------------------------------


def extra(consultant, on=SATURDAY, opens=time(8), closes=time(10), **fields):
    return ExtraHours(consultant=consultant, on=on, opens=opens, closes=closes, **fields)


def test_an_extra_day_opens_a_saturday():
    consultant = ConsultantFactory()

    services.add_extra_hours(extra=extra(consultant), by=consultant.user, at=NOW)

    assert free(consultant)[SATURDAY] == ["08.00"]
    assert date(2026, 12, 5) not in free(consultant)


def test_fm03_the_saturday_after_the_extra_day_is_refused():
    consultant = ConsultantFactory()
    services.add_extra_hours(extra=extra(consultant), by=consultant.user, at=NOW)

    with pytest.raises(services.TimeNotOffered):
        book(consultant, formats.at_wib(date(2026, 12, 5), time(8)))


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"on": date(2026, 11, 23)}, services.DayPassed),
        ({"on": WEDNESDAY, "opens": time(11)}, services.HoursOverlap),
        ({"on": date(2026, 12, 25)}, services.DayClosed),
        ({"online": True}, services.LinkMissing),
    ],
)
def test_add_extra_hours_refuses_in_words(fields, refusal):
    consultant = ConsultantFactory()
    Closure.objects.create(on=date(2026, 12, 25), name="Natal")
    fields = {"on": SATURDAY, "opens": time(8), "closes": time(14)} | fields

    with pytest.raises(refusal):
        services.add_extra_hours(extra=extra(consultant, **fields), by=consultant.user, at=NOW)
    assert not ExtraHours.objects.exists()


def test_add_extra_hours_twice_is_an_overlap():
    consultant = ConsultantFactory()
    services.add_extra_hours(extra=extra(consultant), by=consultant.user, at=NOW)

    with pytest.raises(services.HoursOverlap):
        services.add_extra_hours(extra=extra(consultant), by=consultant.user, at=NOW)


# --- Periods with hours of their own -----------------------------------------------------------


def ramadan(consultant=None, starts_on=WEDNESDAY, ends_on=THURSDAY, weekdays=(2, 5), **fields):
    period = HoursException.objects.create(
        name="Ramadan 1448", consultant=consultant, starts_on=starts_on, ends_on=ends_on
    )
    for weekday in weekdays:
        ExceptionWindow.objects.create(
            exception=period,
            weekday=weekday,
            **({"opens": time(9), "closes": time(12)} | fields),
        )
    return period


def test_a_period_for_all_takes_the_place_of_weekly_hours_on_its_days():
    consultant = ConsultantFactory()
    ramadan()

    found = free(consultant)

    assert found[WEDNESDAY] == ["09.00", "10.15"]
    assert THURSDAY not in found
    assert found[date(2026, 11, 27)] == ["08.00", "09.15", "10.30", "13.00"]


def test_a_period_for_all_opens_no_day_on_which_somebody_receives_nobody():
    consultant = ConsultantFactory(hours=[])
    window(consultant, weekday=3, valid_until=THURSDAY)
    ramadan(weekdays=[2, 5])

    assert list(free(consultant, count=7)) == []


def test_a_consultants_own_period_comes_before_everyones_and_may_open_a_saturday():
    consultant = ConsultantFactory()
    ramadan(ends_on=SATURDAY)
    ramadan(consultant, ends_on=SATURDAY, opens=time(10), weekdays=[2, 5])

    found = free(consultant, count=5)

    assert {day: times for day, times in found.items() if day >= WEDNESDAY} == {
        WEDNESDAY: ["10.00"],
        SATURDAY: ["10.00"],
    }


def test_fm03_the_usual_hours_are_refused_within_a_period():
    consultant = ConsultantFactory()
    ramadan()

    with pytest.raises(services.TimeNotOffered):
        book(consultant, TOMORROW_8)


def test_two_periods_for_the_same_people_do_not_share_a_day():
    ramadan()
    second = HoursException(name="Lain", starts_on=THURSDAY, ends_on=SATURDAY)

    with pytest.raises(ValidationError, match="sudah punya jam khusus"):
        second.full_clean()


# --- Leave -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ((time(8), time(9)), ["09.15", "10.30", "13.00"]),
        ((time(9), time(9, 15)), ["08.00", "09.15", "10.30", "13.00"]),
        ((time(8, 30), time(10)), ["10.30", "13.00"]),
        ((time(12), time(13)), ["08.00", "09.15", "10.30", "13.00"]),
        ((None, None), None),
    ],
)
def test_leave_for_part_of_a_day_takes_the_times_it_touches(hours, times):
    consultant = ConsultantFactory()
    Leave.objects.create(
        consultant=consultant,
        starts_on=WEDNESDAY,
        ends_on=WEDNESDAY,
        from_time=hours[0],
        until_time=hours[1],
    )

    assert free(consultant, count=2).get(WEDNESDAY) == times


def test_fm03_a_time_within_leave_for_part_of_a_day_is_refused():
    consultant = ConsultantFactory()
    Leave.objects.create(
        consultant=consultant,
        starts_on=WEDNESDAY,
        ends_on=WEDNESDAY,
        from_time=time(8, 30),
        until_time=time(9),
    )

    with pytest.raises(services.TimeNotOffered):
        book(consultant, TOMORROW_8)
    assert book(consultant, TOMORROW_9)


@pytest.mark.parametrize(
    "fields",
    [
        {"from_time": time(8)},
        {"until_time": time(8)},
        {"from_time": time(9), "until_time": time(9)},
        {"ends_on": date(2026, 11, 24)},
    ],
)
def test_leave_that_makes_no_sense_is_refused(fields):
    values = {"starts_on": WEDNESDAY, "ends_on": WEDNESDAY} | fields

    with pytest.raises(ValidationError):
        Leave(consultant=ConsultantFactory(), **values).full_clean()


def test_nobody_stands_in_for_herself():
    consultant = ConsultantFactory()

    with pytest.raises(ValidationError, match="orang lain"):
        Leave(
            consultant=consultant,
            substitute=consultant,
            starts_on=WEDNESDAY,
            ends_on=WEDNESDAY,
        ).full_clean()


def test_fm03_a_closed_day_is_refused_even_with_extra_hours():
    consultant = ConsultantFactory()
    Closure.objects.create(on=WEDNESDAY, name="Libur")
    extra(consultant, on=WEDNESDAY, opens=time(15), closes=time(17)).save()

    for hour in (8, 15):
        with pytest.raises(services.TimeNotOffered):
            book(consultant, TOMORROW_8.replace(hour=hour))


# --- Modes -------------------------------------------------------------------------------------


def everywhere(**fields):
    consultant = ConsultantFactory(hours=[])
    consultant.meeting_link = "https://meet.example/rini"
    consultant.save()
    window(consultant, **({"online": True, "on_visit": True} | fields))
    return consultant


def test_fm03_a_mode_the_window_does_not_have_is_refused_with_400():
    consultant = ConsultantFactory()

    with pytest.raises(services.ModeNotOffered) as refusal:
        book(consultant, TOMORROW_8, mode=Mode.ONLINE)

    assert refusal.value.status == 400
    assert "di kantor" in str(refusal.value)


def test_online_hours_without_a_link_are_not_offered():
    consultant = everywhere()
    consultant.meeting_link = ""
    consultant.save()

    with pytest.raises(services.ModeNotOffered):
        book(consultant, TOMORROW_8, mode=Mode.ONLINE)


def test_a_visit_keeps_the_way_there_and_back_free():
    consultant = everywhere(closes=time(15))

    visit = book(consultant, TOMORROW_9.replace(hour=10, minute=30), mode=Mode.VISIT)

    assert visit.occupied_until - visit.ends_at == timedelta(minutes=45)
    # 09.15–10.15 would end while she is on her way; 11.45 begins while she is coming back.
    assert free(consultant, count=2)[WEDNESDAY] == ["08.00", "13.00"]


def test_a_time_between_two_sessions_may_be_too_short_for_a_visit():
    consultant = everywhere(closes=time(15))
    book(consultant, TOMORROW_8)

    (day,) = selectors.bookable_days(
        consultant=consultant, expertise=consultant.expertises.get(), at=NOW, count=2
    )

    second = day.times[1]
    assert (second.is_free, second.modes) == (True, (Mode.OFFICE, Mode.ONLINE))
    assert second.offered == tuple(Mode)
    with pytest.raises(services.TimeTaken):
        book(consultant, TOMORROW_9, mode=Mode.VISIT)


def test_modes_offered_are_those_of_the_hours_that_stand():
    def modes(consultant):
        return selectors.modes_offered(consultant, at=NOW)

    assert modes(everywhere()) == list(Mode)
    assert modes(ConsultantFactory()) == [Mode.OFFICE]


# --- Why there is no time ----------------------------------------------------------------------


def why(consultant):
    expertise = consultant.expertises.get()
    days = selectors.bookable_days(consultant=consultant, expertise=expertise, at=NOW)
    return selectors.why_no_times(consultant=consultant, expertise=expertise, days=days, at=NOW)


def test_why_no_times_says_leave_and_until_when_and_who_can_help():
    consultant, other = ConsultantFactory(), ConsultantFactory()
    Leave.objects.create(
        consultant=consultant, starts_on=date(2026, 11, 20), ends_on=date(2026, 12, 20)
    )

    found = why(consultant)

    assert (found.why, found.until) == ("LEAVE", date(2026, 12, 20))
    assert found.instead.consultant == other


def test_why_no_times_knows_no_hours_closed_and_full():
    without = ConsultantFactory(hours=[])
    full = ConsultantFactory(hours=[])
    window(full, valid_until=WEDNESDAY, closes=time(9))
    BookingFactory(consultant=full, starts_at=TOMORROW_8)
    closed = ConsultantFactory(hours=[])
    window(closed, weekday=3, valid_until=THURSDAY)
    Closure.objects.create(on=THURSDAY, name="Libur")

    assert [why(each).why for each in (without, full, closed)] == ["NO_HOURS", "FULL", "CLOSED"]
    assert why(ConsultantFactory()) is None


def test_why_no_times_names_the_first_one_after_two_weeks(client):
    later = ConsultantFactory(hours=[])
    window(later, valid_until=WEDNESDAY, closes=time(9))
    BookingFactory(consultant=later, starts_at=TOMORROW_8)
    window(later, valid_from=date(2026, 12, 9), closes=time(9))
    after_that = ConsultantFactory(hours=[])
    window(after_that, weekday=3, valid_from=date(2026, 12, 10))

    found = why(later)
    page = client.get(later.get_absolute_url()).content.decode()

    assert (found.why, found.instead) == ("FULL", None)
    assert found.later == formats.at_wib(date(2026, 12, 9), time(8))
    assert "Jadwal kosong berikutnya: Rabu, 9 Desember 2026" in page
    assert 'value="2026-12-09T08:00"' in page
    assert "sudah terisi" not in page


def test_why_no_times_prefers_somebody_of_the_same_field():
    consultant = ConsultantFactory(hours=[])
    ConsultantFactory()
    colleague = ConsultantFactory(expertise=consultant.expertises.get(), hours=[])
    window(colleague, weekday=3)

    assert why(consultant).instead.consultant == colleague


def test_why_no_times_prefers_whoever_stands_in():
    consultant, substitute = ConsultantFactory(), ConsultantFactory()
    ConsultantFactory(expertise=consultant.expertises.get())
    Leave.objects.create(
        consultant=consultant,
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 12, 20),
        substitute=substitute,
    )

    assert why(consultant).instead.consultant == substitute


def test_the_consultants_page_says_why_and_who_instead(client):
    consultant, other = ConsultantFactory(), ConsultantFactory()
    Leave.objects.create(
        consultant=consultant,
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 12, 20),
        substitute=other,
        reason="Rahasia",
    )

    page = client.get(consultant.get_absolute_url()).content.decode()

    assert "Cuti sampai 20 Desember 2026" in page
    assert f'digantikan <a href="{other.get_absolute_url()}">{other.display_name}</a>' in page
    assert "Rahasia" not in page


def test_fm13_the_page_of_a_consultant_without_hours_answers_at_once(client):
    consultant = ConsultantFactory(hours=[])
    policy = BookingPolicy.load()
    policy.horizon_days = 180
    policy.save()

    client.get(consultant.get_absolute_url())

    # The processor's time: the machine may be busy with something else.
    began = process_time()
    response = client.get(consultant.get_absolute_url())

    assert process_time() - began < 0.2
    assert "Belum ada jam konsultasi" in response.content.decode()


# --- Queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("consultants", "exceptions"), [(2, 1), (40, 1), (2, 30), (40, 30)])
def test_calendars_query_count(django_assert_num_queries, consultants, exceptions):
    everyone = ConsultantFactory.create_batch(consultants)
    for number in range(exceptions):
        day = WEDNESDAY + timedelta(days=number)
        ramadan(starts_on=day, ends_on=day)
        extra(everyone[0], on=day, opens=time(16), closes=time(17)).save()
        Leave.objects.create(consultant=everyone[1], starts_on=day, ends_on=day)
    BookingFactory(consultant=everyone[0])

    with django_assert_num_queries(9):
        selectors.calendars(
            everyone, WEDNESDAY, WEDNESDAY + timedelta(days=31), policy=BookingPolicy(), at=NOW
        )


# --- The clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
def test_fm18_windows_leave_and_periods_at_half_past_midnight_stay_on_their_day(zone):
    script = (
        "import django; django.setup();"
        "from datetime import date, datetime, timedelta, time, UTC;"
        "from consultations import availability as a;"
        "from consultations.models import *;"
        "one = date(2026,11,25); two = one + timedelta(days=1);"
        "hours=[WeeklyHours(weekday=d, opens=time(0,30), closes=time(2),"
        " valid_from=one, valid_until=two) for d in range(7)];"
        "leave=Leave(starts_on=two, ends_on=two, from_time=time(0,30), until_time=time(1));"
        "extra=ExtraHours(on=two, opens=time(22,30), closes=time(23,45));"
        "at=datetime(2026,11,24,0,0,tzinfo=UTC);"
        "found=a.days(a.Calendar(hours=hours, leaves=[leave], extra=[extra]), date(2026,11,24), 5,"
        " length=timedelta(hours=1), policy=BookingPolicy(), at=at);"
        "print([(d.date.isoformat(), t.value) for d in found for t in d.times])"
    )

    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == (
        "[('2026-11-25', '2026-11-25T00:30'), ('2026-11-26', '2026-11-26T22:30')]"
    )


# --- Whatever the calendar ---------------------------------------------------------------------

clock_times = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
spans = st.tuples(clock_times, clock_times).filter(lambda span: span[0] < span[1])
some_days = st.integers(0, 6).map(lambda number: WEDNESDAY + timedelta(days=number))
ticks = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)


def _ticked(tick):
    return dict(zip(("at_office", "online", "on_visit"), tick, strict=True))


windows = st.builds(
    lambda weekday, span, tick, first, length: WeeklyHours(
        weekday=weekday,
        opens=span[0],
        closes=span[1],
        valid_from=first,
        valid_until=first + timedelta(days=length) if length is not None else None,
        **_ticked(tick),
    ),
    st.integers(0, 6),
    spans,
    ticks,
    some_days,
    st.none() | st.integers(0, 6),
)
extras = st.builds(
    lambda on, span, tick: ExtraHours(on=on, opens=span[0], closes=span[1], **_ticked(tick)),
    some_days,
    spans,
    ticks,
)
leave = st.builds(
    lambda first, length, span: Leave(
        starts_on=first,
        ends_on=first + timedelta(days=length),
        from_time=span and span[0],
        until_time=span and span[1],
    ),
    some_days,
    st.integers(0, 2),
    st.none() | spans,
)
taken = st.builds(
    lambda day, span: (formats.at_wib(day, span[0]), formats.at_wib(day, span[1])),
    some_days,
    spans,
)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    hours=st.lists(windows, max_size=6),
    extra_hours=st.lists(extras, max_size=3),
    leaves=st.lists(leave, max_size=2),
    closed=st.sets(some_days, max_size=2),
    busy=st.lists(taken, max_size=6),
    minutes=st.sampled_from([15, 60, 90]),
)
def test_no_time_offered_ever_meets_a_booking_leave_or_closed_day_or_leaves_its_windows(
    hours, extra_hours, leaves, closed, busy, minutes
):
    calendar = Calendar(
        hours=hours,
        extra=extra_hours,
        leaves=leaves,
        closed_on={day: Closure(on=day) for day in closed},
        busy=busy,
    )
    length, policy = timedelta(minutes=minutes), BookingPolicy()

    found = availability.days(calendar, WEDNESDAY, 7, length=length, policy=policy, at=NOW)

    for day in found:
        for offered in (each for each in day.times if each.is_free):
            begins, ends = offered.starts_at, offered.starts_at + length
            assert formats.wib_day(begins) == day.date not in closed
            assert not any(_meets(row, begins, ends) for row in leaves)
            assert any(_holds(row, day.date, begins, ends) for row in (*hours, *extra_hours))
            for mode in offered.modes:
                until = ends + policy.time_after(mode)
                since = begins - policy.time_before(mode)
                assert all(until <= t_from or t_until <= since for t_from, t_until in busy)


def _meets(row: Leave, begins: datetime, ends: datetime) -> bool:
    day = formats.wib_day(begins)
    if not row.starts_on <= day <= row.ends_on:
        return False
    if row.from_time is None:
        return True
    away = formats.at_wib(day, row.from_time), formats.at_wib(day, row.until_time)
    return begins < away[1] and away[0] < ends


def _holds(row, day: date, begins: datetime, ends: datetime) -> bool:
    if isinstance(row, ExtraHours):
        on_day = row.on == day
    else:
        until = row.valid_until or date.max
        on_day = row.weekday == day.weekday() and row.valid_from <= day <= until
    inside = formats.at_wib(day, row.opens) <= begins and ends <= formats.at_wib(day, row.closes)
    return on_day and inside


def test_a_booking_made_on_the_grid_is_never_called_affected():
    consultant = everywhere(closes=time(15))
    booking = book(consultant, TOMORROW_8, mode=Mode.ONLINE)

    found = selectors.calendars([consultant], WEDNESDAY, WEDNESDAY, at=NOW)[consultant.pk]

    assert found.obstacle(booking) is None
    assert found.obstacle(Booking(starts_at=THURSDAY_8, ends_at=THURSDAY_8, mode="OFFICE"))
