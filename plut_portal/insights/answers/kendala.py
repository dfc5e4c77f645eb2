"""What owners struggle with, as their consultants wrote it down."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from businesses.models import Business, Product, ProductCategory
from consultations.models import Booking, Constraint, SessionRecord
from plut_portal.core.periods import Period


@dataclass(frozen=True)
class Row:
    """One kendala: how many businesses have it, and how many of each village and trade."""

    pk: int
    label: str
    businesses: int
    villages: list[tuple[str, int]]
    trades: dict[str, int]

    @property
    def leading(self) -> str:
        """Where it is most frequent: Beji (3), Sisir (2)."""
        return ", ".join(f"{name} ({count})" for name, count in self.villages[:3])


@dataclass(frozen=True)
class Kendala:
    rows: list[Row]
    trades: list[str]

    @property
    def most(self) -> int:
        return max((row.businesses for row in self.rows), default=0)

    @property
    def cells(self) -> list[tuple[Row, list[tuple[str, int]]]]:
        """For a table: the rows, and beneath each trade how many."""
        return [
            (row, [(trade, row.trades.get(trade, 0)) for trade in self.trades]) for row in self.rows
        ]


def diagnoses(period: Period) -> QuerySet[SessionRecord]:
    """Sessions held in the period whose consultant named a kendala."""
    return SessionRecord.objects.filter(
        constraint__isnull=False,
        booking__status=Booking.Status.ATTENDED,
        **period.within("booking__starts_at"),
    )


def kendala(period: Period) -> Kendala:
    """Businesses by kendala, each once beneath each of hers, in one query.

    The trade is the category of the first product the business offers.
    """
    first = Product.objects.offered().filter(business=OuterRef("booking__business"))
    counted = (
        diagnoses(period)
        .annotate(trade=Coalesce(Subquery(first.in_order().values("category")[:1]), Value("")))
        .values("constraint", "constraint__label", "booking__business__village__name", "trade")
        .annotate(businesses=Count("booking__business", distinct=True))
        .order_by("constraint__position", "constraint")
    )
    found: dict[tuple[int, str], list[tuple[str, str, int]]] = defaultdict(list)
    for pk, label, village, trade, businesses in counted.values_list(
        "constraint", "constraint__label", "booking__business__village__name", "trade", "businesses"
    ):
        found[pk, label].append((village, trade, businesses))
    rows = sorted(
        (_row(pk, label, parts) for (pk, label), parts in found.items()),
        key=lambda row: (-row.businesses, row.label),
    )
    said = {trade for row in rows for trade in row.trades}
    trades = [str(label) for label in [*ProductCategory.labels, _not_said()] if str(label) in said]
    return Kendala(rows, trades)


def having(period: Period, constraint: Constraint) -> QuerySet[Business]:
    """The businesses behind a number: those with this kendala."""
    records = diagnoses(period).filter(constraint=constraint)
    return Business.objects.filter(pk__in=records.values("booking__business"))


def _row(pk: int, label: str, parts: list[tuple[str, str, int]]) -> Row:
    # A business lies in one village and has one trade, so the parts do not overlap.
    villages, trades = Counter[str](), Counter[str]()
    for village, trade, businesses in parts:
        villages[village] += businesses
        trades[str(ProductCategory(trade).label) if trade else _not_said()] += businesses
    by_size = sorted(villages.items(), key=lambda each: (-each[1], each[0]))
    return Row(pk, label, sum(villages.values()), by_size, dict(trades))


def _not_said() -> str:
    return _("Not said")
