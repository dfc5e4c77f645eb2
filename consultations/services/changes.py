"""Moving and cancelling a booking. Every path – page, admin, import – comes through here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import AffectedBooking, Booking, BookingPolicy
from consultations.services import disruptions, guards, holds
from plut_portal.accounts.models import User
from plut_portal.core import formats


@transaction.atomic
def move_booking(
    *,
    booking: Booking,
    starts_at: datetime,
    by: User,
    at: datetime,
    token: str = "",
    reason: str = "",
) -> Booking:
    """Give the booking another time with the same consultant, or leave it as it was.

    One transaction: a refusal keeps the old time, success frees it at once. Raises what
    book_time raises, WrongState for a booking no longer open, and – for owners – DeadlinePassed
    and LimitReached by the limits for moving, which staff are exempt from.
    """
    policy = BookingPolicy.load()
    consultant = guards.lock_consultant(booking.consultant)
    booking = lock_open(booking)
    if not booking.is_run_by(by):
        _check_may_move(booking, policy, at=at)
    if starts_at == booking.starts_at:
        return booking
    ends_at = starts_at + booking.expertise.session_length
    guards.check_offered(
        consultant, booking.expertise, starts_at, at=at, token=token, mode=booking.mode
    )
    with guards.refused_by_the_database():
        booking.starts_at, booking.ends_at = starts_at, ends_at
        booking.occupied_until = ends_at + policy.time_after(booking.mode)
        booking.moves_made += 1
        booking.revision += 1
        booking.save()
    holds.release(token=token)
    disruptions.settle(booking, AffectedBooking.Decision.MOVED, by=by, at=at)
    notifications.booking_moved(booking, by=by, at=at, reason=reason)
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """Free the time and keep the row with who, when and why. Cancelling twice changes nothing.

    Raises DeadlinePassed for an owner who is too late (BookingPolicy.cancel_hours before the
    start), ReasonMissing for staff without a reason, WrongState once an outcome is recorded.
    """
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    if booking.status == Booking.Status.CANCELLED:
        return booking
    if not booking.may_become(Booking.Status.CANCELLED):
        raise guards.WrongState(_("This session already has an outcome and cannot be cancelled."))
    _check_may_cancel(booking, by, reason, at=at)
    booking.status = Booking.Status.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.revision += 1
    booking.save()
    disruptions.settle(booking, AffectedBooking.Decision.CANCELLED, by=by, at=at)
    notifications.booking_cancelled(booking, by=by, at=at)
    return booking


def _check_may_cancel(booking: Booking, by: User, reason: str, *, at: datetime) -> None:
    if booking.is_run_by(by):
        if not reason.strip():
            raise guards.ReasonMissing(_("Please write the reason; the owner reads it."))
        return
    deadline = BookingPolicy.load().cancel_deadline(booking.starts_at)
    if at > deadline:
        raise guards.DeadlinePassed(
            _("This could be cancelled until %(moment)s. Please call the office.")
            % {"moment": formats.moment_text(deadline)}
        )


def _check_may_move(booking: Booking, policy: BookingPolicy, *, at: datetime) -> None:
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


def lock_open(booking: Booking) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    if booking.status != Booking.Status.BOOKED:
        raise guards.WrongState(_("This booking is no longer open."))
    return booking
