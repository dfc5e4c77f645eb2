"""Which times a consultant offers. Pure arithmetic on rows already read; no queries here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from consultations.models import (
    Booking,
    BookingPolicy,
    Closure,
    Disruption,
    ExtraHours,
    HoursException,
    Leave,
    Mode,
    WeeklyHours,
    Window,
)
from plut_portal.core import formats


@dataclass(frozen=True)
class Time:
    """A time on a consultant's grid; shown struck through when somebody has it.

    `offered` are the modes of its window, `modes` those in which it can still be had: between
    two sessions there may be time for one at the office and none for the way to a visit.
    """

    starts_at: datetime
    is_free: bool
    modes: tuple[Mode, ...] = (Mode.OFFICE,)
    offered: tuple[Mode, ...] = (Mode.OFFICE,)

    @property
    def value(self) -> str:
        """How it travels in forms and links: 2026-11-24T09:00, in WIB."""
        return formats.to_wib(self.starts_at).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Day:
    date: date
    times: list[Time]


@dataclass(frozen=True)
class Slot:
    """A window on a certain day, with the modes that can be had in it."""

    opens_at: datetime
    closes_at: datetime
    modes: tuple[Mode, ...]

    def holds(self, starts_at: datetime, ends_at: datetime, mode: str) -> bool:
        inside = self.opens_at <= starts_at and ends_at <= self.closes_at
        return inside and mode in self.modes


@dataclass(frozen=True)
class Obstacle:
    """Why an appointment cannot be held as it stands."""

    cause: Disruption.Cause
    name: str = ""
    first_on: date | None = None
    last_on: date | None = None
    substitute_id: int | None = None
    is_for_all: bool = False


@dataclass
class Calendar:
    """All that decides one consultant's times within a period."""

    hours: list[WeeklyHours] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    closed_on: dict[date, Closure] = field(default_factory=dict)
    # From when until when somebody has the consultant, pauses and ways included.
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    # Times kept for whoever is asking.
    held: set[datetime] = field(default_factory=set)
    extra: list[ExtraHours] = field(default_factory=list)
    exceptions: list[HoursException] = field(default_factory=list)
    has_link: bool = True
    is_active: bool = True

    def exception_on(self, day: date) -> HoursException | None:
        """The period with hours of its own; the consultant's comes before everyone's."""
        covering = [period for period in self.exceptions if period.covers(day)]
        return min(covering, key=lambda period: period.consultant_id is None, default=None)

    def slots(self, day: date) -> list[Slot]:
        """The windows of this day, leave and closures aside. Where two meet, the first counts."""
        windows = sorted([*self._regular(day), *self._extra(day)], key=lambda each: each.opens)
        slots: list[Slot] = []
        for window in windows:
            opens_at = formats.at_wib(day, window.opens)
            closes_at = formats.at_wib(day, window.closes)
            if slots:
                opens_at = max(opens_at, slots[-1].closes_at)
            if (modes := self._possible(window)) and opens_at < closes_at:
                slots.append(Slot(opens_at, closes_at, modes))
        return slots

    def is_away(self, starts_at: datetime, ends_at: datetime) -> bool:
        return any(leave.takes(starts_at, ends_at) for leave in self.leaves)

    def is_free(self, starts_at: datetime, until: datetime) -> bool:
        return all(
            until <= taken_from or taken_until <= starts_at for taken_from, taken_until in self.busy
        )

    def obstacle(self, booking: Booking) -> Obstacle | None:
        """What keeps this appointment from being held; None when all is well."""
        day = formats.wib_day(booking.starts_at)
        if not self.is_active:
            return Obstacle(Disruption.Cause.INACTIVE)
        if closure := self.closed_on.get(day):
            return Obstacle(Disruption.Cause.CLOSURE, closure.name, day, day, is_for_all=True)
        for leave in self.leaves:
            if leave.takes(booking.starts_at, booking.ends_at):
                return Obstacle(
                    Disruption.Cause.LEAVE,
                    first_on=leave.starts_on,
                    last_on=leave.ends_on,
                    substitute_id=leave.substitute_id,
                )
        if any(
            slot.holds(booking.starts_at, booking.ends_at, booking.mode) for slot in self.slots(day)
        ):
            return None
        return self._other_hours(day)

    def _other_hours(self, day: date) -> Obstacle:
        period = self.exception_on(day)
        if period is None:
            return Obstacle(Disruption.Cause.HOURS)
        return Obstacle(
            Disruption.Cause.PERIOD,
            period.name,
            period.starts_on,
            period.ends_on,
            is_for_all=period.consultant_id is None,
        )

    def _regular(self, day: date) -> Sequence[Window]:
        weekly = [h for h in self.hours if h.weekday == day.weekday() and h.stands_on(day)]
        period = self.exception_on(day)
        if period is None:
            return weekly
        if period.consultant_id is None and not weekly:
            return []
        return [window for window in period.windows.all() if window.weekday == day.weekday()]

    def _extra(self, day: date) -> list[ExtraHours]:
        return [hours for hours in self.extra if hours.on == day]

    def _possible(self, window: Window) -> tuple[Mode, ...]:
        return tuple(mode for mode in window.modes if mode != Mode.ONLINE or self.has_link)


def times_of_day(
    calendar: Calendar, day: date, *, length: timedelta, policy: BookingPolicy, at: datetime
) -> Iterator[Time]:
    """The grid of one day: each window from its opening on, in steps of session plus pause.

    Only what may still be booked: after the notice, before the horizon, not on leave or closed.
    A time held in time stays bookable although the notice has begun while she types.
    """
    if day in calendar.closed_on or not calendar.is_active:
        return
    earliest, latest = policy.earliest(at=at), policy.latest(at=at)
    for slot in calendar.slots(day):
        starts_at = slot.opens_at
        while starts_at + length <= slot.closes_at:
            in_time = earliest <= starts_at < latest or starts_at in calendar.held
            if in_time and not calendar.is_away(starts_at, starts_at + length):
                yield _time(calendar, slot, starts_at, length, policy)
            starts_at += length + policy.buffer


def _time(
    calendar: Calendar, slot: Slot, starts_at: datetime, length: timedelta, policy: BookingPolicy
) -> Time:
    free = tuple(
        mode
        for mode in slot.modes
        if calendar.is_free(
            starts_at - policy.time_before(mode), starts_at + length + policy.time_after(mode)
        )
    )
    return Time(starts_at, is_free=bool(free), modes=free, offered=slot.modes)


def in_mode(days: list[Day], mode: str) -> list[Day]:
    """The same days with the times of this mode alone, free if they are free in it."""
    narrowed = [
        Day(
            day.date,
            [
                Time(time.starts_at, mode in time.modes, time.modes, time.offered)
                for time in day.times
                if mode in time.offered
            ],
        )
        for day in days
    ]
    return [day for day in narrowed if day.times]


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
