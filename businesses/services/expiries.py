"""Saying in time that a permit runs out: 90, 30 and 7 days before, once each."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from businesses import notifications
from businesses.models import PermitKind, ProductPermit
from plut_portal.core import formats

DAYS_BEFORE = (7, 30, 90)


def remind_of_expiries(*, at: datetime) -> int:
    """Write what is due today to the outbox. Run twice, or after days without a run, each is once.

    Of several that were missed only the most urgent is written. Answers how many permits.
    """
    today = formats.wib_day(at)
    due = [
        (permit, days)
        for permit in _ending_between(today, today + timedelta(days=max(DAYS_BEFORE)))
        if (days := _milestone(permit, today))
    ]
    for permit, days in due:
        notifications.permit_expires(permit, days=days, at=at)
    return len(due)


def _ending_between(first: date, last: date) -> list[ProductPermit]:
    """Of the numbers that only name a year, those of the years in between are looked at closely."""
    years = {f"{year % 100:02d}" for year in range(first.year, last.year + 1)}
    in_number = Q()
    for year in sorted(years):
        in_number |= Q(number__endswith=year)
    by_number = Q(valid_until=None, kind=PermitKind.PIRT) & in_number
    permits = ProductPermit.objects.in_use().filter(
        Q(valid_until__range=(first, last)) | by_number, product__is_active=True
    )
    found = permits.select_related("product__business").order_by("pk")
    return [permit for permit in found if permit.ends_on and first <= permit.ends_on <= last]


def _milestone(permit: ProductPermit, today: date) -> int:
    """The smallest of 7, 30 and 90 within which it ends."""
    left = (permit.ends_on - today).days if permit.ends_on else max(DAYS_BEFORE) + 1
    return next((days for days in DAYS_BEFORE if left <= days), 0)
