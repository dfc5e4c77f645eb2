"""What a consultant works from: the agenda, and the earlier records."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from consultations.models import ActionItem, Booking, SessionRecord
from consultations.selectors.quality import flaws_of
from consultations.selectors.records import ACTIONS
from plut_portal.accounts.models import User
from plut_portal.core import formats

DAYS_AHEAD = 7
ACTIONS_DUE_WITHIN = timedelta(days=7)
# Shorter breaks between two sessions are for the note and a glass of water.
SHORTEST_GAP = timedelta(minutes=30)


@dataclass(frozen=True)
class TodayRow:
    """A session of today, whether it is on or the next one, and the free time before it."""

    booking: Booking
    is_now: bool
    is_next: bool
    is_owed: bool
    free_minutes: int


@dataclass(frozen=True)
class Owed:
    """A session of an earlier day that lacks something; too late for her, the office writes it."""

    booking: Booking
    is_late: bool


@dataclass(frozen=True)
class DayLoad:
    """One day of the coming week: how much is booked, for a bar of up to 100."""

    day: date
    bookings: list[Booking]
    minutes: int
    percent: int


@dataclass(frozen=True)
class Agenda:
    """A consultant's day: what is on, what waits for a note, what is due, what comes."""

    today: list[TodayRow]
    owed: list[Owed]
    actions: list[ActionItem]
    week: list[DayLoad]

    @property
    def coming(self) -> list[Booking]:
        return [booking for load in self.week[1:] for booking in load.bookings]


def agenda(user: User, *, at: datetime) -> Agenda:
    """Today's sessions, older ones that lack something, actions falling due, and seven days."""
    today = formats.wib_day(at)
    midnight = formats.at_wib(today, datetime.min.time())
    own = Booking.objects.of_consultant(user).with_people().order_by("starts_at", "pk")
    kept = own.exclude(status=Booking.Status.CANCELLED).select_related("record")
    week = kept.filter(starts_at__gte=midnight, starts_at__lt=midnight + _days(DAYS_AHEAD))
    by_day: dict[date, list[Booking]] = {today + _days(number): [] for number in range(DAYS_AHEAD)}
    for booking in week:
        by_day[formats.wib_day(booking.starts_at)].append(booking)
    return Agenda(
        today=_today(by_day[today], at=at),
        owed=[
            Owed(booking, is_late=booking.is_late_for(user, at=at))
            for booking in flaws_of(user, at=at)
            if booking.starts_at < midnight
        ],
        actions=list(actions_falling_due(user, today=today)),
        week=_loads(by_day),
    )


def actions_falling_due(user: User, *, today: date) -> QuerySet[ActionItem]:
    """What the owners of this consultant's sessions have not ticked off, the longest due first."""
    own = ActionItem.objects.to_do().filter(record__booking__consultant__user=user)
    soon = own.filter(due_on__lte=today + ACTIONS_DUE_WITHIN)
    return soon.select_related("record__booking__business").order_by("due_on", "pk")


def _today(bookings: list[Booking], *, at: datetime) -> list[TodayRow]:
    coming = [
        booking for booking in bookings if booking.is_coming(at=at) and booking.starts_at > at
    ]
    rows = []
    for number, booking in enumerate(bookings):
        free = booking.starts_at - bookings[number - 1].ends_at if number else timedelta()
        rows.append(
            TodayRow(
                booking,
                is_now=booking.starts_at <= at < booking.ends_at,
                is_next=booking == next(iter(coming), None),
                is_owed=booking.ends_at <= at and not booking.is_recorded,
                free_minutes=free // timedelta(minutes=1) if free >= SHORTEST_GAP else 0,
            )
        )
    return rows


def _loads(by_day: dict[date, list[Booking]]) -> list[DayLoad]:
    minutes = {day: sum(map(_length, bookings)) for day, bookings in by_day.items()}
    # Six hours of sessions are a full day; more than that stretches the scale.
    most = max(6 * 60, *minutes.values())
    return [
        DayLoad(day, bookings, minutes[day], round(100 * minutes[day] / most))
        for day, bookings in by_day.items()
    ]


def _length(booking: Booking) -> int:
    return (booking.ends_at - booking.starts_at) // timedelta(minutes=1)


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def earlier_records(booking: Booking, *, user: User) -> list[SessionRecord]:
    """The last three records of the same business that this person may read."""
    records = SessionRecord.objects.visible_to(user).filter(booking__business=booking.business_id)
    earlier = records.filter(booking__starts_at__lt=booking.starts_at)
    return list(
        earlier.select_related("booking__consultant__user")
        .prefetch_related(ACTIONS)
        .order_by("-booking__starts_at", "-pk")[:3]
    )
