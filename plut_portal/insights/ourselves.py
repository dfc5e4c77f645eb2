"""Numbers about the office itself: does first contact lead anywhere, do messages arrive, are notes
written in time, do people come, and how long does one wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from consultations.models import Booking, Expertise
from consultations.selectors import NOTES_GOAL, waits_by_field
from consultations.selectors.diagnoses import Share
from consultations.selectors.months import NOTE_WITHIN
from plut_portal.core import formats
from plut_portal.core.periods import Period
from plut_portal.insights.first_contact import Step, first_contact
from plut_portal.notifications import selectors as notifications

Status = Booking.Status


@dataclass(frozen=True)
class Wait:
    """How long from today until a field has its first free time; None beyond the horizon."""

    field: Expertise
    starts_at: datetime | None
    days: int | None


@dataclass(frozen=True)
class Ourselves:
    steps: list[Step]
    reach: notifications.Reach
    notes: Share
    owner_absent: Share
    consultant_absent: Share
    waits: list[Wait]

    @property
    def longest_wait(self) -> int:
        return max((wait.days for wait in self.waits if wait.days is not None), default=0)

    @property
    def notes_meet_goal(self) -> bool:
        return self.notes.meets(NOTES_GOAL)

    @property
    def reach_share(self) -> Share:
        return Share(self.reach.reached, self.reach.due)


def ourselves(period: Period, *, at: datetime) -> Ourselves:
    """The waits are of this moment; everything else is of the period."""
    days = notifications.Period("", period.first, period.last + timedelta(days=1))
    sessions = _sessions(period, at=at)
    return Ourselves(
        steps=first_contact(starts_on=period.first, ends_on=period.last).steps,
        reach=notifications.reach(days, at=at),
        notes=Share(sessions["in_time"], sessions["due"]),
        owner_absent=Share(sessions["owner_absent"], sessions["agreed"]),
        consultant_absent=Share(sessions["consultant_absent"], sessions["agreed"]),
        waits=_waits(at=at),
    )


def _sessions(period: Period, *, at: datetime) -> dict[str, int]:
    """In one query. As in a consultant's own month: a note is due once it is there, or 24 hours
    after a session that took place or has no outcome; absences are shares of the appointments with
    an outcome, those who came without one apart."""
    owed = Q(status=Status.ATTENDED) | Q(status=Status.BOOKED)
    is_due = owed & (Q(record__isnull=False) | Q(ends_at__lt=at - NOTE_WITHIN))
    in_time = Q(record__first_recorded_at__lte=F("ends_at") + NOTE_WITHIN)
    agreed = Q(status__in=Booking.OUTCOMES) & ~Q(origin=Booking.Origin.WALK_IN)
    held = Booking.objects.filter(**period.within("starts_at"))
    return held.aggregate(
        due=Count("pk", filter=is_due),
        in_time=Count("pk", filter=owed & in_time),
        agreed=Count("pk", filter=agreed),
        owner_absent=Count("pk", filter=agreed & Q(status=Status.OWNER_ABSENT)),
        consultant_absent=Count("pk", filter=agreed & Q(status=Status.CONSULTANT_ABSENT)),
    )


def _waits(*, at: datetime) -> list[Wait]:
    today = formats.wib_day(at)
    return [
        Wait(field, starts_at, (formats.wib_day(starts_at) - today).days if starts_at else None)
        for field, starts_at in waits_by_field(at=at).items()
    ]
