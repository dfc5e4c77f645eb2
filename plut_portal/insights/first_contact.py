"""What becomes of cek kendala: started, finished, booked, came, next step done."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncWeek
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import ActionItem, Booking, ConstraintCheck
from plut_portal.accounts.models import User
from plut_portal.core import formats

STEPS: dict[str, Promise] = {
    "started": gettext_lazy("Cek kendala started"),
    "finished": gettext_lazy("finished"),
    "booked": gettext_lazy("booked a time"),
    "came": gettext_lazy("came to the session"),
    "done": gettext_lazy("did a next step"),
}


@dataclass(frozen=True)
class Step:
    """One bar of the funnel, as wide as its share of those who started."""

    label: Promise
    count: int
    percent: int


@dataclass(frozen=True)
class Row:
    """The same five counts for one week or one place."""

    label: str
    counts: list[int]

    @property
    def steps(self) -> list[tuple[Promise, int]]:
        """Each count with its words, which on a phone stand beside it."""
        return list(zip(STEPS.values(), self.counts, strict=True))


@dataclass(frozen=True)
class FirstContact:
    steps: list[Step]
    weeks: list[Row]
    places: list[Row]
    sources: list[tuple[str, int]]
    newcomers: int


def first_contact(*, starts_on: date, ends_on: date) -> FirstContact:
    """Count the checks begun in these days (WIB) and what became of them since, in 4 queries.

    Whoever booked, came or ticked an action off counts once, however often. The place is what was
    chosen in the check; where nothing was, that of the business the first booking was for. Whoever
    said that the business lies elsewhere has none.
    """
    begin = formats.at_wib(starts_on, time.min)
    end = formats.at_wib(ends_on + timedelta(days=1), time.min)
    runs = _runs(begin, end)
    total = runs.aggregate(**_COUNTS)
    weeks = runs.annotate(week=TruncWeek("started_at", tzinfo=formats.WIB)).values("week")
    return FirstContact(
        steps=[
            Step(label, total[name], round(100 * total[name] / (total["started"] or 1)))
            for name, label in STEPS.items()
        ],
        weeks=[
            Row(_week_text(row["week"], starts_on, ends_on), _counts(row))
            for row in weeks.annotate(**_COUNTS).order_by("-week")
        ],
        places=_places(runs),
        sources=(sources := heard_from(begin, end)),
        newcomers=sum(count for _source, count in sources),
    )


_COUNTS = {
    "started": Count("pk"),
    "finished": Count("pk", filter=Q(finished_at__isnull=False)),
    "booked": Count("pk", filter=Q(has_booked=True)),
    "came": Count("pk", filter=Q(has_come=True)),
    "done": Count("pk", filter=Q(has_done=True)),
}


def _runs(begin: datetime, end: datetime) -> QuerySet[Any]:
    bookings = Booking.objects.filter(constraint_check=OuterRef("pk"))
    done = ActionItem.objects.filter(
        record__booking__constraint_check=OuterRef("pk"), done_at__isnull=False
    )
    first_business = bookings.order_by("pk").values("business__village__name")[:1]
    return ConstraintCheck.objects.filter(started_at__gte=begin, started_at__lt=end).annotate(
        has_booked=Exists(bookings),
        has_come=Exists(bookings.filter(status=Booking.Status.ATTENDED)),
        has_done=Exists(done),
        place=Case(
            When(is_outside_batu=False, then=Coalesce("village__name", Subquery(first_business)))
        ),
    )


def _counts(row: Any) -> list[int]:
    return [row[name] for name in STEPS]


def _week_text(monday: datetime, starts_on: date, ends_on: date) -> str:
    """The days that are counted: the first and the last week may reach beyond them."""
    first = formats.wib_day(monday)
    span = max(first, starts_on), min(first + timedelta(days=6), ends_on)
    return " – ".join(formats.short_date_text(day) for day in dict.fromkeys(span))


def _places(runs: QuerySet[Any]) -> list[Row]:
    """Villages by name, then those from elsewhere, then those who did not say."""
    rows = runs.values("is_outside_batu", "place").annotate(**_COUNTS)
    ordered = rows.order_by("is_outside_batu", F("place").asc(nulls_last=True))
    return [Row(_place_text(row), _counts(row)) for row in ordered]


def _place_text(row: Any) -> str:
    if row["is_outside_batu"]:
        return _("Outside Kota Batu")
    return str(row["place"] or _("Not said"))


def heard_from(begin: datetime, end: datetime) -> list[tuple[str, int]]:
    """Where the owners who signed up in this time had heard of the office."""
    owners = User.objects.filter(
        joined_at__gte=begin, joined_at__lt=end, is_staff=False, groups=None
    )
    counts = (
        owners.values("heard_from").annotate(count=Count("pk")).order_by("-count", "heard_from")
    )
    labels = dict(User.HeardFrom.choices)
    return [(str(labels.get(row["heard_from"], _("Not said"))), row["count"]) for row in counts]
