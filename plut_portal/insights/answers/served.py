"""Whom the office served: by a consultant, at the counter, in a training."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from businesses.models import Business, OperatingState, Snapshot
from consultations.selectors import businesses_served
from plut_portal.core import formats
from plut_portal.core.periods import Period
from trainings.models import Attendance

BEFORE_ALL = formats.at_wib(date(2000, 1, 1), time.min)


def served_between(since: datetime, until: datetime) -> QuerySet[Business]:
    """Each business once: a session that took place, a question the counter answered itself, or
    a training meeting somebody of it came to (R1 of domain.md §1.6)."""
    here = businesses_served(since=since, until=until)
    came = Attendance.objects.counted().filter(
        meeting__is_cancelled=False, meeting__starts_at__gte=since, meeting__starts_at__lt=until
    )
    return Business.objects.filter(
        Q(pk__in=here.values("pk")) | Q(pk__in=came.values("enrolment__business"))
    )


def served(period: Period) -> QuerySet[Business]:
    return served_between(period.since, period.until)


def first_timers(period: Period) -> QuerySet[Business]:
    """Of those served in the period, the ones not served in any way before it."""
    before = served_between(BEFORE_ALL, period.since)
    return served(period).exclude(pk__in=before.values("pk"))


def never_served(*, at: datetime) -> QuerySet[Business]:
    """In the portal, and not served in any way until this moment."""
    return Business.objects.exclude(pk__in=served_between(BEFORE_ALL, at).values("pk"))


def with_women(period: Period) -> QuerySet[Any]:
    """Those served where women work, with how many in `women`: the last word before the end of
    the period. The portal asks for no owner's sex."""
    said = Snapshot.objects.in_force().filter(
        business=OuterRef("pk"), workers_female__isnull=False, taken_at__lt=period.until
    )
    newest = said.order_by("-taken_at", "-pk").values("workers_female")[:1]
    counted = served(period).annotate(women=Subquery(newest, output_field=IntegerField()))
    return counted.filter(women__gt=0)


def stopped(period: Period) -> QuerySet[Business]:
    """Those somebody had called stopped before the period ended, and nobody running again after
    that before it began; whoever stopped within it counts as well."""
    return Business.objects.filter(_was_stopped(period))


def running_again(period: Period) -> QuerySet[Business]:
    """Of the stopped, those last said to be running before the period ended.

    The condition of a business is only ever added to, so the turn can be read from its rows; as
    nobody had called these running again before the period, they turned within it.
    """
    said = Snapshot.objects.in_force().filter(business=OuterRef("pk"), taken_at__lt=period.until)
    newest = said.exclude(operating_state="").order_by("-taken_at", "-pk")
    states = Business.objects.annotate(state=Subquery(newest.values("operating_state")[:1]))
    return states.filter(_was_stopped(period), state=OperatingState.RUNNING)


def _was_stopped(period: Period) -> Exists:
    ran_since = Snapshot.objects.in_force().filter(
        business=OuterRef("business"),
        operating_state=OperatingState.RUNNING,
        taken_at__gt=OuterRef("taken_at"),
        taken_at__lt=period.since,
    )
    halts = Snapshot.objects.in_force().filter(
        business=OuterRef("pk"), operating_state=OperatingState.STOPPED, taken_at__lt=period.until
    )
    return Exists(halts.filter(~Exists(ran_since)))


def in_order(businesses: QuerySet[Business]) -> QuerySet[Business]:
    """For a list: by village, then by name."""
    named = businesses.select_related("village")
    return named.order_by(F("village__name").asc(), "name", "makes", "pk")
