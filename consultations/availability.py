"""Which times a consultant offers. Pure arithmetic on rows already read; no queries here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from consultations.models import BookingPolicy, Leave, WeeklyHours
from plut_portal.core import formats


@dataclass(frozen=True)
class Time:
    """A time on a consultant's grid; shown struck through when somebody has it."""

    starts_at: datetime
    is_free: bool

    @property
    def value(self) -> str:
        """How it travels in forms and links: 2026-11-24T09:00, in WIB."""
        return formats.to_wib(self.starts_at).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Day:
    date: date
    times: list[Time]


@dataclass
class Calendar:
    """All that decides one consultant's times within a period."""

    hours: list[WeeklyHours] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    closed_on: frozenset[date] = frozenset()
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    # Times kept for whoever is asking.
    held: set[datetime] = field(default_factory=set)

    def works_on(self, day: date) -> bool:
        on_leave = any(leave.starts_on <= day <= leave.ends_on for leave in self.leaves)
        return day not in self.closed_on and not on_leave

    def is_free(self, starts_at: datetime, until: datetime) -> bool:
        return all(
            until <= taken_from or taken_until <= starts_at for taken_from, taken_until in self.busy
        )


def times_of_day(
    calendar: Calendar, day: date, *, length: timedelta, policy: BookingPolicy, at: datetime
) -> Iterator[Time]:
    """The grid of one day: each window from its opening on, in steps of session plus pause.

    Only what may still be booked: after the notice, before the horizon, not on leave or closed.
    A time held in time stays bookable although the notice has begun while she types.
    """
    if not calendar.works_on(day):
        return
    earliest, latest = policy.earliest(at=at), policy.latest(at=at)
    for window in (hours for hours in calendar.hours if hours.weekday == day.weekday()):
        starts_at = formats.at_wib(day, window.opens)
        closes = formats.at_wib(day, window.closes)
        while starts_at + length <= closes:
            if earliest <= starts_at < latest or starts_at in calendar.held:
                busy_until = starts_at + length + policy.buffer
                yield Time(starts_at, is_free=calendar.is_free(starts_at, busy_until))
            starts_at += length + policy.buffer


def days(
    calendar: Calendar,
    first: date,
    count: int,
    *,
    length: timedelta,
    policy: BookingPolicy,
    at: datetime,
) -> list[Day]:
    """The days from `first` on that offer any time at all; `count` days are looked at."""
    found = (
        Day(day, list(times_of_day(calendar, day, length=length, policy=policy, at=at)))
        for day in _dates(first, count)
    )
    return [day for day in found if day.times]


def _dates(first: date, count: int) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(count))
