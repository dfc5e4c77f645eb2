"""Which times consultants offer, in a number of queries that does not grow with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from consultations import availability
from consultations.availability import Calendar, Day, Time
from consultations.models import (
    Booking,
    BookingPolicy,
    Closure,
    Consultant,
    ExceptionWindow,
    Expertise,
    ExtraHours,
    HoursException,
    Leave,
    Mode,
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
    policy: BookingPolicy | None = None,
) -> dict[int, Calendar]:
    """What decides the times of all these consultants, in nine queries (one more without policy).

    A held time is taken for everybody but the holder of this token.
    """
    policy = policy or BookingPolicy.load()
    closed_on = {closure.on: closure for closure in Closure.objects.filter(on__range=(first, last))}
    active = Consultant.objects.active().filter(pk__in=[each.pk for each in consultants])
    active_ids = set(active.values_list("pk", flat=True))
    found = {
        consultant.pk: Calendar(
            closed_on=closed_on,
            has_link=bool(consultant.meeting_link),
            is_active=consultant.pk in active_ids,
        )
        for consultant in consultants
    }
    _add_hours(found, first, last)
    for leave in Leave.objects.filter(consultant__in=found).touching(first, last).order_by("pk"):
        found[leave.consultant_id].leaves.append(leave)
    for consultant_id, starts_at, until in _busy(list(found), first, last, policy):
        found[consultant_id].busy.append((starts_at, until))
    for hold in TimeHold.objects.live(at=at).filter(consultant__in=found):
        calendar = found[hold.consultant_id]
        if hold.token == token:
            calendar.held.add(hold.starts_at)
        else:
            calendar.busy.append((hold.starts_at, hold.occupied_until))
    return found


def _add_hours(found: dict[int, Calendar], first: date, last: date) -> None:
    """Weekly hours, extra days, and the periods that stand in place of the former."""
    weekly = WeeklyHours.objects.filter(consultant__in=found).standing(first, last)
    for hours in weekly.order_by("opens", "pk"):
        found[hours.consultant_id].hours.append(hours)
    for extra in ExtraHours.objects.filter(consultant__in=found, on__range=(first, last)):
        found[extra.consultant_id].extra.append(extra)
    for period in _exceptions(list(found), first, last):
        for consultant_id in [period.consultant_id] if period.consultant_id else found:
            found[consultant_id].exceptions.append(period)


def _exceptions(ids: list[int], first: date, last: date) -> QuerySet[HoursException]:
    theirs = Q(consultant__in=ids) | Q(consultant=None)
    return HoursException.objects.touching(first, last).filter(theirs).prefetch_related("windows")


def _busy(
    ids: list[int], first: date, last: date, policy: BookingPolicy
) -> Iterable[tuple[int, datetime, datetime]]:
    bookings = Booking.objects.occupying().filter(
        consultant__in=ids,
        starts_at__lt=formats.at_wib(last + timedelta(days=1), datetime.min.time()),
        occupied_until__gt=formats.at_wib(first, datetime.min.time()),
    )
    for consultant_id, mode, starts_at, until in bookings.values_list(
        "consultant_id", "mode", "starts_at", "occupied_until"
    ):
        yield consultant_id, starts_at - policy.time_before(mode), until


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
    mode: str = "",
    at_short_notice: bool = False,
    chosen: str = "",
) -> list[Day]:
    """The coming days with the times this consultant offers, free and taken; of one mode if named.

    `count` days, and within the horizon further ones until one has a free time, and until the
    time with the value `chosen`.
    """
    policy = _policy(at_short_notice=at_short_notice)
    first = formats.wib_day(at)
    horizon = policy.horizon_days + 1
    last = first + timedelta(days=horizon)
    calendar = calendars([consultant], first, last, at=at, token=token, policy=policy)
    length = expertise.session_length
    found = availability.days(
        calendar[consultant.pk], first, horizon, length=length, policy=policy, at=at
    )
    if mode:
        found = availability.in_mode(found, mode)
    return _as_far_as_needed(found, first + timedelta(days=count - 1), chosen)


def _as_far_as_needed(days: list[Day], last: date, chosen: str) -> list[Day]:
    free = (day.date for day in days if any(time.is_free for time in day.times))
    wanted = (day.date for day in days if any(time.value == chosen for time in day.times))
    last = max(last, next(free, last), next(wanted, last))
    return [day for day in days if day.date <= last]


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
    policy = _policy(at_short_notice=at_short_notice)
    if day < formats.wib_day(at) or starts_at >= policy.latest(at=at):
        # Asked of no calendar: next to the last day of all there is none.
        return None
    found = calendars([consultant], day, day, at=at, token=token, policy=policy)
    times = availability.times_of_day(
        found[consultant.pk], day, length=expertise.session_length, policy=policy, at=at
    )
    return next((time for time in times if time.starts_at == starts_at), None)


def modes_offered(consultant: Consultant, *, at: datetime) -> list[Mode]:
    """Where this consultant receives people from now on, in one query; at the office if nowhere."""
    today = formats.wib_day(at)
    ticks = ("at_office", "online", "on_visit")
    weekly = WeeklyHours.objects.filter(consultant=consultant).standing(today)
    extra = ExtraHours.objects.filter(consultant=consultant, on__gte=today)
    whose = Q(exception__consultant=consultant) | Q(exception__consultant=None)
    special = ExceptionWindow.objects.filter(whose, exception__ends_on__gte=today)
    rows = weekly.values_list(*ticks).union(extra.values_list(*ticks), special.values_list(*ticks))
    offered = {mode for row in rows for mode, is_on in zip(Mode, row, strict=True) if is_on}
    if not consultant.meeting_link:
        offered.discard(Mode.ONLINE)
    return [mode for mode in Mode if mode in offered] or [Mode.OFFICE]


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
    mode: str = "",
) -> list[Time]:
    """The three free times nearest to one that could not be had, in order of time."""
    horizon = BookingPolicy.load().horizon_days + 1
    days = bookable_days(
        consultant=consultant, expertise=expertise, at=at, count=horizon, token=token, mode=mode
    )
    free = [time for day in days for time in day.times if time.is_free]
    nearest = sorted(free, key=lambda time: abs(time.starts_at - starts_at))[:3]
    return sorted(nearest, key=lambda time: time.starts_at)


def next_free_times(*, at: datetime) -> list[NextFree]:
    """Each bookable consultant with the first free time within the horizon, in twelve queries."""
    consultants = list(
        Consultant.objects.bookable().prefetch_related("expertises").order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    last = first + timedelta(days=policy.horizon_days)
    found = calendars(consultants, first, last, at=at, policy=policy)
    return [
        NextFree(consultant, field, _first_free(found[consultant.pk], field, policy, at))
        for consultant, field in ((each, main_expertise(each)) for each in consultants)
    ]


def waits_by_field(*, at: datetime) -> dict[Expertise, datetime | None]:
    """Each offered field with the first free time of anybody in it, in twelve queries."""
    consultants = list(
        Consultant.objects.bookable().prefetch_related("expertises").order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    last = first + timedelta(days=policy.horizon_days)
    found = calendars(consultants, first, last, at=at, policy=policy)
    earliest: dict[Expertise, datetime | None] = {}
    for field in Expertise.objects.offered().order_by("position", "pk"):
        times = [
            _first_free(found[each.pk], field, policy, at)
            for each in consultants
            if field in each.expertises.all()
        ]
        earliest[field] = min((time for time in times if time), default=None)
    return earliest


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
