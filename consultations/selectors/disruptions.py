"""Appointments whose time fell away, with what could become of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from consultations import availability
from consultations.availability import Time
from consultations.models import (
    AffectedBooking,
    Booking,
    BookingPolicy,
    Closure,
    Consultant,
)
from consultations.selectors.times import DAYS_SHOWN, calendars
from plut_portal.accounts.models import User
from plut_portal.core import formats

MOST_TIMES = 24
FRIDAY = 4
# From midnight back to the hour from which people are left in peace.
EVENING = timedelta(hours=4)


@dataclass(frozen=True)
class Offer:
    """Free times of one consultant for one appointment."""

    consultant: Consultant
    times: list[Time]


@dataclass(frozen=True)
class HitRow:
    """One affected appointment: decided, too late to decide, or with the times on offer."""

    hit: AffectedBooking
    is_waiting: bool
    has_begun: bool
    own: Offer
    colleagues: list[Offer]


def hit_rows(hits: Sequence[AffectedBooking], *, at: datetime) -> list[HitRow]:
    """Each with the free times of its consultant and colleagues; eleven queries for any number."""
    consultants = list(
        Consultant.objects.active()
        .select_related("user")
        .prefetch_related("expertises")
        .order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    # Staff decide, and they are exempt from the notice.
    policy.notice_hours = 0
    first = formats.wib_day(at)
    count = min(DAYS_SHOWN, policy.horizon_days + 1)
    last = first + timedelta(days=count)
    found = calendars(consultants, first, last, at=at, policy=policy)

    @cache
    def free(consultant_id: int, length: timedelta, mode: str) -> list[Time]:
        if consultant_id not in found:
            return []
        days = availability.days(
            found[consultant_id], first, count, length=length, policy=policy, at=at
        )
        times = (time for day in availability.in_mode(days, mode) for time in day.times)
        return [time for time in times if time.is_free][:MOST_TIMES]

    def row(hit: AffectedBooking) -> HitRow:
        booking = hit.booking

        def offer(consultant: Consultant) -> Offer:
            length = booking.expertise.session_length
            return Offer(consultant, free(consultant.pk, length, booking.mode))

        offers = [offer(each) for each in consultants if _may_take(hit, each)]
        return HitRow(
            hit,
            is_waiting=hit.is_waiting(),
            has_begun=hit.has_begun(at=at),
            own=offer(booking.consultant),
            colleagues=[each for each in offers if each.times],
        )

    return [row(hit) for hit in hits]


def _may_take(hit: AffectedBooking, consultant: Consultant) -> bool:
    if consultant.pk == hit.booking.consultant_id:
        return False
    is_substitute = consultant.pk == hit.disruption.substitute_id
    return is_substitute or hit.booking.expertise in consultant.expertises.all()


def pending_of(user: User) -> list[AffectedBooking]:
    """A consultant's own appointments that wait for a decision, the soonest first."""
    own = AffectedBooking.objects.pending().of_consultant(user)
    return list(own.with_people().soonest_first())


def count_pending(user: User) -> int:
    return AffectedBooking.objects.pending().of_consultant(user).count()


def awaits_decision(booking: Booking) -> bool:
    return AffectedBooking.objects.pending().filter(booking=booking).exists()


def end_of_working_days(count: int, *, at: datetime) -> datetime:
    """The midnight (WIB) after the next so many working days, today not counted."""
    today = formats.wib_day(at)
    last = today + timedelta(days=60)
    closed = set(Closure.objects.filter(on__range=(today, last)).values_list("on", flat=True))
    day = today
    for _number in range(count):
        day = _next_working_day(day, closed, last)
    return formats.at_wib(day + timedelta(days=1), time.min)


def time_to_be_called(*, at: datetime) -> datetime:
    """Whom the office calls may answer until 20.00 of the next working day, when all are left in
    peace (FM-32)."""
    return end_of_working_days(1, at=at) - EVENING


def _next_working_day(day: date, closed: set[date], last: date) -> date:
    day += timedelta(days=1)
    while day < last and (day.weekday() > FRIDAY or day in closed):
        day += timedelta(days=1)
    return day
