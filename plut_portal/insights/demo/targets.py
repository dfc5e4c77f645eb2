"""What the office has promised to reach: this year's numbers, and last year's."""

from datetime import datetime

from plut_portal.core import formats
from plut_portal.insights import services
from plut_portal.insights.models import AnnualTarget

Indicator = AnnualTarget.Indicator
PROMISED = {
    Indicator.SERVED: 120,
    Indicator.FIRST_TIMERS: 60,
    Indicator.ALL_THREE: 24,
    Indicator.PACKAGED: 30,
    Indicator.TURNOVER: 150_000_000,
    Indicator.AGAIN: 10,
    Indicator.WOMEN: 150,
    Indicator.VILLAGES: 24,
}


def add(*, at: datetime) -> None:
    this_year = formats.wib_day(at).year
    for year in (this_year - 1, this_year):
        for indicator, value in PROMISED.items():
            target = AnnualTarget(
                year=year, indicator=indicator, value=value, source=f"Renja Diskumindag {year}"
            )
            services.save_target(target=target, reason="")
