from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from exhibitions.models import Enquiry, EnquiryQuerySet
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
class LeadRow:
    """Enquiries of one month, village or product: asked, and answered by now."""

    label: str
    asked: int
    answered: int

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


def lead_summary(*, starts_on: date, ends_on: date) -> LeadSummary:
    """Count what buyers asked in these days (WIB) and what was answered since, in three queries."""
    begin = formats.at_wib(starts_on, time.min)
    end = formats.at_wib(ends_on + timedelta(days=1), time.min)
    asked = Enquiry.objects.filter(sent_at__gte=begin, sent_at__lt=end)
    by_month = asked.annotate(month=TruncMonth("sent_at", tzinfo=formats.WIB))
    of_months = [
        LeadRow(months.month_text(formats.wib_day(month)), count, answered)
        for month, count, answered in _counted(by_month, "month").order_by("-month")
    ]
    total = LeadRow("", sum(row.asked for row in of_months), sum(row.answered for row in of_months))
    return LeadSummary(
        total=total,
        months=of_months,
        villages=_rows(asked, "product__business__village__name"),
        products=_rows(asked, "product__name")[:MOST_PRODUCTS],
    )


def _rows(enquiries: EnquiryQuerySet, label: str) -> list[LeadRow]:
    return [LeadRow(*row) for row in _counted(enquiries, label).order_by("-asked", label)]


def _counted(enquiries: EnquiryQuerySet, label: str) -> Any:
    counts = enquiries.values(label).annotate(asked=Count("pk"), done=Count("answered_at"))
    return counts.values_list(label, "asked", "done")
