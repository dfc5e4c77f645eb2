"""Deciding about appointments whose time fell away: another time, a colleague, or cancelled."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import (
    AffectedBooking,
    Booking,
    BookingMove,
    BookingPolicy,
    Consultant,
)
from consultations.services import changes, disruptions, guards
from plut_portal.accounts.models import User

Decision = AffectedBooking.Decision


@dataclass(frozen=True)
class Choice:
    """What somebody decided, with the consultant and the time where one is needed."""

    decision: Decision
    consultant: Consultant | None = None
    starts_at: datetime | None = None


@transaction.atomic
def decide(
    *, hit: AffectedBooking, choice: Choice, message: str, by: User, at: datetime
) -> Booking:
    """Carry out the decision about one affected appointment; the owner reads the message.

    Raises what moving, handing over and cancelling raise, WrongState when it was decided already,
    ReasonMissing without a message.
    """
    guards.check_reason(message)
    booking = Booking.objects.with_people().get(pk=hit.booking_id)
    if not AffectedBooking.objects.pending().filter(pk=hit.pk).exists():
        raise guards.WrongState(_("This appointment has been decided about already."))
    if choice.decision == Decision.CANCELLED:
        return changes.cancel_booking(booking=booking, by=by, at=at, reason=message)
    is_same = choice.decision == Decision.MOVED and choice.starts_at == booking.starts_at
    if choice.starts_at is None or is_same:
        raise guards.TimeNotOffered(_("Please choose a time."))
    if choice.decision == Decision.MOVED:
        return changes.move_booking(
            booking=booking, starts_at=choice.starts_at, by=by, at=at, reason=message
        )
    if choice.consultant is None:
        raise ValueError("A hand-over needs a colleague.")
    return hand_over_booking(
        booking=booking,
        consultant=choice.consultant,
        starts_at=choice.starts_at,
        by=by,
        at=at,
        reason=message,
    )


@transaction.atomic
def hand_over_booking(
    *,
    booking: Booking,
    consultant: Consultant,
    starts_at: datetime,
    by: User,
    at: datetime,
    reason: str,
) -> Booking:
    """Give the booking to another consultant of the same field, or to the substitute.

    One transaction: a refusal keeps the old consultant and time. Both are locked in one order.
    Raises what book_time raises, WrongState for a booking no longer open, and ReasonMissing.
    """
    guards.check_reason(reason)
    guards.lock_people(booking.business)
    locked = guards.lock_consultants([booking.consultant_id, consultant.pk])
    new = next(each for each in locked if each.pk == consultant.pk)
    booking = changes.lock_open(booking, at=at)
    before = booking.consultant
    check = guards.check_time if _is_substitute(booking, new) else guards.check_offered
    check(new, booking.expertise, starts_at, at=at, mode=booking.mode, at_short_notice=True)
    ends_at = starts_at + booking.expertise.session_length
    guards.check_people_free(booking.business, starts_at, ends_at)
    move = BookingMove(
        booking=booking,
        starts_before=booking.starts_at,
        starts_after=starts_at,
        consultant_before=before,
        consultant_after=new,
        by=by,
        by_office=True,
        at=at,
        reason=reason.strip(),
    )
    with guards.refused_by_the_database():
        booking.consultant, booking.starts_at, booking.ends_at = new, starts_at, ends_at
        booking.occupied_until = ends_at + BookingPolicy.load().time_after(booking.mode)
        booking.revision += 1
        booking.save()
    move.save()
    disruptions.settle(booking, Decision.HANDED_OVER, by=by, at=at)
    notifications.booking_handed_over(
        booking, before=before, was_at=move.starts_before, by=by, at=at, reason=reason
    )
    return booking


def _is_substitute(booking: Booking, consultant: Consultant) -> bool:
    """Named for the absence that hit the booking, and so trusted with its field."""
    hits = AffectedBooking.objects.pending().filter(booking=booking)
    return hits.filter(disruption__substitute=consultant).exists()
