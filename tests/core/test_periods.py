"""Years and quarters begin and end at midnight in Batu."""

from datetime import UTC, date, datetime

import pytest

from plut_portal.core.admin_periods import PeriodForm
from plut_portal.core.formats import WIB
from plut_portal.core.periods import Period
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


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (None, date(2026, 1, 1), date(2026, 12, 31)),
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_a_year_or_a_quarter(quarter, first, last):
    period = Period(2026, quarter)

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(("moment", "year"), [(NOW, 2026), (NEW_YEAR.astimezone(UTC), 2027)])
def test_the_years_to_ask_about_stand_around_this_one_in_batu(rf, portal_clock, moment, year):
    portal_clock(moment)

    form = PeriodForm.of(rf.get("/"), ahead=1, back=2)

    assert [value for value, _label in form.fields["tahun"].choices] == [
        year + 1,
        year,
        year - 1,
        year - 2,
    ]
    assert form.period == Period(year)


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ("tahun=2025", Period(2025)),
        ("tahun=2025&triwulan=3", Period(2025, 3)),
        ("tahun=1999&triwulan=2", Period(2026, 2)),
        ("tahun=lalu&triwulan=9", Period(2026)),
    ],
)
def test_what_cannot_be_read_counts_as_not_chosen(rf, asked, period):
    assert PeriodForm.of(rf.get(f"/?{asked}"), back=1).period == period
