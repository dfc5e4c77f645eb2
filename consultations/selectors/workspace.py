"""What a consultant works from: the agenda, and the earlier records."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultations.models import Booking, SessionRecord
from consultations.selectors.records import ACTIONS
from plut_portal.accounts.models import User
from plut_portal.core import formats

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Agenda:
    """A consultant's day: what is on, what waits for a note, what comes."""

    today: list[Booking]
    unrecorded: list[Booking]
    coming: list[Booking]


def agenda(user: User, *, at: datetime) -> Agenda:
    """Today's sessions, older ones without an outcome, and the coming week."""
    today = formats.wib_day(at)
    midnight = formats.at_wib(today, datetime.min.time())
    tomorrow = midnight + timedelta(days=1)
    own = Booking.objects.of_consultant(user).with_people().order_by("starts_at", "pk")
    kept = own.exclude(status=Booking.Status.CANCELLED)
    return Agenda(
        today=list(kept.filter(starts_at__gte=midnight, starts_at__lt=tomorrow)),
        unrecorded=list(own.unrecorded(at=at).filter(starts_at__lt=midnight)),
        coming=list(own.open().filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + WEEK)),
    )


def earlier_records(booking: Booking, *, user: User) -> list[SessionRecord]:
    """The last three records of the same business that this person may read."""
    records = SessionRecord.objects.visible_to(user).filter(booking__business=booking.business_id)
    earlier = records.filter(booking__starts_at__lt=booking.starts_at)
    return list(
        earlier.select_related("booking")
        .prefetch_related(ACTIONS)
        .order_by("-booking__starts_at", "-pk")[:3]
    )
