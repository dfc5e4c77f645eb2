"""Guests at the counter and on the telephone, with and without an appointment."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from businesses import services as business_services
from businesses.models import Business, Village
from consultations import selectors
from consultations.models import Booking, Consultant, Expertise, Mode, NextStep, Visit
from consultations.services import periods
from consultations.services.bookings import book_time
from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError

# A line of a paper list says the day, not the hour.
OF_A_PAST_DAY = time(9)


class DayAhead(PortalError):
    status = 422


class TooLongAgo(PortalError):
    status = 403


class NobodyThere(PortalError):
    pass


class AlreadyBooked(PortalError):
    pass


@dataclass(frozen=True)
class NewPerson:
    """Somebody nobody here knows yet, who has agreed on paper."""

    full_name: str
    phone: str = ""
    # A relative's number reaches the business and is nobody's login (FM-46).
    is_family_phone: bool = False


@transaction.atomic
def record_guest(
    *,
    person: User | NewPerson,
    expertise: Expertise,
    note: str,
    by: User,
    at: datetime,
    business: Business | None = None,
    makes: str = "",
    village: Village | None = None,
    next_step: str = NextStep.CONSULTANT,
    consultant: Consultant | None = None,
    channel: str = Visit.Channel.IN_PERSON,
    on: date | None = None,
) -> Visit:
    """Write a guest of a business into the book, with what is new about her, or nothing of it.

    Whom a consultant sees gets a booking that begins now, so record, Resep and figures follow as
    for any other. Raises DayAhead and TooLongAgo for the day (FM-60), ContactTaken for a number
    that is another account's, NobodyThere for a field without a consultant.
    """
    moment = moment_of(on, by=by, at=at)
    family_phone = ""
    if isinstance(person, NewPerson):
        family_phone = person.phone if person.is_family_phone else ""
        person = _add_person(person, by=by, at=at)
    business = _business_of(person, business, makes=makes, village=village, by=by, at=at)
    if family_phone and not business.contact_phone:
        business_services.update_business(business=business, contact_phone=family_phone, at=at)
    visit = Visit(
        channel=channel,
        at=moment,
        business=business,
        person=person,
        expertise=expertise,
        note=note,
        recorded_by=by,
    )
    if next_step == NextStep.CONSULTANT:
        visit.booking = _begin_session(visit, business, expertise, consultant)
    visit.save()
    return visit


@transaction.atomic
def record_group(
    *,
    kind: str,
    institution: str,
    headcount: int,
    by: User,
    at: datetime,
    note: str = "",
    on: date | None = None,
) -> Visit:
    """Write guests who come for no business into the book. Raises DayAhead and TooLongAgo."""
    return Visit.objects.create(
        kind=kind,
        institution=institution,
        headcount=headcount,
        note=note,
        at=moment_of(on, by=by, at=at),
        recorded_by=by,
    )


@transaction.atomic
def book_for_guest(
    *,
    visit: Visit,
    consultant: Consultant,
    starts_at: datetime,
    by: User,
    at: datetime,
    override_reason: str = "",
) -> Booking:
    """Book a time for a guest of the book, who then counts by how that session goes.

    Raises what book_time raises, AlreadyBooked for a line that has its session, and MonthClosed
    for one whose month is settled: there it has been counted as answered (FM-60).
    """
    visit = Visit.objects.select_for_update(of=("self",)).with_people().get(pk=visit.pk)
    periods.check_open(formats.wib_day(visit.at))
    if visit.business is None or visit.expertise is None or visit.booking:
        raise AlreadyBooked(_("This guest already has a session. Record a new visit first."))
    visit.booking = book_time(
        consultant=consultant,
        expertise=visit.expertise,
        business=visit.business,
        booked_by=by,
        starts_at=starts_at,
        topic=visit.note,
        override_reason=override_reason,
        at=at,
    )
    visit.save(update_fields=["booking", "updated_at"])
    return visit.booking


def moment_of(on: date | None, *, by: User, at: datetime) -> datetime:
    """When it was: now, or on an earlier day of a paper list.

    Raises DayAhead, TooLongAgo, and MonthClosed for a day whose figures are settled.
    """
    today = formats.wib_day(at)
    periods.check_open(on or today)
    if on is None or on == today:
        return at
    if on > today:
        raise DayAhead(_("This day has not come yet. Guests are recorded when they have come."))
    is_late = today - on > Visit.BACK_DATED_BY
    if is_late and not by.has_perm("consultations.record_late"):
        raise TooLongAgo(
            _("This is more than %(days)d days ago. Please ask the programme admin to record it.")
            % {"days": Visit.BACK_DATED_BY.days}
        )
    return formats.at_wib(on, OF_A_PAST_DAY)


def _add_person(person: NewPerson, *, by: User, at: datetime) -> User:
    """An account without a password: hers once she claims it. A relative's number stays theirs."""
    phone = "" if person.is_family_phone else person.phone
    return accounts.add_person(
        full_name=person.full_name, phone=phone, email="", reminders=False, by=by, at=at
    )


def _business_of(
    person: User,
    business: Business | None,
    *,
    makes: str,
    village: Village | None,
    by: User,
    at: datetime,
) -> Business:
    if business is not None:
        business_services.add_at_counter(business=business, person=person, by=by, at=at)
        return business
    if village is None:
        raise ValueError("A guest comes for a business, or for one started with its village.")
    return business_services.register_business(owner=person, makes=makes, village=village, at=at)


def _begin_session(
    visit: Visit, business: Business, expertise: Expertise, consultant: Consultant | None
) -> Booking:
    """A booking without an appointment: it takes nobody's time and asks for none."""
    consultant = consultant or selectors.on_duty(expertise, at=visit.at)
    if consultant is None:
        raise NobodyThere(_("No consultant helps in this field at present. Choose another field."))
    starts_at = visit.at.replace(second=0, microsecond=0)
    ends_at = starts_at + expertise.session_length
    by_phone = visit.channel == Visit.Channel.TELEPHONE
    return Booking.objects.create(
        consultant=consultant,
        expertise=expertise,
        business=business,
        booked_by=visit.recorded_by,
        origin=Booking.Origin.WALK_IN,
        starts_at=starts_at,
        ends_at=ends_at,
        occupied_until=ends_at,
        mode=Mode.ONLINE if by_phone else Mode.OFFICE,
        topic=visit.note,
        code=Booking.objects.unused_code(),
    )
