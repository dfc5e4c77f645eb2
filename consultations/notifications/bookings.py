"""What people are told of a booking that is made, moved or cancelled, and reminders of it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from consultations.models import Booking
from consultations.notifications.telling import stale, tell_consultant, tell_owners, withdraw_older
from plut_portal.accounts.models import Consent, User
from plut_portal.notifications import kinds

DAY_BEFORE = timedelta(days=1)
TWO_HOURS = timedelta(hours=2)
# Later than this a reminder would only find the person on the road.
LAST_CALL = timedelta(minutes=30)

CONFIRMED = kinds.register(
    kinds.Kind("BOOKING_CONFIRMED", gettext_lazy("Booking confirmed"), why_not=stale)
)
MOVED = kinds.register(
    kinds.Kind(
        "BOOKING_MOVED",
        gettext_lazy("Booking moved"),
        time_critical=True,
        calls_off=True,
        why_not=stale,
    )
)
CANCELLED = kinds.register(
    kinds.Kind(
        "BOOKING_CANCELLED",
        gettext_lazy("Booking cancelled"),
        time_critical=True,
        calls_off=True,
    )
)
REMINDER_DAY = kinds.register(
    kinds.Kind(
        "BOOKING_REMINDER_DAY",
        gettext_lazy("Reminder the day before"),
        time_critical=True,
        why_not=stale,
        consent=Consent.Purpose.REMINDERS,
    )
)
REMINDER_HOURS = kinds.register(
    kinds.Kind(
        "BOOKING_REMINDER_HOURS",
        gettext_lazy("Reminder two hours before"),
        time_critical=True,
        why_not=stale,
        consent=Consent.Purpose.REMINDERS,
    )
)


def booking_confirmed(booking: Booking, *, by: User, at: datetime) -> None:
    """Confirm to the owners now, and schedule both reminders."""
    tell_owners(
        booking,
        CONFIRMED,
        subject=gettext_noop("Your consultation: %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.starts_at,
    )
    schedule_reminders(booking, at=at)


def booking_moved(
    booking: Booking, *, was_at: datetime, by: User, at: datetime, reason: str = ""
) -> None:
    """Withdraw what spoke of the old time, tell everyone the new one, schedule new reminders.

    The reason is there when the office moved it.
    """
    withdraw_older(booking, reason=_("The booking has been moved since."))
    tell_owners(
        booking,
        MOVED,
        subject=gettext_noop("New time for your consultation: %(moment)s"),
        by=by,
        at=at,
        reason=reason,
        useless_after=booking.starts_at,
        needed_by=min(was_at, booking.starts_at),
    )
    schedule_reminders(booking, at=at)
    tell_consultant(
        booking,
        subject=gettext_noop("Moved to %(moment)s"),
        times=(was_at, booking.starts_at),
        by=by,
        at=at,
    )


def booking_cancelled(booking: Booking, *, by: User, at: datetime) -> None:
    """Withdraw everything that waits and tell everyone; at any hour when the session is today."""
    withdraw_older(booking, reason=_("The booking is no longer open."))
    tell_owners(
        booking,
        CANCELLED,
        subject=gettext_noop("Cancelled: consultation of %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.ends_at,
        needed_by=booking.starts_at,
    )
    tell_consultant(
        booking,
        subject=gettext_noop("Cancelled: %(moment)s"),
        times=(booking.starts_at,),
        by=by,
        at=at,
    )


def schedule_reminders(booking: Booking, *, at: datetime) -> None:
    tell_owners(
        booking,
        REMINDER_DAY,
        subject=gettext_noop("Reminder: consultation %(moment)s"),
        at=at,
        due_at=booking.starts_at - DAY_BEFORE,
        useless_after=booking.starts_at - TWO_HOURS,
    )
    tell_owners(
        booking,
        REMINDER_HOURS,
        subject=gettext_noop("Today: consultation %(moment)s"),
        at=at,
        due_at=booking.starts_at - TWO_HOURS,
        useless_after=booking.starts_at - LAST_CALL,
    )
