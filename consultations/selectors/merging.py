"""Which appointments cannot stand together when two businesses turn out to be one."""

from datetime import datetime
from itertools import product

from django.utils.translation import gettext as _

from businesses.models import Business
from consultations.models import Booking, BookingPolicy
from plut_portal.core import formats


def obstacles(stays: Business, duplicate: Business, *, at: datetime) -> list[str]:
    """Two appointments at one time, and more coming ones than a business may have."""
    return [*_at_one_time(stays, duplicate), *_past_the_cap(stays, duplicate, at=at)]


def _at_one_time(stays: Business, duplicate: Business) -> list[str]:
    ours, theirs = (
        list(Booking.objects.occupying().filter(business=each).order_by("starts_at", "pk"))
        for each in (stays, duplicate)
    )
    return [
        _("Both have an appointment on %(moment)s. Cancel or move one of them first.")
        % {"moment": formats.moment_text(max(one.starts_at, other.starts_at))}
        for one, other in product(ours, theirs)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def _past_the_cap(stays: Business, duplicate: Business, *, at: datetime) -> list[str]:
    most = BookingPolicy.load().max_open_bookings
    coming = Booking.objects.by_appointment().upcoming(at=at)
    ours, theirs = (coming.filter(business=each).count() for each in (stays, duplicate))
    if not theirs or ours + theirs <= most:
        return []
    return [
        _(
            "Together they have %(count)d coming appointments; a business has at most %(most)d. "
            "Cancel one, or wait until it is over."
        )
        % {"count": ours + theirs, "most": most}
    ]
