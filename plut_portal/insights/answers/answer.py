"""All the numbers of one period, put together for the page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from plut_portal.core import formats
from plut_portal.core.periods import Period
from plut_portal.insights.answers.kendala import Kendala, kendala
from plut_portal.insights.answers.market import Turnover, turnover
from plut_portal.insights.answers.served import (
    first_timers,
    running_again,
    served,
    stopped,
    with_women,
)
from plut_portal.insights.answers.training import Training, training
from plut_portal.insights.answers.unmet import Unmet, unmet
from plut_portal.insights.answers.wording import MEANINGS
from plut_portal.insights.coverage import Coverage, coverage
from plut_portal.insights.models import AnnualTarget, number_text

Indicator = AnnualTarget.Indicator


@dataclass(frozen=True)
class Figure:
    """A number; `of` is what it is a part of, where it is one."""

    code: str
    value: int
    of: int | None = None
    aside: str = ""
    target: AnnualTarget | None = None

    @property
    def label(self) -> str:
        return str(Indicator(self.code).label)

    @property
    def meaning(self) -> str:
        return str(MEANINGS[Indicator(self.code)])

    @property
    def shown(self) -> str:
        return number_text(self.code, self.value)

    @property
    def shown_target(self) -> str:
        return self.target.value_text if self.target else ""

    @property
    def percent(self) -> int | None:
        """Of the target, rounded down; nothing without one, or with a target of nought."""
        return self.value * 100 // self.target.value if self.target and self.target.value else None

    @property
    def bar(self) -> int:
        return min(self.percent or 0, 100)


@dataclass(frozen=True)
class Answer:
    period: Period
    at: datetime
    figures: list[Figure]
    training: Training
    kendala: Kendala
    coverage: Coverage
    unmet: Unmet
    sources: list[str]

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The path through the stages, from all enrolled to those who passed all three."""
        taught = self.training
        return [
            (_("enrolled"), len(taught.enrolled)),
            (_("passed production"), len(taught.production)),
            (_("passed packaging"), len(taught.packaging)),
            (_("passed marketing"), len(taught.marketing)),
            (_("packaging and marketing"), len(taught.both)),
            (_("passed all three"), len(taught.all_three)),
        ]

    @property
    def trained_villages(self) -> list[tuple[str, int, int]]:
        """Where the enrolled are from: name, enrolled, finished packaging and marketing."""
        counted = self.training.by_village
        rows = [row.village for row in self.coverage.rows if row.village.pk in counted]
        return sorted(
            ((village.name, *counted[village.pk]) for village in rows),
            key=lambda each: (-each[2], -each[1], each[0]),
        )


def answer(period: Period, *, at: datetime) -> Answer:
    """Everything the page shows, in a number of queries that does not grow with the rows."""
    taught, sold, reached = training(period, at=at), turnover(period), coverage(period, at=at)
    targets = {row.indicator: row for row in AnnualTarget.objects.filter(year=period.year)}
    of_all = len(taught.enrolled)
    women = list(with_women(period).values_list("women", flat=True))
    numbers: list[tuple[Indicator, int, int | None, str]] = [
        (Indicator.SERVED, served(period).count(), None, ""),
        (Indicator.FIRST_TIMERS, first_timers(period).count(), None, ""),
        (Indicator.PACKAGED, len(taught.both), of_all, ""),
        (Indicator.ALL_THREE, len(taught.all_three), of_all, ""),
        (Indicator.AGAIN, running_again(period).count(), stopped(period).count(), ""),
        (Indicator.TURNOVER, sold.total, None, _of_it_ordered(sold)),
        (Indicator.WOMEN, sum(women), None, _("in %(count)d businesses") % {"count": len(women)}),
        (Indicator.VILLAGES, reached.reached, len(reached.rows), ""),
    ]
    return Answer(
        period=period,
        at=at,
        figures=[
            Figure(code, value, of, aside, targets.get(code)) for code, value, of, aside in numbers
        ],
        training=taught,
        kendala=kendala(period),
        coverage=reached,
        unmet=unmet(period),
        sources=sorted({target.source for target in targets.values()}),
    )


def _of_it_ordered(sold: Turnover) -> str:
    if not sold.ordered:
        return ""
    return _("of it %(amount)s ordered afterwards") % {"amount": formats.rupiah(sold.ordered)}
