"""Which times consultants offer, in a number of queries that does not grow with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultations import availability
from consultations.availability import Calendar, Day, Time
from consultations.models import (
    Booking,
    BookingPolicy,
    Closure,
    Consultant,
    Expertise,
    Leave,
    TimeHold,
    WeeklyHours,
)
from plut_portal.core import formats

DAYS_SHOWN = 14


@dataclass(frozen=True)
class NextFree:
    """A consultant, the field she stands for, and her first free time, if any."""

    consultant: Consultant
    expertise: Expertise
    starts_at: datetime | None


def calendars(
    consultants: Sequence[Consultant],
    first: date,
    last: date,
    *,
    at: datetime,
    token: str = "",
) -> dict[int, Calendar]:
    """What decides the times of all these consultants, in five queries.

    A held time is taken for everybody but the holder of this token.
    """
    found: dict[int, Calendar] = defaultdict(Calendar)
    ids = [consultant.pk for consultant in consultants]
    closed_on = frozenset(
        Closure.objects.filter(on__range=(first, last)).values_list("on", flat=True)
    )
    for consultant_id in ids:
        found[consultant_id].closed_on = closed_on
    for hours in WeeklyHours.objects.filter(consultant__in=ids).order_by("opens", "pk"):
        found[hours.consultant_id].hours.append(hours)
    for leave in Leave.objects.filter(consultant__in=ids).touching(first, last):
        found[leave.consultant_id].leaves.append(leave)
    for consultant_id, starts_at, until in _busy(ids, first, last):
        found[consultant_id].busy.append((starts_at, until))
    for hold in TimeHold.objects.live(at=at).filter(consultant__in=ids):
        calendar = found[hold.consultant_id]
        if hold.token == token:
            calendar.held.add(hold.starts_at)
        else:
            calendar.busy.append((hold.starts_at, hold.occupied_until))
    return found


def _busy(ids: list[int], first: date, last: date) -> Iterable[tuple[int, datetime, datetime]]:
    bookings = Booking.objects.occupying().filter(
        consultant__in=ids,
        starts_at__lt=formats.at_wib(last + timedelta(days=1), datetime.min.time()),
        occupied_until__gt=formats.at_wib(first, datetime.min.time()),
    )
    return bookings.values_list("consultant_id", "starts_at", "occupied_until")


def _policy(*, at_short_notice: bool) -> BookingPolicy:
    """The rules; staff, who give a reason, book without the notice."""
    policy = BookingPolicy.load()
    if at_short_notice:
        policy.notice_hours = 0
    return policy


def bookable_days(
    *,
    consultant: Consultant,
    expertise: Expertise,
    at: datetime,
    count: int = DAYS_SHOWN,
    token: str = "",
    at_short_notice: bool = False,
) -> list[Day]:
    """The coming days with the times this consultant offers, free and taken."""
    policy = _policy(at_short_notice=at_short_notice)
    first = formats.wib_day(at)
    count = min(count, policy.horizon_days + 1)
    last = first + timedelta(days=count)
    calendar = calendars([consultant], first, last, at=at, token=token)[consultant.pk]
    return availability.days(
        calendar, first, count, length=expertise.session_length, policy=policy, at=at
    )


def offered_time(
    *,
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    at: datetime,
    token: str = "",
    at_short_notice: bool = False,
) -> Time | None:
    """The time on the grid that begins at this very moment, free or taken; None if not offered."""
    day = formats.wib_day(starts_at)
    calendar = calendars([consultant], day, day, at=at, token=token)[consultant.pk]
    policy = _policy(at_short_notice=at_short_notice)
    times = availability.times_of_day(
        calendar, day, length=expertise.session_length, policy=policy, at=at
    )
    return next((time for time in times if time.starts_at == starts_at), None)


def free_time(days: list[Day], value: str | None) -> Time | None:
    """The free time with this value among those shown."""
    times = (time for day in days for time in day.times)
    return next((time for time in times if time.is_free and time.value == value), None)


def alternatives(
    *,
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    at: datetime,
    token: str = "",
) -> list[Time]:
    """The three free times nearest to one that could not be had, in order of time."""
    horizon = BookingPolicy.load().horizon_days + 1
    days = bookable_days(
        consultant=consultant, expertise=expertise, at=at, count=horizon, token=token
    )
    free = [time for day in days for time in day.times if time.is_free]
    nearest = sorted(free, key=lambda time: abs(time.starts_at - starts_at))[:3]
    return sorted(nearest, key=lambda time: time.starts_at)


def next_free_times(*, at: datetime) -> list[NextFree]:
    """Each bookable consultant with the first free time within the horizon, in seven queries."""
    consultants = list(
        Consultant.objects.bookable().prefetch_related("expertises").order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    found = calendars(consultants, first, first + timedelta(days=policy.horizon_days), at=at)
    return [
        NextFree(consultant, field, _first_free(found[consultant.pk], field, policy, at))
        for consultant, field in ((each, main_expertise(each)) for each in consultants)
    ]


def main_expertise(consultant: Consultant) -> Expertise:
    """The first of the fields a bookable consultant offers."""
    offered = [expertise for expertise in consultant.expertises.all() if expertise.is_active]
    return min(offered, key=lambda expertise: (expertise.position, expertise.pk))


def _first_free(
    calendar: Calendar, expertise: Expertise, policy: BookingPolicy, at: datetime
) -> datetime | None:
    first = formats.wib_day(at)
    for number in range(policy.horizon_days + 1):
        for time in availability.times_of_day(
            calendar,
            first + timedelta(days=number),
            length=expertise.session_length,
            policy=policy,
            at=at,
        ):
            if time.is_free:
                return time.starts_at
    return None
