"""Whether urgent messages reach people: the share, and what it counts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from plut_portal.core import formats
from plut_portal.notifications.models import ContactAttempt, Delivery, Message
from plut_portal.notifications.selectors.calls import to_call

GOAL_PERCENT = 95


@dataclass(frozen=True)
class Reach:
    """Of the urgent messages due in a period, how many reached the person they are for."""

    due: int
    by_mail: int
    by_call: int
    still_open: int

    @property
    def reached(self) -> int:
        return self.by_mail + self.by_call

    @property
    def percent(self) -> float | None:
        """With one decimal, rounded down, so that 94.96 does not pass for the goal."""
        return self.reached * 1000 // self.due / 10 if self.due else None

    @property
    def meets_goal(self) -> bool:
        return self.reached * 100 >= GOAL_PERCENT * self.due


@dataclass(frozen=True)
class Period:
    """A calendar week from Monday, or a month, by the days of Batu."""

    name: str
    first: date
    after: date

    @property
    def before(self) -> date:
        """A day of the period before this one."""
        return self.first - timedelta(days=1)

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)


def period(name: str, day: date) -> Period:
    """The week ("minggu") or month ("bulan") this day is in."""
    if name == "bulan":
        first = day.replace(day=1)
        return Period(name, first, (first + timedelta(days=31)).replace(day=1))
    first = day - timedelta(days=day.weekday())
    return Period("minggu", first, first + timedelta(days=7))


def reach(when: Period, *, at: datetime) -> Reach:
    """Count time-critical messages due in the period and by now.

    Reached: sent by mail to a confirmed address, or – only where no mail was – the newest outcome
    of calling is "reached", and came before the message was useless. Skipped ones, superseded,
    untrue or not asked for, are no part of it.
    """
    leaving = Delivery.objects.leaving().filter(message=OuterRef("pk"))
    newest = ContactAttempt.objects.finished().filter(messages=OuterRef("pk")).newest_first()
    in_period = Q(
        due_at__gte=formats.at_wib(when.first, time.min),
        due_at__lt=formats.at_wib(when.after, time.min),
        due_at__lte=at,
    )
    due = (
        Message.objects.time_critical()
        .filter(in_period, Exists(leaving.exclude(state=Delivery.State.SKIPPED)))
        .annotate(
            is_mailed=Exists(leaving.filter(state=Delivery.State.SENT)),
            outcome=Subquery(newest.values("outcome")[:1]),
            called_at=Subquery(newest.values("at")[:1]),
        )
    )
    in_time = Q(useless_after=None) | Q(called_at__lte=F("useless_after"))
    by_call = Q(is_mailed=False, outcome=ContactAttempt.Outcome.REACHED) & in_time
    counts = due.aggregate(
        due=Count("pk"),
        by_mail=Count("pk", filter=Q(is_mailed=True)),
        by_call=Count("pk", filter=by_call),
    )
    return Reach(**counts, still_open=to_call(at=at).filter(in_period).count())
