from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plut_portal.core.workdays import add_workdays, is_workday

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 24), 5, date(2026, 12, 1)),  # a Tuesday; one weekend between
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # a Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # a Saturday
        (
            date(2026, 12, 23),
            1,
            date(2026, 12, 28),
        ),  # cuti bersama on the 24th, Christmas on Friday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year is a Friday
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_add_workdays_leaves_out_weekends_holidays_and_cuti_bersama(start, count, end):
    assert add_workdays(start, count) == end


@given(day=days, count=st.integers(1, 30))
def test_add_workdays_passes_exactly_so_many_working_days(day, count):
    end = add_workdays(day, count)

    passed = [date.fromordinal(n) for n in range(day.toordinal() + 1, end.toordinal() + 1)]
    assert sum(map(is_workday, passed)) == count
    assert is_workday(end)
