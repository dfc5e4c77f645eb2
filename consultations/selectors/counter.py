"""What the counter asks: who is this, and who has time for her."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from businesses.models import Business, Membership
from consultations.availability import Calendar
from consultations.models import Booking, Consultant, Expertise, Visit
from consultations.selectors.times import calendars
from plut_portal.accounts.models import User
from plut_portal.accounts.models.users import TITLES
from plut_portal.core import formats, search
from plut_portal.core.validators import ascii_digits, bare_number
from plut_portal.notifications.models import normalise_code

MOST_FOUND, LATEST_SHOWN = 20, 12
# Fewer digits are the beginning of half the city's numbers.
FEWEST_DIGITS = 5
_REGISTRATION_SIGNS = 9


@dataclass(frozen=True)
class Guest:
    """A person known here, with the business she comes for where she has one."""

    person: User
    business: Business | None = None
    today: Booking | None = None

    @property
    def masked_phone(self) -> str:
        """Her own number, else the one her business is reached by."""
        if self.person.phone or self.business is None or not self.business.contact_phone:
            return self.person.masked_phone
        return formats.mask_phone(self.business.contact_phone)


@dataclass(frozen=True)
class Found:
    guests: list[Guest]
    count: int


def find_guests(text: str, *, at: datetime) -> Found:
    """People and businesses by name, goods, number, NIB, booking code or registration number.

    Those who have an appointment today come first; at most twenty, with the count of all.
    """
    people, businesses = _people(text), _businesses(text)
    acting = Membership.objects.active().filter(user__is_active=True)
    acting = acting.filter(Q(user__in=people) | Q(business__in=businesses))
    alone = people.filter(is_active=True, is_staff=False, groups=None)
    alone = alone.exclude(pk__in=Membership.objects.active().values("user"))
    guests = _with_business(acting, formats.wib_day(at))
    rest = alone.order_by(Lower("full_name"), "pk")[: MOST_FOUND - len(guests)]
    guests += [Guest(person) for person in rest]
    return Found(guests, acting.count() + alone.count())


def _with_business(acting: QuerySet[Membership], today: date) -> list[Guest]:
    coming = _of_day(today).order_by("starts_at", "pk")
    first = coming.filter(business=OuterRef("business")).values("starts_at")[:1]
    rows = (
        acting.select_related("user", "business__village")
        .annotate(starts_today=Subquery(first))
        .order_by("starts_today", Lower("user__full_name"), "pk")
    )[:MOST_FOUND]
    members = list(rows)
    bookings = coming.filter(business__in=[member.business_id for member in members])
    by_business: dict[int, Booking] = {}
    for booking in bookings.select_related("consultant__user"):
        by_business.setdefault(booking.business_id, booking)
    return [
        Guest(member.user, member.business, by_business.get(member.business_id))
        for member in members
    ]


def _of_day(day: date) -> QuerySet[Booking]:
    midnight = formats.at_wib(day, time.min)
    on_day = Booking.objects.filter(
        starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
    )
    return on_day.exclude(status=Booking.Status.CANCELLED)


def _people(text: str) -> QuerySet[User]:
    if "@" in text:
        return User.objects.filter(email=text.strip().lower())
    if number := _number(text):
        phone, nib = Q(phone__startswith=_e164(number)), Q(owner_profile__nib__startswith=number)
        return User.objects.filter(phone | nib)
    return search.named(User.objects.all(), text, ["full_name"], leave_out=TITLES)


def _businesses(text: str) -> QuerySet[Business]:
    if "@" in text:
        return Business.objects.filter(contact_email=text.strip().lower())
    if number := _number(text):
        return Business.objects.filter(contact_phone__startswith=_e164(number))
    code = normalise_code(text)
    with_code = Q(bookings__code=code) | Q(registration_code=_registration_code(code))
    words = search.with_all(Business.objects.all(), text, ["name", "makes"])
    coded = Business.objects.filter(with_code).values("pk")
    return Business.objects.filter(Q(pk__in=words.values("pk")) | Q(pk__in=coded))


def _number(text: str) -> str:
    """The digits of what can only be a number, or nothing."""
    bare = bare_number(text.strip().lstrip("+").replace("(", "").replace(")", ""))
    digits = ascii_digits(bare)
    return digits if digits == bare and len(digits) >= FEWEST_DIGITS else ""


def _e164(number: str) -> str:
    """The beginning of a number as it is kept: 0812 and 62812 and 812 are +62812."""
    if number.startswith("0"):
        return "+62" + number[1:]
    return "+" + number if number.startswith("62") else "+62" + number


def _registration_code(code: str) -> str:
    if len(code) != _REGISTRATION_SIGNS:
        return ""
    return f"{code[:3]}-{code[3:7]}-{code[7:]}"


def on_duty(expertise: Expertise, *, at: datetime) -> Consultant | None:
    """Who of the field sees a guest at this moment: at work and free, else at work, else the first."""
    helpers = list(Consultant.objects.bookable().filter(expertises=expertise))
    day = formats.wib_day(at)
    found = calendars(helpers, day, day, at=at)
    seeing = set(_seeing_somebody(helpers, at=at))

    def order(consultant: Consultant) -> tuple[bool, bool, int, int]:
        calendar = found[consultant.pk]
        is_busy = consultant.pk in seeing or not calendar.is_free(at, at)
        return not _is_at_work(calendar, at), is_busy, consultant.position, consultant.pk

    return min(helpers, key=order, default=None)


def _seeing_somebody(helpers: list[Consultant], *, at: datetime) -> list[int]:
    walk_ins = Booking.objects.open().filter(origin=Booking.Origin.WALK_IN, consultant__in=helpers)
    running = walk_ins.filter(starts_at__lte=at, ends_at__gt=at)
    return list(running.values_list("consultant", flat=True))


def _is_at_work(calendar: Calendar, at: datetime) -> bool:
    day = formats.wib_day(at)
    if day in calendar.closed_on or calendar.is_away(at, at + timedelta(minutes=1)):
        return False
    return any(slot.opens_at <= at < slot.closes_at for slot in calendar.slots(day))


def guests_today(*, at: datetime) -> list[Visit]:
    """The latest lines of today's guest book."""
    midnight = formats.at_wib(formats.wib_day(at), time.min)
    today = Visit.objects.with_people().between(midnight, midnight + timedelta(days=1))
    return list(today.order_by("-at", "-pk")[:LATEST_SHOWN])
