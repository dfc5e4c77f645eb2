"""A year or one of its quarters, in the days of Batu: the one place where figures get their edges."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from plut_portal.core import formats

QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True)
class Period:
    """From `since`, up to but without `until`: 31 December, 23.30 WIB is still in its year."""

    year: int
    quarter: int | None = None

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last(self) -> date:
        after = (3 if self.quarter else 12) + self.first.month - 1
        return date(self.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)

    @property
    def since(self) -> datetime:
        return formats.at_wib(self.first, time.min)

    @property
    def until(self) -> datetime:
        return formats.at_wib(self.last + timedelta(days=1), time.min)

    @property
    def label(self) -> str:
        if self.quarter is None:
            return _("Year %(year)d") % {"year": self.year}
        return _("Quarter %(quarter)s of %(year)d") % {
            "quarter": QUARTERS[self.quarter],
            "year": self.year,
        }

    @property
    def query(self) -> str:
        """As the form of these pages writes it into the address."""
        return f"tahun={self.year}&triwulan={self.quarter or ''}"

    def within(self, field: str) -> dict[str, Any]:
        """For a filter on a moment."""
        return {f"{field}__gte": self.since, f"{field}__lt": self.until}

    def days(self, field: str) -> dict[str, Any]:
        """For a filter on a date."""
        return {f"{field}__range": (self.first, self.last)}
