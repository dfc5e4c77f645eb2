"""Why a consultant offers no time, and who can help instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consultations.availability import Calendar, Day
from consultations.models import BookingPolicy, Consultant, Expertise, Leave
from consultations.selectors.times import DAYS_SHOWN, NextFree, calendars, next_free_times
from plut_portal.core import formats


class Why(StrEnum):
    LEAVE = "LEAVE"
    NO_HOURS = "NO_HOURS"
    CLOSED = "CLOSED"
    FULL = "FULL"


@dataclass(frozen=True)
class NoTimes:
    """The reason in a word, with the day until which it holds; the first free time after the
    days it is about, if any; and who can help before that."""

    why: Why
    until: date | None
    later: datetime | None
    instead: NextFree | None


def why_no_times(
    *, consultant: Consultant, expertise: Expertise, days: list[Day], at: datetime
) -> NoTimes | None:
    """Why the first DAYS_SHOWN of these days offer no free time, or None if one does."""
    first = formats.wib_day(at)
    free = (time.starts_at for day in days for time in day.times if time.is_free)
    later = next(free, None)
    if later and formats.wib_day(later) < first + timedelta(days=DAYS_SHOWN):
        return None
    policy = BookingPolicy.load()
    count = min(DAYS_SHOWN, policy.horizon_days + 1)
    last = first + timedelta(days=count)
    calendar = calendars([consultant], first, last, at=at, policy=policy)
    why, until = _reason(
        calendar[consultant.pk],
        [first + timedelta(days=number) for number in range(count)],
        [day for day in days if day.date < last],
    )
    others = [
        row
        for row in next_free_times(at=at)
        if row.starts_at and row.consultant.pk != consultant.pk
        if later is None or row.starts_at < later
    ]
    stand_ins = {leave.substitute_id for leave in calendar[consultant.pk].leaves}
    return NoTimes(why, until, later, instead=_nearest(others, expertise, stand_ins))


def coming_leave(consultant: Consultant, *, at: datetime) -> Leave | None:
    """The leave of whole days under way or beginning within the days shown, with its substitute."""
    first = formats.wib_day(at)
    leaves = consultant.leaves.touching(first, first + timedelta(days=DAYS_SHOWN - 1))
    whole = leaves.filter(from_time=None).select_related("substitute__user")
    return whole.order_by("starts_on", "pk").first()


def _reason(calendar: Calendar, dates: list[date], days: list[Day]) -> tuple[Why, date | None]:
    with_hours = [day for day in dates if calendar.slots(day)]
    if not with_hours:
        return Why.NO_HOURS, None
    if days:
        return Why.FULL, None
    open_days = [day for day in with_hours if day not in calendar.closed_on]
    if not open_days:
        return Why.CLOSED, None
    away = [leave for leave in calendar.leaves if _covers_any(leave, open_days)]
    if away:
        return Why.LEAVE, max(leave.ends_on for leave in away)
    return Why.FULL, None


def _covers_any(leave: Leave, dates: list[date]) -> bool:
    return leave.is_whole_days and any(leave.starts_on <= day <= leave.ends_on for day in dates)


def _nearest(
    rows: Sequence[NextFree], expertise: Expertise, stand_ins: set[int | None]
) -> NextFree | None:
    """Whoever stands in before all others, then one of the same field, then the soonest."""

    def rank(row: NextFree) -> tuple[bool, bool, datetime | None]:
        is_other = expertise not in row.consultant.expertises.all()
        return row.consultant.pk not in stand_ins, is_other, row.starts_at

    return min(rows, key=rank, default=None)
