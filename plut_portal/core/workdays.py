"""Counting in working days: Monday to Friday, without public holidays and cuti bersama."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.constants import GOVERNMENT, PUBLIC

SATURDAY = 5


@cache
def _free_days(year: int) -> frozenset[date]:
    # Without GOVERNMENT the package leaves out cuti bersama (SKB 3 Menteri).
    return frozenset(country_holidays("ID", years=year, categories=(PUBLIC, GOVERNMENT)))


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _free_days(day.year)


def add_workdays(day: date, count: int) -> date:
    """The day on which so many working days have passed; the day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
