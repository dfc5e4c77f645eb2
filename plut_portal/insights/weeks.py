"""The last weeks at a glance: sessions that took place, and questions the counter answered."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from consultations.models import Booking, Visit
from plut_portal.core import formats

WEEKS = 8
# Of the drawing: the room of a week, and the height of its tallest bar.
WIDE, HIGH = 40, 100


@dataclass(frozen=True)
class Week:
    first: date
    sessions: int
    answers: int
    place: int
    tallest: int

    @property
    def total(self) -> int:
        return self.sessions + self.answers

    @property
    def x(self) -> int:
        return self.place * WIDE + 6

    @property
    def middle(self) -> int:
        return self.place * WIDE + WIDE // 2

    @property
    def sessions_high(self) -> int:
        return self.sessions * HIGH // self.tallest

    @property
    def answers_high(self) -> int:
        return self.answers * HIGH // self.tallest

    @property
    def sessions_y(self) -> int:
        return HIGH - self.sessions_high

    @property
    def answers_y(self) -> int:
        return self.sessions_y - self.answers_high

    @property
    def number_y(self) -> int:
        return self.answers_y - 4


def last_weeks(*, at: datetime) -> list[Week]:
    """This week and the seven before it, from Monday (WIB), in two queries."""
    today = formats.wib_day(at)
    monday = today - timedelta(days=today.weekday())
    firsts = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    since = formats.at_wib(firsts[0], time.min)
    attended = Booking.objects.filter(status=Booking.Status.ATTENDED, starts_at__gte=since)
    sessions = _by_week(attended.filter(starts_at__lte=at), "starts_at")
    answers = _by_week(Visit.objects.answered_here().filter(at__gte=since, at__lte=at), "at")
    tallest = max((sessions.get(first, 0) + answers.get(first, 0) for first in firsts), default=0)
    return [
        Week(first, sessions.get(first, 0), answers.get(first, 0), place, tallest or 1)
        for place, first in enumerate(firsts)
    ]


def _by_week(rows: QuerySet, field: str) -> dict[date, int]:
    weeks = rows.order_by().annotate(week=TruncWeek(field)).values_list("week")
    return {formats.wib_day(week): count for week, count in weeks.annotate(count=Count("pk"))}
