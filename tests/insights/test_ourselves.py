"""Numbers about the office itself, counted again by plain SQL."""

from datetime import date, timedelta

import pytest
from django.db import connection

from consultations.models import Expertise
from plut_portal.core import formats
from plut_portal.core.periods import Period
from plut_portal.insights.ourselves import ourselves
from tests.factories import (
    ArrivedFactory,
    BookingFactory,
    ConsultantFactory,
    ContactAttemptFactory,
    DeliveryFactory,
    ExpertiseFactory,
    MessageFactory,
    SessionRecordFactory,
)
from tests.insights import council
from tests.times import NOW

pytestmark = pytest.mark.django_db

DAY = "(starts_at AT TIME ZONE 'Asia/Jakarta')::date"
NOTES = f"""
    SELECT count(*) FILTER (WHERE r.first_recorded_at <= b.ends_at + interval '24 hours'),
           count(*) FILTER (WHERE r.id IS NOT NULL OR b.ends_at + interval '24 hours' < %(at)s)
      FROM consultations_booking b LEFT JOIN consultations_sessionrecord r ON r.booking_id = b.id
     WHERE b.status IN ('ATTENDED', 'BOOKED') AND {DAY} BETWEEN %(first)s AND %(last)s
"""
ABSENT = f"""
    SELECT count(*) FILTER (WHERE status = 'OWNER_ABSENT'),
           count(*) FILTER (WHERE status = 'CONSULTANT_ABSENT'), count(*)
      FROM consultations_booking
     WHERE status IN ('ATTENDED', 'OWNER_ABSENT', 'CONSULTANT_ABSENT') AND origin <> 'WALK_IN'
       AND {DAY} BETWEEN %(first)s AND %(last)s
"""


def by_sql(query, period, at):
    with connection.cursor() as cursor:
        cursor.execute(query, {"first": period.first, "last": period.last, "at": at})
        return cursor.fetchone()


def test_notes_and_absences_are_those_of_plain_sql():
    council.build()
    late = SessionRecordFactory(booking__starts_at=council.MOMENTS[-2])
    late.first_recorded_at = late.booking.ends_at + timedelta(hours=24, seconds=1)
    late.save()
    BookingFactory(starts_at=council.MOMENTS[-2], status="OWNER_ABSENT", origin="WALK_IN")
    BookingFactory(starts_at=council.MOMENTS[-2], status="CONSULTANT_ABSENT")

    for period in (Period(2025), Period(2026), Period(2026, 4), Period(2027)):
        numbers = ourselves(period, at=council.LATER)
        assert (numbers.notes.count, numbers.notes.total) == by_sql(NOTES, period, council.LATER)
        assert (
            numbers.owner_absent.count,
            numbers.consultant_absent.count,
            numbers.owner_absent.total,
        ) == by_sql(ABSENT, period, council.LATER)
    assert ourselves(Period(2026, 4), at=council.LATER).notes.total > 0


def test_messages_reached_are_those_due_in_the_period():
    def message(due_at, *, state):
        sent = {"sent_at": due_at} if state == "SENT" else {}
        made = MessageFactory(due_at=due_at, kind="BOOKING_CANCELLED")
        DeliveryFactory(message=made, state=state, **sent)
        return made

    message(council.MOMENTS[1], state="SENT")
    message(council.MOMENTS[-3], state="SENT")
    called = message(council.MOMENTS[-3], state="FAILED")
    ContactAttemptFactory(messages=[called], at=council.MOMENTS[-3])
    ArrivedFactory(message=message(council.MOMENTS[-3], state="NO_CONTACT"))

    reached = ourselves(Period(2026), at=council.LATER).reach

    assert (reached.by_mail, reached.by_call, reached.due) == (1, 1, 3)
    assert not reached.meets_goal


def test_waits_tell_the_first_free_time_of_each_field(django_assert_max_num_queries):
    free, busy, nobody = (ExpertiseFactory() for _each in range(3))
    ConsultantFactory(expertise=free)
    ConsultantFactory(expertise=busy, hours=[])

    waits = {wait.field: wait for wait in ourselves(Period(2026), at=NOW).waits}

    assert set(waits) == set(Expertise.objects.offered())
    assert formats.wib_day(waits[free].starts_at) == date(2026, 11, 24)
    assert [waits[each].days for each in (free, busy, nobody)] == [0, None, None]
