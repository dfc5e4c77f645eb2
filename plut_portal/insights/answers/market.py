"""What was sold at the activities the office opened, and ordered after them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from exhibitions.models import Activity, Application, DailyReport, FollowUpOrder
from plut_portal.core.periods import Period


@dataclass(frozen=True)
class Turnover:
    """Whole rupiah, as the stands reported them."""

    sold: int
    ordered: int

    @property
    def total(self) -> int:
        return self.sold + self.ordered


def reports(period: Period) -> QuerySet[DailyReport]:
    """Of businesses that took part, by the day of the report."""
    return DailyReport.objects.filter(
        application__in=Application.objects.took_part(), **period.days("day")
    )


def orders(period: Period) -> QuerySet[FollowUpOrder]:
    """That followed from an activity, by the day of the order."""
    return FollowUpOrder.objects.filter(
        application__in=Application.objects.took_part(), **period.days("ordered_on")
    )


def turnover(period: Period) -> Turnover:
    """In two queries."""
    sold = reports(period).aggregate(total=Sum("turnover"))["total"]
    ordered = orders(period).aggregate(total=Sum("amount"))["total"]
    return Turnover(sold or 0, ordered or 0)


def activities(period: Period) -> QuerySet[Activity]:
    """Those with anything sold or ordered in the period: `sold` and `ordered`, in rupiah.

    Sums alone: what one business earned is its own affair (law 27/2022 article 4).
    """
    rows = Activity.objects.annotate(
        sold=_sum_of(reports(period), "turnover"), ordered=_sum_of(orders(period), "amount")
    )
    return rows.exclude(sold=0, ordered=0).order_by("starts_on", "pk")


def _sum_of(rows: QuerySet[Any], field: str) -> Coalesce:
    own = rows.filter(application__activity=OuterRef("pk")).order_by()
    sums = own.values("application__activity").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)
