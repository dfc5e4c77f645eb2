"""Whom consultants and the counter served in a period; insights adds what other apps do."""

from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from businesses.models import Business
from consultations.models import Booking, Visit


def businesses_served(*, since: datetime, until: datetime) -> QuerySet[Business]:
    """Businesses with an attended session or a visit the counter itself answered, each once.

    A guest led to a consultant counts when that session is recorded as attended, as any other
    (FM-12). Study visits, students and other guests are no businesses: see heads_counted.
    """
    attended = Booking.objects.filter(
        status=Booking.Status.ATTENDED, starts_at__gte=since, starts_at__lt=until
    )
    answered = Visit.objects.answered_here().between(since, until)
    return Business.objects.filter(
        Q(pk__in=attended.values("business")) | Q(pk__in=answered.values("business"))
    )


def heads_counted(*, since: datetime, until: datetime) -> dict[str, int]:
    """People who came in groups, by kind of guest; a kind nobody came of counts nought."""
    groups = Visit.objects.of_groups().between(since, until)
    heads = dict(groups.values_list("kind").annotate(heads=Sum("headcount")).order_by("kind"))
    return {str(kind): heads.get(kind, 0) for kind in Visit.GROUPS}
