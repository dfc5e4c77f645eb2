"""What stands before every change of a booking: refusals, locks, and the database's last word."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected, ExclusionViolation

from businesses.models import Business
from consultations import selectors
from consultations.models import Booking, BookingPolicy, Consultant, Expertise, TimeHold
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError


class TimeTaken(PortalError):
    about_the_time = True


class TimeHeld(TimeTaken):
    """Not booked yet: somebody is filling in the form."""


class BusinessElsewhere(PortalError):
    about_the_time = True


class PersonElsewhere(PortalError):
    about_the_time = True


class TimeNotOffered(PortalError):
    status = 400
    about_the_time = True


class ModeNotOffered(TimeNotOffered):
    pass


class LimitReached(PortalError):
    status = 403


class MovesSwitchedOff(PortalError):
    status = 403


class DeadlinePassed(PortalError):
    status = 403


class WrongState(PortalError):
    pass


class ReasonMissing(PortalError):
    status = 422


def check_reason(reason: str) -> None:
    """Who changes an appointment for others owes them a reason."""
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason; the owner reads it."))


def lock_people(business: Business) -> None:
    """Make everyone else who books for one of these people wait.

    Always before the consultant: starting a business locks its owner first as well, and two orders
    would be a deadlock.
    """
    people = User.objects.filter(memberships__business=business, memberships__is_active=True)
    list(people.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def lock_consultant(consultant: Consultant) -> Consultant:
    # Everyone who wants a time of this consultant queues on this row: without it, rivals on the
    # exclusion constraint deadlock one another for half a minute.
    return Consultant.objects.select_for_update(no_key=True).get(pk=consultant.pk)


def lock_consultants(ids: Iterable[int] | None = None) -> list[Consultant]:
    """Those with these keys, or all, in one order for everybody, so that nobody deadlocks."""
    consultants = Consultant.objects.select_for_update(no_key=True, of=("self",))
    if ids is not None:
        consultants = consultants.filter(pk__in=list(ids))
    return list(consultants.select_related("user").order_by("pk"))


def check_offered(
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    *,
    at: datetime,
    token: str = "",
    mode: str = "",
    at_short_notice: bool = False,
) -> None:
    """Whether this consultant helps in the field at this time, in this mode or, unnamed, in any."""
    if not consultant.expertises.offered().filter(pk=expertise.pk).exists():
        raise TimeNotOffered(_("This time is not offered. Please choose one of the times below."))
    check_time(
        consultant,
        expertise,
        starts_at,
        at=at,
        token=token,
        mode=mode,
        at_short_notice=at_short_notice,
    )


def check_time(
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    *,
    at: datetime,
    token: str = "",
    mode: str = "",
    at_short_notice: bool = False,
) -> None:
    """Whether it is on the grid and free, whatever the consultant's fields."""
    # Whoever holds the time by this token has it free; to everybody else it is taken.
    time = selectors.offered_time(
        consultant=consultant,
        expertise=expertise,
        starts_at=starts_at,
        at=at,
        at_short_notice=at_short_notice,
        token=token,
    )
    if time is None:
        raise TimeNotOffered(_("This time is not offered. Please choose one of the times below."))
    if mode and mode not in time.offered:
        raise ModeNotOffered(
            _("At this time: %(modes)s. Please choose another time, or come that way.")
            % {"modes": ", ".join(str(offered.label).lower() for offered in time.offered)}
        )
    if not time.is_free or (mode and mode not in time.modes):
        raise _why_taken(consultant, expertise, starts_at, at=at, token=token)


def _why_taken(
    consultant: Consultant, expertise: Expertise, starts_at: datetime, *, at: datetime, token: str
) -> TimeTaken:
    until = starts_at + expertise.session_length + BookingPolicy.load().buffer
    booked = Booking.objects.occupying().filter(consultant=consultant)
    held = TimeHold.objects.live(at=at).of_others(token).filter(consultant=consultant)
    hold = held.overlapping(starts_at, until).order_by("expires_at").last()
    if hold is None or booked.overlapping(starts_at, until).exists():
        return TimeTaken(_("This time has just been taken."))
    return TimeHeld(
        _(
            "Somebody is filling in the form for this time until %(time)s. Choose another time,"
            " or look again then."
        )
        % {"time": formats.time_text(hold.expires_at)}
    )


def check_people_free(business: Business, starts_at: datetime, ends_at: datetime) -> None:
    """Nobody is in two places at once, whichever of her businesses she comes for.

    No constraint can hold this: who acts for a business stands in another table and changes
    without the booking. It holds because lock_people came first.
    """
    elsewhere = Booking.objects.occupying().of_the_same_people(business)
    if elsewhere.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise PersonElsewhere(
            _(
                "Somebody who acts for this business has an appointment for another one at that"
                " time. Please choose another time."
            )
        )


@contextmanager
def refused_by_the_database() -> Iterator[None]:
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
