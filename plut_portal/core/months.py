"""Calendar months in Batu, each known by its first day."""

import re
from datetime import date, datetime, time

from django.utils import formats as django_formats

from plut_portal.core import formats

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def month_of(moment: datetime | date) -> date:
    """The first day of its month in WIB: 30 November, 23.30 WIB is still November."""
    day = formats.wib_day(moment) if isinstance(moment, datetime) else moment
    return day.replace(day=1)


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def span(first: date) -> tuple[datetime, datetime]:
    """Its first moment, and the first moment after it."""
    return formats.at_wib(first, time.min), formats.at_wib(next_month(first), time.min)


def written(text: str) -> date | None:
    """The month in "2026-11", as addresses carry it; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    year, month = map(int, found.groups()) if found else (0, 0)
    return date(year, month, 1) if 2000 <= year <= 2999 and 1 <= month <= 12 else None


def month_text(first: date) -> str:
    """November 2026"""
    return str(django_formats.date_format(first, "F Y"))
