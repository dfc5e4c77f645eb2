from datetime import UTC, date, datetime

import pytest

from plut_portal.core import formats, months
from plut_portal.core.formats import WIB


def test_month_of_half_past_eleven_in_batu_is_still_that_month():
    late = datetime(2026, 11, 30, 23, 30, tzinfo=WIB)
    after_midnight = datetime(2026, 12, 1, 0, 30, tzinfo=WIB).astimezone(UTC)

    assert months.month_of(late) == date(2026, 11, 1)
    assert months.month_of(after_midnight) == date(2026, 12, 1)


def test_months_go_over_the_turn_of_the_year():
    assert months.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert months.month_before(date(2027, 1, 1)) == date(2026, 12, 1)
    assert months.month_before(date(2026, 12, 1)) == date(2026, 11, 1)


def test_span_of_a_month_is_midnight_to_midnight_in_batu():
    begin, end = months.span(date(2026, 11, 1))

    assert begin == datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
    assert end == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-01", "26-11", "2026-11-01", "٢٠٢٦-١١", "abc"]
)
def test_written_takes_nothing_but_a_month(text):
    assert months.written(text) is None


def test_written_reads_the_month_of_an_address():
    assert months.written("2026-11") == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 menit"), (45, "45 menit"), (60, "1 jam"), (450, "7 jam 30 menit")],
)
def test_duration_text_speaks_of_hours_and_minutes(minutes, text):
    assert formats.duration_text(minutes) == text
