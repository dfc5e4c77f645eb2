"""PP 7/2021 article 35: the bounds to the rupiah."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from businesses.classes import (
    BAND_UP_TO,
    BILLION,
    MILLION,
    BusinessClass,
    TurnoverBand,
    band_of,
    classify,
    classify_band,
)

MICRO, SMALL, MEDIUM, LARGE = BusinessClass
amounts = st.integers(0, 200 * BILLION) | st.sampled_from(
    [bound + step for bound in BAND_UP_TO.values() for step in (-1, 0, 1)]
)


@pytest.mark.parametrize(
    ("turnover", "size"),
    [
        (0, MICRO),
        (2_000_000_000, MICRO),
        (2_000_000_001, SMALL),
        (15_000_000_000, SMALL),
        (15_000_000_001, MEDIUM),
        (50_000_000_000, MEDIUM),
        (50_000_000_001, LARGE),
    ],
)
def test_classify_by_sales_takes_the_upper_bound_in(turnover, size):
    assert classify(turnover, None) == size


@pytest.mark.parametrize(
    ("capital", "size"),
    [
        (0, MICRO),
        (1_000_000_000, MICRO),
        (1_000_000_001, SMALL),
        (5_000_000_000, SMALL),
        (5_000_000_001, MEDIUM),
        (10_000_000_000, MEDIUM),
        (10_000_000_001, LARGE),
    ],
)
def test_classify_by_capital_takes_the_upper_bound_in(capital, size):
    assert classify(None, capital) == size


def test_classify_without_figures_says_nothing():
    assert classify(None, None) is None
    assert classify_band("", None) is None


@given(turnover=amounts, capital=st.none() | amounts)
def test_classify_lets_known_sales_decide(turnover, capital):
    assert classify(turnover, capital) == classify(turnover, None)


@given(one=amounts, other=amounts)
def test_classify_never_calls_the_bigger_business_smaller(one, other):
    order = list(BusinessClass)

    sizes = [order.index(classify(turnover, None)) for turnover in sorted((one, other))]

    assert sizes == sorted(sizes)


@given(turnover=amounts, capital=st.none() | amounts)
def test_every_band_lies_in_exactly_one_class(turnover, capital):
    assert classify_band(band_of(turnover), capital) == classify(turnover, capital)


@pytest.mark.parametrize(
    ("turnover", "band"),
    [
        (60 * MILLION, "TO_60M"),
        (60 * MILLION + 1, "TO_300M"),
        (300 * MILLION, "TO_300M"),
        (300 * MILLION + 1, "TO_500M"),
        (500 * MILLION, "TO_500M"),
        (500 * MILLION + 1, "TO_1B"),
        (BILLION, "TO_1B"),
        (BILLION + 1, "TO_2B"),
        (2 * BILLION, "TO_2B"),
        (2 * BILLION + 1, "TO_15B"),
        (15 * BILLION, "TO_15B"),
        (15 * BILLION + 1, "TO_50B"),
        (50 * BILLION, "TO_50B"),
        (50 * BILLION + 1, "OVER_50B"),
    ],
)
def test_band_of_takes_the_upper_bound_in(turnover, band):
    assert band_of(turnover) == TurnoverBand(band)
