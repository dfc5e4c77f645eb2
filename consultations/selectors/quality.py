"""What stands between past sessions and the reports: FM-61, by month and by consultant."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from consultations.models import Booking, ClosedMonth, Consultant, Flaw
from plut_portal.accounts.models import User
from plut_portal.core import formats, months

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class MonthRow:
    """A month with sessions, and how many of them lack something."""

    first_day: date
    sessions: int
    counts: list[int]
    closed: ClosedMonth | None
    is_over: bool

    @property
    def counted(self) -> list[tuple[str, int]]:
        return [(str(flaw.label), count) for flaw, count in zip(Flaw, self.counts, strict=True)]

    @property
    def is_clean(self) -> bool:
        return not any(self.counts)

    @property
    def may_be_closed(self) -> bool:
        return self.is_over and self.is_clean and not self.closed


@dataclass(frozen=True)
class ConsultantRow:
    consultant: Consultant
    bookings: list[Booking]


@dataclass(frozen=True)
class Quality:
    months: list[MonthRow]
    month: date
    consultants: list[ConsultantRow]


def data_quality(*, month: date | None, at: datetime) -> Quality:
    """The last months, and of one of them each session that lacks something, in 3 queries.

    Without a month it is the oldest in which something is missing: the one to work off next.
    """
    rows = _months(at=at)
    if month is None:
        lacking = [row.first_day for row in rows if not row.is_clean]
        month = min(lacking, default=months.month_of(at))
    flawed = Booking.objects.filter(**_within(month)).flawed(at=at).with_people()
    bookings = list(flawed.order_by("starts_at", "pk"))
    return Quality(months=rows, month=month, consultants=_by_consultant(bookings))


def flaws_of_month(month: date, *, at: datetime) -> dict[str, int]:
    """How many sessions lack what; empty for a month in order, as it must be to be closed."""
    lacking = Booking.objects.filter(**_within(month)).flawed(at=at)
    return dict(Counter(str(booking.flaw) for booking in lacking.only("pk")))


def flaws_of(user: User, *, at: datetime) -> list[Booking]:
    """This consultant's own, the oldest first."""
    own = Booking.objects.of_consultant(user).flawed(at=at).with_people()
    return list(own.order_by("starts_at", "pk"))


def _within(month: date) -> dict[str, datetime]:
    begin, end = months.span(month)
    return {"starts_at__gte": begin, "starts_at__lt": end}


def _months(*, at: datetime) -> list[MonthRow]:
    """The newest first: the last twelve, and any before them that lacks something."""
    past = Booking.objects.with_flaw(at=at).exclude(status=Booking.Status.CANCELLED)
    by_month = (
        past.filter(ends_at__lte=at)
        .annotate(month=TruncMonth("starts_at", tzinfo=formats.WIB))
        .values("month")
        .annotate(
            sessions=Count("pk"),
            **{flaw.value: Count("pk", filter=Q(flaw=flaw)) for flaw in Flaw},
        )
        .order_by("-month")
    )
    closed = {row.first_day: row for row in ClosedMonth.objects.in_force()}
    rows: list[MonthRow] = []
    for row_of_month in by_month:
        counted: dict[str, Any] = {**row_of_month}
        first_day = formats.wib_day(counted["month"])
        row = MonthRow(
            first_day=first_day,
            sessions=counted["sessions"],
            counts=[counted[flaw] for flaw in Flaw],
            closed=closed.get(first_day),
            is_over=first_day < months.month_of(at),
        )
        if len(rows) < MONTHS_SHOWN or not row.is_clean:
            rows.append(row)
    return rows


def _by_consultant(bookings: list[Booking]) -> list[ConsultantRow]:
    """Whoever has most to work off first."""
    found: dict[Consultant, list[Booking]] = {}
    for booking in bookings:
        found.setdefault(booking.consultant, []).append(booking)
    rows = [ConsultantRow(consultant, own) for consultant, own in found.items()]
    return sorted(rows, key=lambda row: (-len(row.bookings), row.consultant.pk))
