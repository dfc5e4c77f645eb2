"""What is coming, for the public and for the office."""

from datetime import date, datetime

from django.db.models import QuerySet

from exhibitions.models import Activity, Booth, Zone
from plut_portal.core import formats


def coming_activities(*, at: datetime) -> QuerySet[Activity]:
    """Published and not yet over, soonest first; those called off stay until they would be over."""
    return Activity.objects.published().coming(day=formats.wib_day(at))


def past_activities() -> QuerySet[Activity]:
    """Finished ones, newest first."""
    finished = Activity.objects.filter(state=Activity.State.FINISHED)
    return finished.order_by("-ends_on", "-pk")


def held_between(first: date, last: date) -> QuerySet[Activity]:
    """Begun in these days with their results known, soonest first; for comparing them."""
    known = [Activity.State.RELEASED, Activity.State.FINISHED]
    begun = Activity.objects.filter(state__in=known, starts_on__range=(first, last))
    return begun.order_by("starts_on", "pk")


def last_year(activity: Activity) -> Activity | None:
    """The one it was copied from."""
    return activity.copied_from


def rules_may_change(activity: Activity) -> bool:
    """Requirements, criteria and fairness are fixed once it is published (FM-58)."""
    return activity.state == Activity.State.DRAFT


def zones_of(activity: Activity) -> QuerySet[Zone]:
    """With their booths, for the plan of the ground."""
    return activity.zones.prefetch_related("booths").order_by("position", "pk")


def booths_of(activity: Activity) -> QuerySet[Booth]:
    rows = Booth.objects.filter(zone__activity=activity).select_related("zone")
    return rows.order_by("zone__position", "zone_id", "code", "pk")
