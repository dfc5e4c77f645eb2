"""Booking, moving and cancelling a time. Every path – page, admin, import – comes through here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected, ExclusionViolation

from businesses import services as business_services
from businesses.models import Business, Village
from consultations import notifications, selectors
from consultations.models import Booking, BookingPolicy, Consultant, Expertise
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError


class TimeTaken(PortalError):
    about_the_time = True


class BusinessElsewhere(PortalError):
    about_the_time = True


class TimeNotOffered(PortalError):
    status = 400
    about_the_time = True


class LimitReached(PortalError):
    status = 403


class DeadlinePassed(PortalError):
    status = 403


class WrongState(PortalError):
    pass


class ReasonMissing(PortalError):
    status = 422


@transaction.atomic
def book_time(
    *,
    consultant: Consultant,
    expertise: Expertise,
    business: Business,
    booked_by: User,
    starts_at: datetime,
    topic: str,
    at: datetime,
) -> Booking:
    """Give the business this time with this consultant; confirmed at once.

    The length comes from the field, never from the client. Raises TimeNotOffered for a moment
    that is not on the consultant's grid, TimeTaken when somebody was faster, BusinessElsewhere
    when the business has an appointment at that time, LimitReached at the cap on open bookings.
    """
    policy = BookingPolicy.load()
    consultant = _lock_consultant(consultant)
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    _check_offered(consultant, expertise, starts_at, at=at)
    _check_open_bookings(business, policy, at=at)
    ends_at = starts_at + expertise.session_length
    with _refused_by_the_database():
        booking = Booking.objects.create(
            consultant=consultant,
            expertise=expertise,
            business=business,
            booked_by=booked_by,
            starts_at=starts_at,
            ends_at=ends_at,
            occupied_until=ends_at + policy.buffer,
            topic=topic,
        )
    notifications.booking_confirmed(booking, by=booked_by, at=at)
    return booking


@transaction.atomic
def book_for_owner(
    *,
    owner: User,
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    topic: str,
    at: datetime,
    business: Business | None = None,
    makes: str = "",
    village: Village | None = None,
) -> Booking:
    """Book as an owner does: for a business she has, or one started with these two answers.

    Raises what book_time raises; a refused time leaves no half-made business behind.
    """
    if business is None:
        if village is None:
            raise ValueError("A booking is for a business, or for one started with its village.")
        business = business_services.register_business(owner=owner, makes=makes, village=village)
    return book_time(
        consultant=consultant,
        expertise=expertise,
        business=business,
        booked_by=owner,
        starts_at=starts_at,
        topic=topic,
        at=at,
    )


@transaction.atomic
def move_booking(*, booking: Booking, starts_at: datetime, by: User, at: datetime) -> Booking:
    """Give the booking another time with the same consultant, or leave it as it was.

    One transaction: a refusal keeps the old time, success frees it at once. Raises what
    book_time raises, WrongState for a booking no longer open, and – for owners – DeadlinePassed
    and LimitReached by the limits for moving, which staff are exempt from.
    """
    policy = BookingPolicy.load()
    consultant = _lock_consultant(booking.consultant)
    booking = _lock_open(booking)
    if not booking.is_run_by(by):
        _check_may_move(booking, policy, at=at)
    if starts_at == booking.starts_at:
        return booking
    ends_at = starts_at + booking.expertise.session_length
    _check_offered(consultant, booking.expertise, starts_at, at=at)
    with _refused_by_the_database():
        booking.starts_at, booking.ends_at = starts_at, ends_at
        booking.occupied_until = ends_at + policy.buffer
        booking.moves_made += 1
        booking.revision += 1
        booking.save()
    notifications.booking_moved(booking, by=by, at=at)
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
        raise WrongState(_("This session already has an outcome and cannot be cancelled."))
    _check_may_cancel(booking, by, reason, at=at)
    booking.status = Booking.Status.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.revision += 1
    booking.save()
    notifications.booking_cancelled(booking, by=by, at=at)
    return booking


def _check_may_cancel(booking: Booking, by: User, reason: str, *, at: datetime) -> None:
    if booking.is_run_by(by):
        if not reason.strip():
            raise ReasonMissing(_("Please write the reason; the owner reads it."))
        return
    deadline = BookingPolicy.load().cancel_deadline(booking.starts_at)
    if at > deadline:
        raise DeadlinePassed(
            _("This could be cancelled until %(moment)s. Please call the office.")
            % {"moment": formats.moment_text(deadline)}
        )


def _check_may_move(booking: Booking, policy: BookingPolicy, *, at: datetime) -> None:
    deadline = policy.move_deadline(booking.starts_at)
    if at > deadline:
        raise DeadlinePassed(
            _("This could be moved until %(moment)s. Please call the office.")
            % {"moment": formats.moment_text(deadline)}
        )
    if booking.moves_made >= policy.max_moves:
        raise LimitReached(
            _("This booking has been moved %(count)d times already. Please call the office.")
            % {"count": booking.moves_made}
        )


def _lock_consultant(consultant: Consultant) -> Consultant:
    # Everyone who wants a time of this consultant queues on this row: without it, rivals on the
    # exclusion constraint deadlock one another for half a minute.
    return Consultant.objects.select_for_update(no_key=True).get(pk=consultant.pk)


def _lock_open(booking: Booking) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    if booking.status != Booking.Status.BOOKED:
        raise WrongState(_("This booking is no longer open."))
    return booking


def _check_offered(
    consultant: Consultant, expertise: Expertise, starts_at: datetime, *, at: datetime
) -> None:
    time = None
    if consultant.is_active and consultant.expertises.offered().filter(pk=expertise.pk).exists():
        time = selectors.offered_time(
            consultant=consultant, expertise=expertise, starts_at=starts_at, at=at
        )
    if time is None:
        raise TimeNotOffered(_("This time is not offered. Please choose one of the times below."))
    if not time.is_free:
        raise TimeTaken(_("This time has just been taken."))


def _check_open_bookings(business: Business, policy: BookingPolicy, *, at: datetime) -> None:
    if business.bookings.upcoming(at=at).count() >= policy.max_open_bookings:
        raise LimitReached(
            _("You already have %(count)d coming appointments. Cancel one, or come after them.")
            % {"count": policy.max_open_bookings}
        )


@contextmanager
def _refused_by_the_database() -> Iterator[None]:
    """The last line: the constraint's refusal, or a deadlock on it, reads as any other."""
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, OperationalError) as fault:
        if not isinstance(fault.__cause__, ExclusionViolation | DeadlockDetected):
            raise
        if "one_place" in str(fault.__cause__):
            raise BusinessElsewhere(
                _("You have another appointment at that time. Please choose another time.")
            ) from fault
        raise TimeTaken(_("This time has just been taken.")) from fault
