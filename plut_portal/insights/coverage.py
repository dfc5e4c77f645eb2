"""The 24 villages and wards of Batu: whom the office reached in each, and where nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from businesses.models import Business, Village
from plut_portal.core.periods import Period
from plut_portal.insights.answers.served import never_served, served

# Column and row of each village in the drawing. Neighbours stand beside one another as far as
# squares allow; it is no map and needs none.
PLACES = {
    "35.79.02.2009": (2, 0),
    "35.79.02.2003": (1, 1),
    "35.79.02.2004": (2, 1),
    "35.79.02.2002": (1, 2),
    "35.79.02.2001": (2, 2),
    "35.79.02.2008": (3, 2),
    "35.79.01.2005": (0, 3),
    "35.79.01.2007": (1, 3),
    "35.79.02.2006": (2, 3),
    "35.79.02.2005": (3, 3),
    "35.79.02.2007": (4, 3),
    "35.79.01.1003": (0, 4),
    "35.79.01.1002": (1, 4),
    "35.79.01.1004": (2, 4),
    "35.79.01.1001": (3, 4),
    "35.79.03.2007": (4, 4),
    "35.79.01.2008": (0, 5),
    "35.79.01.2006": (1, 5),
    "35.79.03.2002": (2, 5),
    "35.79.03.2005": (3, 5),
    "35.79.03.2006": (4, 5),
    "35.79.03.2004": (1, 6),
    "35.79.03.2003": (2, 6),
    "35.79.03.1001": (3, 6),
}
COLUMNS, ROWS = 5, 7
WIDTH, HEIGHT, GAP = 92, 52, 4
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """Where a village stands in the drawing, in its units."""

    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def name_y(self) -> int:
        return self.y + 18

    @property
    def number_y(self) -> int:
        return self.y + 40


@dataclass(frozen=True)
class VillageRow:
    """A village, how many of its businesses the portal knows, and how many of them it served."""

    village: Village
    registered: int
    served: int
    never: int
    most: int

    @property
    def tile(self) -> Tile | None:
        if self.village.code not in PLACES:
            return None
        column, row = PLACES[self.village.code]
        return Tile(column * (WIDTH + GAP), row * (HEIGHT + GAP))

    @property
    def shade(self) -> int:
        """From 0, nobody, to SHADES, near the most."""
        return -(-self.served * SHADES // self.most) if self.served else 0


@dataclass(frozen=True)
class Coverage:
    rows: list[VillageRow]

    @property
    def at_zero(self) -> list[VillageRow]:
        return [row for row in self.rows if not row.served]

    @property
    def reached(self) -> int:
        return len(self.rows) - len(self.at_zero)

    @property
    def districts(self) -> list[str]:
        return sorted({row.village.district for row in self.rows})

    @property
    def registered(self) -> int:
        return sum(row.registered for row in self.rows)

    @property
    def served(self) -> int:
        return sum(row.served for row in self.rows)

    @property
    def never(self) -> int:
        return sum(row.never for row in self.rows)


def coverage(period: Period, *, at: datetime) -> Coverage:
    """Every village by district and name: registered now, served in the period, never served;
    in two queries."""
    counts = (
        Business.objects.values("village")
        .annotate(
            registered=Count("pk"),
            served=Count("pk", filter=Q(pk__in=served(period).values("pk"))),
            never=Count("pk", filter=Q(pk__in=never_served(at=at).values("pk"))),
        )
        .values_list("village", "registered", "served", "never")
    )
    found = {village: numbers for village, *numbers in counts}
    most = max((numbers[1] for numbers in found.values()), default=0)
    villages = Village.objects.order_by("district", "name")
    return Coverage([_row(each, found.get(each.pk, [0, 0, 0]), most) for each in villages])


def _row(village: Village, numbers: list[int], most: int) -> VillageRow:
    registered, here, never = numbers
    return VillageRow(village, registered, here, never, most)
