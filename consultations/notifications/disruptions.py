"""What people are told when a colleague takes over, and when a time that fell away stands again."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from consultations.models import Booking, Consultant
from consultations.notifications.bookings import MOVED, schedule_reminders
from consultations.notifications.telling import (
    owners_of,
    stale,
    tell_consultant,
    tell_owners,
    withdraw_older,
)
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox

HANDED_OVER = kinds.register(
    kinds.Kind(
        "BOOKING_HANDED_OVER",
        gettext_lazy("Booking with another consultant"),
        time_critical=True,
        why_not=stale,
    )
)
HANDED_OVER_MOVED = kinds.register(
    kinds.Kind(
        "BOOKING_HANDED_OVER_MOVED",
        gettext_lazy("Booking with another consultant at another time"),
        time_critical=True,
        calls_off=True,
        why_not=stale,
    )
)


def booking_handed_over(
    booking: Booking,
    *,
    before: Consultant,
    was_at: datetime,
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    """Withdraw what named the old consultant and time, tell the owners and both agendas."""
    withdraw_older(booking, reason=_("The booking has been moved since."))
    tell_owners(
        booking,
        HANDED_OVER if booking.starts_at == was_at else HANDED_OVER_MOVED,
        subject=gettext_noop("Another consultant for you: %(moment)s"),
        by=by,
        at=at,
        reason=reason,
        useless_after=booking.starts_at,
        needed_by=min(was_at, booking.starts_at),
    )
    schedule_reminders(booking, at=at)
    tell_consultant(
        booking,
        subject=gettext_noop("New in your agenda: %(moment)s"),
        times=(booking.starts_at,),
        by=by,
        at=at,
        change="GIVEN",
    )
    tell_consultant(
        booking,
        subject=gettext_noop("Taken over from you: %(moment)s"),
        times=(was_at,),
        by=by,
        at=at,
        whose=before,
        change="TAKEN",
    )


def booking_stands(booking: Booking, *, at: datetime) -> None:
    """It can be held after all: what was held back meanwhile is planned anew.

    Whoever has not heard yet of its time or consultant is told again.
    """
    withdraw_older(booking, reason=_("Planned anew: the appointment can be held after all."))
    outbox.repeat_unheard(
        topic=booking.message_topic,
        kinds=(MOVED.code, HANDED_OVER.code, HANDED_OVER_MOVED.code),
        version=booking.revision,
        recipients=owners_of(booking),
        at=at,
    )
    schedule_reminders(booking, at=at)
