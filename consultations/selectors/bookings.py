"""What may still be done with a booking."""

from dataclasses import dataclass
from datetime import datetime

from consultations.models import Booking, BookingPolicy, Mode
from plut_portal.accounts.models import User


@dataclass(frozen=True)
class Options:
    """What may still be done with a booking, and until when."""

    may_cancel: bool
    may_move: bool
    cancel_until: datetime
    move_until: datetime
    moves_left: int


def booking_options(booking: Booking, *, by: User, at: datetime) -> Options:
    """The owner's limits, or none for those who run the session. Services hold the same rules."""
    policy = BookingPolicy.load()
    cancel_until = policy.cancel_deadline(booking.starts_at)
    move_until = policy.move_deadline(booking.starts_at)
    moves_left = max(0, policy.max_moves - booking.moves_made)
    is_open, exempt = booking.status == Booking.Status.BOOKED, booking.is_run_by(by)
    return Options(
        may_cancel=is_open and (exempt or at <= cancel_until),
        may_move=is_open and (exempt or (at <= move_until and moves_left > 0)),
        cancel_until=cancel_until,
        move_until=move_until,
        moves_left=moves_left,
    )


def meeting_link(booking: Booking, *, user: User) -> str:
    """The link of an online session that is still on, for those who take part or arrange it."""
    if booking.mode != Mode.ONLINE or booking.status != Booking.Status.BOOKED:
        return ""
    takes_part = Booking.objects.changeable_by(user).filter(pk=booking.pk).exists()
    return booking.consultant.meeting_link if takes_part else ""
