"""Saying in time that a permit runs out: 90, 30 and 7 days before, once each."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from businesses import notifications, selectors
from businesses.models import PermitKind, ProductPermit
from plut_portal.core import formats

DAYS_BEFORE = (7, 30, 90)


def remind_of_expiries(*, at: datetime) -> int:
    """Write what is due today to the outbox. Run twice, or after days without a run, each is once.

    Of several that were missed only the most urgent is written; a number that several products of
    a business share is one. Answers how many permits.
    """
    today = formats.wib_day(at)
    ending = _ending_between(today, today + timedelta(days=max(DAYS_BEFORE)))
    due = [
        (permit, days)
        for permit in _one_of_each(ending, today)
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
    # A brand keeps its number when it is renewed, which may be written down beside one product only.
    renewed = ProductPermit.objects.in_use().filter(
        product__business=OuterRef("product__business"),
        product__is_active=True,
        kind=OuterRef("kind"),
        number=OuterRef("number"),
        valid_until__gt=OuterRef("valid_until"),
    )
    found = permits.exclude(Exists(renewed)).order_by("pk")
    found = found.select_related("product__business").prefetch_related("product__permits")
    return [permit for permit in found if permit.ends_on and first <= permit.ends_on <= last]


def _one_of_each(permits: list[ProductPermit], today: date) -> list[ProductPermit]:
    """The first of those a business has the same number for, where there is something to do.

    Nobody needs to hear of a P-IRT where a BPOM MD is asked for and there.
    """
    found: dict[tuple[object, ...], ProductPermit] = {}
    for permit in permits:
        kind = PermitKind(permit.kind)
        asked = selectors.kind_asked(permit.product, kind)
        if asked == kind or selectors.lacks(permit.product, kind, day=today):
            same = (permit.product.business_id, kind, asked, permit.number, permit.ends_on)
            found.setdefault(same, permit)
    return list(found.values())


def _milestone(permit: ProductPermit, today: date) -> int:
    """The smallest of 7, 30 and 90 within which it ends."""
    left = (permit.ends_on - today).days if permit.ends_on else max(DAYS_BEFORE) + 1
    return next((days for days in DAYS_BEFORE if left <= days), 0)
