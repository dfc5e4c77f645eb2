"""What stands on a consultant's own page of hours."""

from dataclasses import dataclass
from datetime import date, datetime

from consultations.models import Consultant, ExtraHours, HoursException, Leave, WeeklyHours
from plut_portal.core import formats


@dataclass(frozen=True)
class HoursPage:
    today: date
    weekly: list[WeeklyHours]
    extra: list[ExtraHours]
    leaves: list[Leave]
    periods: list[HoursException]


def hours_page(consultant: Consultant, *, at: datetime) -> HoursPage:
    """Hours, extra days, leave and periods of this consultant that are not over yet."""
    today = formats.wib_day(at)
    weekly = WeeklyHours.objects.filter(consultant=consultant).standing(today)
    leaves = consultant.leaves.filter(ends_on__gte=today).select_related("substitute__user")
    everyone = HoursException.objects.filter(consultant=None) | HoursException.objects.filter(
        consultant=consultant
    )
    return HoursPage(
        today=today,
        weekly=list(weekly.order_by("weekday", "opens", "pk")),
        extra=list(consultant.extra_hours.filter(on__gte=today).order_by("on", "opens", "pk")),
        leaves=list(leaves.order_by("starts_on", "pk")),
        periods=list(
            everyone.filter(ends_on__gte=today)
            .prefetch_related("windows")
            .order_by("starts_on", "pk")
        ),
    )
