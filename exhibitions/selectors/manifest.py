"""Out of town: one paper with who travels, what goes along, and what came back."""

from dataclasses import dataclass

from exhibitions.models import Activity, Application, ManifestLine, Traveller


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
    def value(self) -> int:
        return sum(line.price * line.pieces for line in self.lines)

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
    def value(self) -> int:
        return sum(goods.value for goods in self.businesses)

    @property
    def is_all_back(self) -> bool:
        lines = [line for goods in self.businesses for line in goods.lines]
        return all(line.returned is not None for line in lines if line.handed_over is not None)


def manifest_of(activity: Activity) -> Manifest:
    """Every confirmed business, in three queries."""
    confirmed = activity.applications.confirmed().select_related("business")
    rows = confirmed.prefetch_related("travellers", "manifest").order_by("rank", "pk")
    return Manifest(activity, [goods_of(each) for each in rows])


def goods_of(application: Application) -> BusinessGoods:
    return BusinessGoods(
        application,
        sorted(application.travellers.all(), key=lambda each: each.pk),
        sorted(application.manifest.all(), key=lambda line: (line.position, line.pk)),
    )
