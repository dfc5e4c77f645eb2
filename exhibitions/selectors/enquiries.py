from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, Q, Sum
from django.db.models.functions import TruncMonth

from businesses.models import Product
from exhibitions.models import ChatCount, ChatCountQuerySet, Enquiry, EnquiryQuerySet
from plut_portal.core import formats, months

LATELY = timedelta(days=30)
MOST_PRODUCTS = 10


@dataclass(frozen=True)
class Leads:
    """How many asked, how many of them lately, and how many wait for an answer."""

    total: int
    lately: int
    waiting: int


@dataclass(frozen=True)
class Chats:
    """How often chats were opened from a product's page."""

    name: str
    count: int


@dataclass(frozen=True)
class LeadRow:
    """Of one month, village or product: asked, answered by now, and chats opened."""

    label: str
    asked: int
    answered: int
    chats: int = 0

    @property
    def waiting(self) -> int:
        return self.asked - self.answered

    @property
    def percent(self) -> int | None:
        return round(100 * self.answered / self.asked) if self.asked else None


@dataclass(frozen=True)
class LeadSummary:
    total: LeadRow
    months: list[LeadRow]
    villages: list[LeadRow]
    # Those asked about most.
    products: list[LeadRow]


def leads(enquiries: EnquiryQuerySet, *, at: datetime) -> Leads:
    """The figures of these enquiries, in one query."""
    return Leads(
        **enquiries.aggregate(
            total=Count("pk", distinct=True),
            lately=Count("pk", filter=Q(sent_at__gte=at - LATELY), distinct=True),
            waiting=Count("pk", filter=Q(answered_at=None), distinct=True),
        )
    )


def chats_lately(chats: ChatCountQuerySet, *, at: datetime) -> list[Chats]:
    """Those of the last thirty days by the ten products with the most, in one query."""
    lately = chats.filter(day__gt=formats.wib_day(at) - LATELY)
    counted = lately.values("product__name").annotate(opened=Sum("count"))
    rows = counted.order_by("-opened", "product__name", "product")
    return [Chats(row["product__name"], row["opened"]) for row in rows[:MOST_PRODUCTS]]


def lead_summary(*, starts_on: date, ends_on: date) -> LeadSummary:
    """Count what buyers asked in these days (WIB), what was answered since, and the chats opened.

    Seven queries.
    """
    begin = formats.at_wib(starts_on, time.min)
    end = formats.at_wib(ends_on + timedelta(days=1), time.min)
    asked = Enquiry.objects.filter(sent_at__gte=begin, sent_at__lt=end)
    chats = ChatCount.objects.filter(day__range=(starts_on, ends_on))
    of_months = _counted(
        asked.annotate(month=TruncMonth("sent_at", tzinfo=formats.WIB, output_field=DateField())),
        chats.annotate(month=TruncMonth("day")),
        "month",
    )
    by_month = [
        LeadRow(months.month_text(month), *figures)
        for month, figures in sorted(of_months.items(), reverse=True)
    ]
    return LeadSummary(
        total=LeadRow("", *(sum(row[place] for row in of_months.values()) for place in range(3))),
        months=by_month,
        villages=_rows(asked, chats, "product__business__village__name"),
        products=_with_makers(_rows(asked, chats, "product")[:MOST_PRODUCTS]),
    )


def _rows(asked: EnquiryQuerySet, chats: ChatCountQuerySet, label: str) -> list[LeadRow]:
    rows = [LeadRow(name, *figures) for name, figures in _counted(asked, chats, label).items()]
    return sorted(rows, key=lambda row: (-row.asked, -row.chats, row.label))


def _with_makers(rows: list[LeadRow]) -> list[LeadRow]:
    """By name and maker, of rows labelled by key: several makers may call theirs the same."""
    keys = [row.label for row in rows]
    products = Product.objects.select_related("business").in_bulk(keys)
    return [
        replace(row, label=f"{product.name} – {product.business.label}")
        for row in rows
        for product in [products[row.label]]
    ]


def _counted(asked: Any, chats: Any, label: str) -> dict[Any, tuple[int, int, int]]:
    """Asked, answered and chats by what is called `label` in both."""
    answers = asked.values(label).annotate(count=Count("pk"), done=Count("answered_at"))
    found = {
        name: (count, done) for name, count, done in answers.values_list(label, "count", "done")
    }
    opened = dict(chats.values(label).annotate(sum=Sum("count")).values_list(label, "sum"))
    return {
        name: (*found.get(name, (0, 0)), opened.get(name, 0))
        for name in found.keys() | opened.keys()
    }
