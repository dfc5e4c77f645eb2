"""Reads that combine several tables, in a number of queries that does not grow with the rows."""

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
    InternalNote,
    Leave,
    SessionRecord,
    WeeklyHours,
)
from plut_portal.accounts.models import User
from plut_portal.core import formats

DAYS_SHOWN = 14
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class NextFree:
    """A consultant, the field she stands for, and her first free time, if any."""

    consultant: Consultant
    expertise: Expertise
    starts_at: datetime | None


@dataclass(frozen=True)
class Options:
    """What may still be done with a booking, and until when."""

    may_cancel: bool
    may_move: bool
    cancel_until: datetime
    move_until: datetime
    moves_left: int


def booking_options(booking: Booking, *, by: User, at: datetime) -> Options:
    """The owner's limits, or none for those who run the session. Services hold the same rules."""
    policy = BookingPolicy.load()
    cancel_until = policy.cancel_deadline(booking.starts_at)
    move_until = policy.move_deadline(booking.starts_at)
    moves_left = max(0, policy.max_moves - booking.moves_made)
    is_open, exempt = booking.status == Booking.Status.BOOKED, booking.is_run_by(by)
    return Options(
        may_cancel=is_open and (exempt or at <= cancel_until),
        may_move=is_open and (exempt or (at <= move_until and moves_left > 0)),
        cancel_until=cancel_until,
        move_until=move_until,
        moves_left=moves_left,
    )


def record_of(booking: Booking, *, user: User) -> SessionRecord | None:
    """The shared part of the record with its actions, if this person may read it."""
    records = SessionRecord.objects.visible_to(user).filter(booking=booking)
    return records.prefetch_related("actions").select_related("recorded_by").first()


def calendars(consultants: Sequence[Consultant], first: date, last: date) -> dict[int, Calendar]:
    """What decides the times of all these consultants, in four queries."""
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
    return found


def _busy(ids: list[int], first: date, last: date) -> Iterable[tuple[int, datetime, datetime]]:
    bookings = Booking.objects.occupying().filter(
        consultant__in=ids,
        starts_at__lt=formats.at_wib(last + timedelta(days=1), datetime.min.time()),
        occupied_until__gt=formats.at_wib(first, datetime.min.time()),
    )
    return bookings.values_list("consultant_id", "starts_at", "occupied_until")


def bookable_days(
    *, consultant: Consultant, expertise: Expertise, at: datetime, count: int = DAYS_SHOWN
) -> list[Day]:
    """The coming days with the times this consultant offers, free and taken."""
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    count = min(count, policy.horizon_days + 1)
    calendar = calendars([consultant], first, first + timedelta(days=count))[consultant.pk]
    return availability.days(
        calendar, first, count, length=expertise.session_length, policy=policy, at=at
    )


def offered_time(
    *, consultant: Consultant, expertise: Expertise, starts_at: datetime, at: datetime
) -> Time | None:
    """The time on the grid that begins at this very moment, free or taken; None if not offered."""
    day = formats.wib_day(starts_at)
    calendar = calendars([consultant], day, day)[consultant.pk]
    times = availability.times_of_day(
        calendar, day, length=expertise.session_length, policy=BookingPolicy.load(), at=at
    )
    return next((time for time in times if time.starts_at == starts_at), None)


def free_time(days: list[Day], value: str | None) -> Time | None:
    """The free time with this value among those shown."""
    times = (time for day in days for time in day.times)
    return next((time for time in times if time.is_free and time.value == value), None)


def alternatives(
    *, consultant: Consultant, expertise: Expertise, starts_at: datetime, at: datetime
) -> list[Time]:
    """The three free times nearest to one that could not be had, in order of time."""
    horizon = BookingPolicy.load().horizon_days + 1
    days = bookable_days(consultant=consultant, expertise=expertise, at=at, count=horizon)
    free = [time for day in days for time in day.times if time.is_free]
    nearest = sorted(free, key=lambda time: abs(time.starts_at - starts_at))[:3]
    return sorted(nearest, key=lambda time: time.starts_at)


def next_free_times(*, at: datetime) -> list[NextFree]:
    """Each bookable consultant with the first free time within the horizon, in six queries."""
    consultants = list(
        Consultant.objects.bookable().prefetch_related("expertises").order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    found = calendars(consultants, first, first + timedelta(days=policy.horizon_days))
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


@dataclass(frozen=True)
class Agenda:
    """A consultant's day: what is on, what waits for a note, what comes."""

    today: list[Booking]
    unrecorded: list[Booking]
    coming: list[Booking]


def agenda(user: User, *, at: datetime) -> Agenda:
    """Today's sessions, older ones without an outcome, and the coming week."""
    today = formats.wib_day(at)
    midnight = formats.at_wib(today, datetime.min.time())
    tomorrow = midnight + timedelta(days=1)
    own = Booking.objects.of_consultant(user).with_people().order_by("starts_at", "pk")
    kept = own.exclude(status=Booking.Status.CANCELLED)
    return Agenda(
        today=list(kept.filter(starts_at__gte=midnight, starts_at__lt=tomorrow)),
        unrecorded=list(own.unrecorded(at=at).filter(starts_at__lt=midnight)),
        coming=list(own.open().filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + WEEK)),
    )


def session_initial(booking: Booking) -> dict[str, object]:
    """What the record form opens with: what was recorded before, or a blank for who came."""
    record = SessionRecord.objects.filter(booking=booking).prefetch_related("actions").first()
    outcome = booking.status if booking.status in Booking.OUTCOMES else None
    if record is None:
        return {"outcome": outcome or Booking.Status.ATTENDED, "problem": booking.topic}
    initial: dict[str, object] = {
        "outcome": outcome,
        "problem": record.problem,
        "findings": record.findings,
        "advice": record.advice,
        "internal": InternalNote.objects.filter(record=record)
        .values_list("text", flat=True)
        .first(),
    }
    for action in record.actions.all():
        initial[f"action_{action.position}"] = action.text
        initial[f"due_{action.position}"] = action.due_on
    return initial


def earlier_records(booking: Booking, *, user: User) -> list[SessionRecord]:
    """The last three records of the same business that this person may read."""
    records = SessionRecord.objects.visible_to(user).filter(booking__business=booking.business_id)
    earlier = records.filter(booking__starts_at__lt=booking.starts_at)
    return list(
        earlier.select_related("booking")
        .prefetch_related("actions")
        .order_by("-booking__starts_at", "-pk")[:3]
    )


def record_state(booking: Booking, *, at: datetime) -> str:
    """Whether the record can be written: EARLY, OPEN, LOCKED or CANCELLED."""
    if booking.status == Booking.Status.CANCELLED:
        return "CANCELLED"
    if at < booking.starts_at:
        return "EARLY"
    return "LOCKED" if at > booking.ends_at + SessionRecord.OPEN_FOR else "OPEN"
