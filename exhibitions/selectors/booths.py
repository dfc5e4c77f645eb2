"""Who stands where: the plan by zone, and who has no booth yet."""

from dataclasses import dataclass

from exhibitions.models import Activity, Application, Booth, BoothPlace, Zone
from exhibitions.selectors.agenda import booths_of


@dataclass(frozen=True)
class BoothRow:
    booth: Booth
    places: list[BoothPlace]

    @property
    def free(self) -> int:
        return self.booth.capacity - len(self.places)

    @property
    def watts_needed(self) -> int:
        return sum(place.application.watts for place in self.places)

    @property
    def is_overloaded(self) -> bool:
        return self.watts_needed > self.booth.watts


@dataclass(frozen=True)
class ZoneTable:
    zone: Zone
    rows: list[BoothRow]


@dataclass(frozen=True)
class BoothPlan:
    zones: list[ZoneTable]
    without_booth: list[Application]


def booth_plan(activity: Activity) -> BoothPlan:
    """Four queries, however many booths there are."""
    booths = booths_of(activity).prefetch_related("places__application__business")
    by_zone: dict[int, list[BoothRow]] = {}
    for booth in booths:
        places = sorted(booth.places.all(), key=lambda place: place.seat)
        by_zone.setdefault(booth.zone_id, []).append(BoothRow(booth, places))
    zones = activity.zones.order_by("position", "pk")
    confirmed = activity.applications.confirmed().filter(booth_place=None)
    return BoothPlan(
        zones=[ZoneTable(zone, by_zone.get(zone.pk, [])) for zone in zones],
        without_booth=list(confirmed.select_related("business").order_by("rank", "pk")),
    )
