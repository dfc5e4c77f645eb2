"""Booking a time. Every path – page, admin, import – comes through here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses import services as business_services
from businesses.models import Business, Village
from consultations import notifications
from consultations.models import (
    Booking,
    BookingPolicy,
    ConstraintCheck,
    Consultant,
    Expertise,
    Mode,
)
from consultations.services import guards, holds
from plut_portal.accounts.models import User


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
    token: str = "",
    constraint_check: ConstraintCheck | None = None,
    mode: str = Mode.OFFICE,
) -> Booking:
    """Give the business this time with this consultant; confirmed at once.

    The length comes from the field, never from the client. Raises TimeNotOffered for a moment
    that is not on the consultant's grid, ModeNotOffered for one that is there in another mode,
    TimeTaken when somebody was faster, BusinessElsewhere when the business has an appointment at
    that time, LimitReached at the cap on open bookings.
    `token` is that of her own hold, which the booking uses up.
    """
    policy = BookingPolicy.load()
    consultant = guards.lock_consultant(consultant)
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    guards.check_offered(consultant, expertise, starts_at, at=at, token=token, mode=mode)
    _check_open_bookings(business, policy, at=at)
    ends_at = starts_at + expertise.session_length
    with guards.refused_by_the_database():
        booking = Booking.objects.create(
            consultant=consultant,
            expertise=expertise,
            business=business,
            booked_by=booked_by,
            starts_at=starts_at,
            ends_at=ends_at,
            occupied_until=ends_at + policy.time_after(mode),
            mode=mode,
            topic=topic,
            constraint_check=constraint_check,
        )
    holds.release(token=token)
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
    operating_state: str = "",
    token: str = "",
    constraint_check: ConstraintCheck | None = None,
    mode: str = Mode.OFFICE,
) -> Booking:
    """Book as an owner does: for a business she has, or one started with these few answers.

    Raises what book_time raises; a refused time leaves no half-made business behind.
    """
    if business is None:
        if village is None:
            raise ValueError("A booking is for a business, or for one started with its village.")
        business = business_services.register_business(
            owner=owner, makes=makes, village=village, operating_state=operating_state, at=at
        )
    return book_time(
        consultant=consultant,
        expertise=expertise,
        business=business,
        booked_by=owner,
        starts_at=starts_at,
        topic=topic,
        mode=mode,
        at=at,
        token=token,
        constraint_check=constraint_check,
    )


def _check_open_bookings(business: Business, policy: BookingPolicy, *, at: datetime) -> None:
    if business.bookings.upcoming(at=at).count() >= policy.max_open_bookings:
        raise guards.LimitReached(
            _("You already have %(count)d coming appointments. Cancel one, or come after them.")
            % {"count": policy.max_open_bookings}
        )
