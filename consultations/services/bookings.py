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
from consultations.services import cases, guards, holds
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
    override_reason: str = "",
) -> Booking:
    """Give the business this time with this consultant; confirmed at once.

    The length comes from the field, never from the client. Raises TimeNotOffered for a moment
    that is not on the consultant's grid, ModeNotOffered for one that is there in another mode,
    TimeTaken when somebody was faster, BusinessElsewhere or PersonElsewhere when the business or
    one of its people has an appointment at that time, LimitReached at the cap on open bookings.
    Staff go past the cap and the notice with a reason, which stays on the booking; never past the
    hours or another booking. `token` is that of her own hold, which the booking uses up.
    With a colleague on exactly one open case of the business it is a session of that case.
    """
    policy = BookingPolicy.load()
    by_staff = booked_by.has_perm("consultations.manage_bookings")
    guards.lock_people(business)
    consultant = guards.lock_consultant(consultant)
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    guards.check_offered(
        consultant,
        expertise,
        starts_at,
        at=at,
        token=token,
        mode=mode,
        at_short_notice=by_staff,
    )
    if not (by_staff and override_reason.strip()):
        _check_limits(business, starts_at, policy, by_staff=by_staff, at=at)
    ends_at = starts_at + expertise.session_length
    guards.check_people_free(business, starts_at, ends_at)
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
            origin=Booking.Origin.COUNTER if by_staff else Booking.Origin.PORTAL,
            topic=topic,
            constraint_check=constraint_check,
            case=cases.case_to_join(business, consultant),
            override_reason=override_reason.strip() if by_staff else "",
            code=Booking.objects.unused_code(),
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


def _check_limits(
    business: Business, starts_at: datetime, policy: BookingPolicy, *, by_staff: bool, at: datetime
) -> None:
    """What a reason of staff sets aside; owners' times are held to the notice by check_offered."""
    if by_staff and starts_at < policy.earliest(at=at):
        raise guards.ReasonMissing(
            _("This time begins in less than %(hours)d hours. Write a reason to book it.")
            % {"hours": policy.notice_hours}
        )
    if business.bookings.by_appointment().upcoming(at=at).count() < policy.max_open_bookings:
        return
    sentence = (
        _("This business has %(count)d coming appointments. Write a reason to book one more.")
        if by_staff
        else _("You already have %(count)d coming appointments. Cancel one, or come after them.")
    )
    raise guards.LimitReached(sentence % {"count": policy.max_open_bookings})
