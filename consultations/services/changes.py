"""Moving and cancelling a booking. Every path – page, admin, import – comes through here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import AffectedBooking, Booking, BookingMove, BookingPolicy
from consultations.services import bookings, disruptions, guards, holds
from plut_portal.accounts.models import User
from plut_portal.core import formats


@transaction.atomic
def move_booking(
    *,
    booking: Booking,
    starts_at: datetime,
    by: User,
    at: datetime,
    reason: str = "",
    token: str = "",
) -> Booking:
    """Give the booking another time with the same consultant, or leave it as it was.

    One transaction: a refusal keeps the old time, success frees it at once and is written down
    beside it. Raises what book_time raises, WrongState for a booking no longer open, and – for
    owners – MovesSwitchedOff, DeadlinePassed and LimitReached by the rules for moving. Staff are
    exempt from those and from the notice, and owe a reason: ReasonMissing.
    """
    policy = BookingPolicy.load()
    guards.lock_people(booking.business)
    consultant = guards.lock_consultant(booking.consultant)
    booking = lock_open(booking, at=at)
    if booking.consultant_id != consultant.pk:
        # Handed over since the caller read it: the lock is on the wrong row.
        raise guards.WrongState(_("Somebody has just changed this appointment. Please look again."))
    by_office = booking.is_run_by(by)
    if not by_office:
        _check_may_move(booking, policy, at=at)
    if booking.is_walk_in:
        raise guards.WrongState(
            _("This guest came without an appointment. Book a new time for her instead.")
        )
    if starts_at == booking.starts_at:
        return booking
    if by_office:
        guards.check_reason(reason)
    # Not check_offered: who holds the session already may be a substitute from another field.
    guards.check_time(
        consultant,
        booking.expertise,
        starts_at,
        at=at,
        token=token,
        mode=booking.mode,
        at_short_notice=by_office,
    )
    ends_at = starts_at + booking.expertise.session_length
    guards.check_people_free(booking.business, starts_at, ends_at)
    move = BookingMove(
        booking=booking,
        starts_before=booking.starts_at,
        starts_after=starts_at,
        consultant_before=consultant,
        consultant_after=consultant,
        by=by,
        by_office=by_office,
        at=at,
        reason=reason.strip(),
    )
    with guards.refused_by_the_database():
        booking.starts_at, booking.ends_at = starts_at, ends_at
        booking.occupied_until = ends_at + policy.time_after(booking.mode)
        booking.moves_made += 0 if by_office else 1
        booking.revision += 1
        booking.save()
    move.save()
    holds.release(token=token)
    disruptions.settle(booking, AffectedBooking.Decision.MOVED, by=by, at=at)
    notifications.booking_moved(
        booking, was_at=move.starts_before, by=by, at=at, reason=move.reason
    )
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """Free the time and keep the row with who, when and why. Cancelling twice changes nothing.

    Raises DeadlinePassed for an owner who is too late (BookingPolicy.cancel_hours before the
    start), ReasonMissing for staff without a reason, WrongState once the session is over or has
    an outcome: then what happened is recorded, not undone (FM-12).
    """
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    if booking.status == Booking.Status.CANCELLED:
        return booking
    if not booking.may_become(Booking.Status.CANCELLED):
        raise guards.WrongState(_("This session already has an outcome and cannot be cancelled."))
    _check_not_over(booking, at=at)
    if booking.is_run_by(by):
        guards.check_reason(reason)
    else:
        _check_may_cancel(booking, at=at)
    booking.status = Booking.Status.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.revision += 1
    booking.save()
    disruptions.settle(booking, AffectedBooking.Decision.CANCELLED, by=by, at=at)
    notifications.booking_cancelled(booking, by=by, at=at)
    return booking


def book_again(*, booking: Booking, starts_at: datetime, by: User, at: datetime) -> Booking:
    """Book the same talk anew, for a session that was cancelled or that the consultant missed.

    Raises what book_time raises, and WrongState while the old booking still stands.
    """
    if booking.status not in (Booking.Status.CANCELLED, Booking.Status.CONSULTANT_ABSENT):
        raise guards.WrongState(_("This appointment still stands. Move it instead."))
    return bookings.book_time(
        consultant=booking.consultant,
        expertise=booking.expertise,
        business=booking.business,
        booked_by=by,
        starts_at=starts_at,
        topic=booking.topic,
        mode=booking.mode,
        at=at,
    )


def _check_may_cancel(booking: Booking, *, at: datetime) -> None:
    deadline = BookingPolicy.load().cancel_deadline(booking.starts_at)
    if at > deadline:
        raise guards.DeadlinePassed(
            _("This could be cancelled until %(moment)s. Please call the office.")
            % {"moment": formats.moment_text(deadline)}
        )


def _check_may_move(booking: Booking, policy: BookingPolicy, *, at: datetime) -> None:
    if not policy.allow_moves:
        raise guards.MovesSwitchedOff(
            _("Appointments cannot be moved at present. Cancel and book again, or call the office.")
        )
    deadline = policy.move_deadline(booking.starts_at)
    if at > deadline:
        raise guards.DeadlinePassed(
            _("This could be moved until %(moment)s. Please call the office.")
            % {"moment": formats.moment_text(deadline)}
        )
    if booking.moves_made >= policy.max_moves:
        raise guards.LimitReached(
            _("This booking has been moved %(count)d times already. Please call the office.")
            % {"count": booking.moves_made}
        )


def _check_not_over(booking: Booking, *, at: datetime) -> None:
    if at >= booking.ends_at:
        raise guards.WrongState(_("This session is over. Record who came instead."))


def lock_open(booking: Booking, *, at: datetime) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    if booking.status != Booking.Status.BOOKED:
        raise guards.WrongState(_("This booking is no longer open."))
    _check_not_over(booking, at=at)
    return booking
