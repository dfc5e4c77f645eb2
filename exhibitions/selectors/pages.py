"""What the public pages say about activities, in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from exhibitions.models import Activity, Criterion
from plut_portal.core import formats

State, Scope = Activity.State, Criterion.Scope


@dataclass(frozen=True)
class ActivityCard:
    """An activity as somebody sees it who thinks of applying."""

    activity: Activity
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.activity.takes_applications(at=self.at)

    @property
    def is_over(self) -> bool:
        return self.activity.ends_on < formats.wib_day(self.at)

    @property
    def phase(self) -> str:
        """One word for the chip; what is true first counts."""
        activity = self.activity
        opens = activity.apply_from
        phases = (
            ("cancelled", activity.state == State.CANCELLED),
            ("over", self.is_over or activity.state == State.FINISHED),
            ("under_way", activity.has_begun(at=self.at)),
            ("open", self.is_open),
            ("by_call", opens is None),
            ("soon", opens is not None and self.at < opens),
            ("decided", activity.is_released),
        )
        return next((name for name, is_true in phases if is_true), "judged")


def cards_of(activities: Iterable[Activity], *, at: datetime) -> list[ActivityCard]:
    return [ActivityCard(activity, at) for activity in activities]


def over_activities(*, at: datetime) -> QuerySet[Activity]:
    """What has taken place, newest first, whether or not the office has closed the file."""
    over = Activity.objects.published().filter(ends_on__lt=formats.wib_day(at))
    return over.exclude(state=State.CANCELLED).order_by("-ends_on", "-pk")


@dataclass(frozen=True)
class Share:
    """How many of a hundred points a criterion is worth, for food and for other goods."""

    criterion: Criterion
    food: int
    other: int

    @property
    def is_same(self) -> bool:
        return self.food == self.other


def criteria_shares(activity: Activity) -> list[Share]:
    """Rounded to whole points; what a criterion does not apply to it is worth nothing for."""
    criteria = list(activity.criteria.order_by("position", "pk"))
    food = _shares(criteria, Scope.NOT_FOOD)
    other = _shares(criteria, Scope.FOOD)
    return [Share(each, food.get(each.pk, 0), other.get(each.pk, 0)) for each in criteria]


def _shares(criteria: list[Criterion], without: Criterion.Scope) -> dict[int, int]:
    count = [each for each in criteria if each.scope != without]
    weights = sum(each.weight for each in count)
    return {each.pk: round(100 * each.weight / weights) for each in count if weights}
