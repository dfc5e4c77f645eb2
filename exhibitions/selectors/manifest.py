"""Out of town: one paper with who travels, what goes along, and what came back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from exhibitions.models import Activity, Application, ManifestLine, Traveller

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class BusinessGoods:
    """What one business sends along. Weight in grams, value in rupiah."""

    application: Application
    travellers: list[Traveller]
    lines: list[ManifestLine]

    @property
    def is_carried_for(self) -> bool:
        """Nobody of the business travels: the office carries its goods."""
        return not self.travellers

    @property
    def parcels(self) -> int:
        return sum(line.parcels for line in self.lines)

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams for line in self.lines)

    @property
    def kilograms(self) -> Decimal:
        return Decimal(self.weight_grams) / 1000

    @property
    def pieces(self) -> int:
        return sum(line.pieces for line in self.lines)

    @property
    def value(self) -> int:
        return sum(line.value for line in self.lines)

    @property
    def taken(self) -> list[ManifestLine]:
        """What the office has counted and answers for."""
        return [line for line in self.lines if line.handed_over is not None]

    @property
    def is_handed_over(self) -> bool:
        return bool(self.lines) and len(self.taken) == len(self.lines)

    @property
    def is_back(self) -> bool:
        return bool(self.taken) and all(line.returned is not None for line in self.taken)

    @property
    def handed_over_line(self) -> ManifestLine | None:
        """The line counted last: its day and officer stand on the paper."""
        return max(self.taken, key=lambda line: line.handed_over_at or NEVER, default=None)

    @property
    def returned_line(self) -> ManifestLine | None:
        back = [line for line in self.taken if line.returned_at]
        return max(back, key=lambda line: line.returned_at or NEVER, default=None)

    @property
    def missing(self) -> int:
        return sum(line.missing or 0 for line in self.lines)


@dataclass(frozen=True)
class Manifest:
    activity: Activity
    businesses: list[BusinessGoods]

    @property
    def travellers(self) -> list[Traveller]:
        return [each for goods in self.businesses for each in goods.travellers]

    @property
    def parcels(self) -> int:
        return sum(goods.parcels for goods in self.businesses)

    @property
    def weight_grams(self) -> int:
        return sum(goods.weight_grams for goods in self.businesses)

    @property
    def kilograms(self) -> Decimal:
        return Decimal(self.weight_grams) / 1000

    @property
    def value(self) -> int:
        return sum(goods.value for goods in self.businesses)

    @property
    def is_all_back(self) -> bool:
        lines = [line for goods in self.businesses for line in goods.lines]
        return all(line.returned is not None for line in lines if line.handed_over is not None)


def manifest_of(activity: Activity) -> Manifest:
    """Every business that goes along or has goods with the office, in three queries."""
    going = Application.objects.travelling().filter(activity=activity).select_related("business")
    rows = going.prefetch_related("travellers", _lines()).order_by("rank", "pk")
    return Manifest(activity, [goods_of(each) for each in rows])


def goods_for(application: Application) -> BusinessGoods:
    """Those of one business, with the officers who counted them; two queries."""
    prefetch_related_objects([application], "travellers", _lines())
    return goods_of(application)


def _lines() -> "Prefetch[str, QuerySet[ManifestLine], str]":
    officers = ManifestLine.objects.select_related("handed_over_by", "returned_by")
    return Prefetch("manifest", officers)


def goods_of(application: Application) -> BusinessGoods:
    return BusinessGoods(
        application,
        sorted(application.travellers.all(), key=lambda each: each.pk),
        sorted(application.manifest.all(), key=lambda line: (line.position, line.pk)),
    )
