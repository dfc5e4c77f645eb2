"""Years and quarters begin and end at midnight in Batu."""

from datetime import UTC, date, datetime

import pytest

from plut_portal.core.formats import WIB
from plut_portal.insights.periods import Period, years
from tests.times import NOW

NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=WIB)
NEW_YEAR = datetime(2027, 1, 1, 0, 30, tzinfo=WIB)


def holds(period, moment):
    return period.since <= moment < period.until


@pytest.mark.parametrize(("year", "quarter"), [(2026, None), (2026, 4)])
def test_half_an_hour_before_midnight_is_still_in_its_year_and_quarter(year, quarter):
    period = Period(year, quarter)

    assert holds(period, NEW_YEARS_EVE)
    # In UTC both are 31 December.
    assert not holds(period, NEW_YEAR.astimezone(UTC))
    assert holds(Period(2027), NEW_YEAR.astimezone(UTC))


def test_quarters_follow_one_another_without_gap_or_overlap():
    quarters = [Period(2028, quarter) for quarter in (1, 2, 3, 4)]

    assert [(each.first, each.last) for each in quarters] == [
        (date(2028, 1, 1), date(2028, 3, 31)),
        (date(2028, 4, 1), date(2028, 6, 30)),
        (date(2028, 7, 1), date(2028, 9, 30)),
        (date(2028, 10, 1), date(2028, 12, 31)),
    ]
    edges = [each.until for each in quarters]
    assert edges[:3] == [each.since for each in quarters[1:]]
    assert (quarters[0].since, edges[3]) == (Period(2028).since, Period(2028).until)


def test_the_years_to_ask_about_begin_with_this_one_in_batu():
    assert years(at=NOW)[:2] == [2026, 2025]
    assert years(at=NEW_YEAR.astimezone(UTC))[0] == 2027
