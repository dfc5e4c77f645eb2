"""How businesses are doing: the newest answer to each question, out of append-only rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from businesses.classes import BusinessClass, TurnoverBand, classify_band
from businesses.models import Business, OperatingState, Snapshot


@dataclass
class Figures:
    """The newest value of each figure, and in `said_at` the moment it speaks of."""

    operating_state: str = ""
    workers_female: int | None = None
    workers_male: int | None = None
    turnover_band: str = ""
    turnover_withheld: bool = False
    capital: int | None = None
    capital_withheld: bool = False
    said_at: dict[str, datetime] = field(default_factory=dict)

    @property
    def business_class(self) -> BusinessClass | None:
        return classify_band(self.turnover_band, self.capital)

    @property
    def class_label(self) -> str:
        return str(self.business_class.label) if self.business_class else ""

    @property
    def state_label(self) -> str:
        return str(OperatingState(self.operating_state).label) if self.operating_state else ""

    @property
    def turnover_label(self) -> str:
        return str(TurnoverBand(self.turnover_band).label) if self.turnover_band else ""

    @property
    def workers(self) -> int | None:
        if self.workers_female is None and self.workers_male is None:
            return None
        return (self.workers_female or 0) + (self.workers_male or 0)

    def take(self, snapshot: Snapshot) -> None:
        """Let a later row overwrite what it speaks of."""
        for name in ("operating_state", "workers_female", "workers_male"):
            if (value := getattr(snapshot, name)) not in ("", None):
                self._set(name, value, snapshot)
        if snapshot.turnover_band or snapshot.turnover_withheld:
            self._set("turnover_band", snapshot.turnover_band, snapshot)
            self._set("turnover_withheld", snapshot.turnover_withheld, snapshot)
        if snapshot.capital is not None or snapshot.capital_withheld:
            self._set("capital", snapshot.capital, snapshot)
            self._set("capital_withheld", snapshot.capital_withheld, snapshot)

    def _set(self, name: str, value: object, snapshot: Snapshot) -> None:
        setattr(self, name, value)
        self.said_at[name] = snapshot.taken_at


def latest_figures(business: Business, *, as_of: datetime | None = None) -> Figures:
    """The newest value of each figure; with `as_of`, as one would have read it at that moment."""
    return figures_by_business([business.pk], as_of=as_of)[business.pk]


def figures_by_business(
    business_ids: Collection[int], *, as_of: datetime | None = None
) -> dict[int, Figures]:
    """The same for many businesses in one query, by their keys."""
    rows = Snapshot.objects.in_force(as_of=as_of).filter(business__in=business_ids)
    if as_of:
        rows = rows.filter(taken_at__lte=as_of)
    return _folded(business_ids, rows.order_by("taken_at", "pk"))


def _folded(business_ids: Iterable[int], rows: Iterable[Snapshot]) -> dict[int, Figures]:
    figures = {pk: Figures() for pk in business_ids}
    for row in rows:
        figures[row.business_id].take(row)
    return figures
