"""The size of a business, derived and never typed (PP 7/2021 article 35; domain.md §2)."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

Choice = TypeVar("Choice")
MILLION, BILLION = 10**6, 10**9


class BusinessClass(models.TextChoices):
    MICRO = "MICRO", _("Micro")
    SMALL = "SMALL", _("Small")
    MEDIUM = "MEDIUM", _("Medium")
    LARGE = "LARGE", _("Large")


class TurnoverBand(models.TextChoices):
    """Sales of a year. Upper bounds belong to the band, so that the classes fall on its edges."""

    TO_60M = "TO_60M", _("Up to Rp60 million")
    TO_300M = "TO_300M", _("Over Rp60 million, up to Rp300 million")
    TO_500M = "TO_500M", _("Over Rp300 million, up to Rp500 million")
    TO_1B = "TO_1B", _("Over Rp500 million, up to Rp1 billion")
    TO_2B = "TO_2B", _("Over Rp1 billion, up to Rp2 billion")
    TO_15B = "TO_15B", _("Over Rp2 billion, up to Rp15 billion")
    TO_50B = "TO_50B", _("Over Rp15 billion, up to Rp50 billion")
    OVER_50B = "OVER_50B", _("Over Rp50 billion")


BAND_UP_TO = {
    TurnoverBand.TO_60M: 60 * MILLION,
    TurnoverBand.TO_300M: 300 * MILLION,
    TurnoverBand.TO_500M: 500 * MILLION,
    TurnoverBand.TO_1B: BILLION,
    TurnoverBand.TO_2B: 2 * BILLION,
    TurnoverBand.TO_15B: 15 * BILLION,
    TurnoverBand.TO_50B: 50 * BILLION,
}
_BY_SALES = {
    BusinessClass.MICRO: 2 * BILLION,
    BusinessClass.SMALL: 15 * BILLION,
    BusinessClass.MEDIUM: 50 * BILLION,
}
# Without land and buildings of the place of business.
_BY_CAPITAL = {
    BusinessClass.MICRO: BILLION,
    BusinessClass.SMALL: 5 * BILLION,
    BusinessClass.MEDIUM: 10 * BILLION,
}


def classify(turnover: int | None, capital: int | None) -> BusinessClass | None:
    """By the sales of a year where they are known, else by capital; None where neither is."""
    if turnover is not None:
        return _first_within(_BY_SALES, turnover, beyond=BusinessClass.LARGE)
    if capital is not None:
        return _first_within(_BY_CAPITAL, capital, beyond=BusinessClass.LARGE)
    return None


def classify_band(band: str | None, capital: int | None) -> BusinessClass | None:
    """The same for sales known by their band; every band lies in exactly one class."""
    if not band:
        return classify(None, capital)
    return classify(BAND_UP_TO.get(TurnoverBand(band), 50 * BILLION + 1), capital)


def band_of(turnover: int) -> TurnoverBand:
    return _first_within(BAND_UP_TO, turnover, beyond=TurnoverBand.OVER_50B)


def _first_within(bounds: dict[Choice, int], amount: int, *, beyond: Choice) -> Choice:
    return next((choice for choice, up_to in bounds.items() if amount <= up_to), beyond)
