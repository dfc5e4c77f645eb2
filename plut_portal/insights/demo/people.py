"""The invented office, its staff, and sixty businesses with the people who run them."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from businesses import services as business_services
from businesses.models import Business, Membership, Village
from consultations import services as consultation_services
from consultations.models import (
    Closure,
    Consultant,
    ExceptionWindow,
    Expertise,
    ExtraHours,
    HoursException,
    Leave,
    WeeklyHours,
)
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.roles import ADMIN_ROLES, Role
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.core.validators import normalise_phone
from plut_portal.insights.demo import logins, office, past

OWNERS = Path(__file__).with_name("owners.csv")
# Two people act for this one.
SHARED_BUSINESS = "Yogurt Lembah Panderman"


@dataclass(frozen=True)
class Client:
    """A business with the person who books for it and the trade that decides her questions."""

    business: Business
    owner: User
    trade: str


class People:
    """Makes users. The one demo password is hashed once: sixty times would take half a minute."""

    def __init__(self) -> None:
        self.password = make_password(logins.PASSWORD)
        self.names = {login.login: login.name for login in logins.LOGINS}

    def add(self, full_name: str, *, at: datetime, phone: str = "", email: str = "") -> User:
        return User.objects.create(
            full_name=full_name,
            password=self.password,
            phone=normalise_phone(phone) if phone else None,
            phone_confirmed_at=at if phone else None,
            email=email or None,
            email_confirmed_at=at if email else None,
            joined_at=at,
        )

    def add_colleague(self, email: str, role: Role, *, at: datetime) -> User:
        user = self.add(self.names[email], email=email, at=at)
        user.groups.add(Group.objects.get(name=role))
        if role in ADMIN_ROLES:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
        return user

    def add_owner(self, full_name: str, *, number: int, email: str = "", at: datetime) -> User:
        """The number gives the phone; every third of those with an e-mail address left it out."""
        phone = "" if email and number % 3 == 2 else logins.demo_phone(number)
        user = self.add(full_name, phone=phone, email=email, at=at)
        for purpose in (Consent.Purpose.SERVICE, Consent.Purpose.REMINDERS):
            account_services.give_consent(user=user, purpose=purpose, at=at)
        return user


def create_office(*, first: date, last: date, at: datetime) -> None:
    """The office row, the fields, and the closed days of every year from `first` to `last`."""
    OfficeIdentity.objects.update_or_create(pk=1, defaults=office.OFFICE)
    for position, fields in enumerate(office.FIELDS):
        Expertise.objects.create(position=position, **fields)
    consultation_services.load_first_questionnaire(at=formats.at_wib(first, time(8)))
    for year in range(first.year, last.year + 1):
        consultation_services.load_public_holidays(year=year, at=at)


def create_staff(people: People, *, at: datetime, today: date) -> list[Consultant]:
    for email, role in office.COLLEAGUES.items():
        people.add_colleague(email, role, at=at)
    consultants = []
    for position, data in enumerate(office.CONSULTANTS):
        user = people.add_colleague(data.email, Role.CONSULTANT, at=at)
        consultants.append(_create_consultant(user, data, position))
    Leave.objects.create(
        consultant=consultants[office.AWAY_SOON],
        starts_on=today + timedelta(days=8),
        ends_on=today + timedelta(days=9),
        reason="Bimbingan teknis di Surabaya",
        substitute=consultants[office.STANDS_IN],
    )
    _open_a_saturday(consultants[0], today)
    _enter_ramadan()
    return consultants


def _open_a_saturday(consultant: Consultant, today: date) -> None:
    days = (today + timedelta(days=number) for number in range(7, 14))
    saturday = next(day for day in days if day.weekday() == WeeklyHours.Weekday.SATURDAY)
    if not Closure.objects.filter(on=saturday).exists():
        ExtraHours.objects.create(
            consultant=consultant, on=saturday, opens=time(9), closes=time(11)
        )


def _enter_ramadan() -> None:
    name, starts_on, ends_on = office.RAMADAN
    ramadan = HoursException.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    ExceptionWindow.objects.bulk_create(
        ExceptionWindow(exception=ramadan, weekday=weekday, opens=opens, closes=closes)
        for weekday, windows in office.RAMADAN_WEEK.items()
        for opens, closes in windows
    )


def _create_consultant(user: User, data: office.ConsultantData, position: int) -> Consultant:
    consultant = Consultant.objects.create(
        user=user,
        slug=data.slug,
        bio=data.bio,
        position=position,
        meeting_link=office.MEETING_LINKS.get(data.slug, ""),
    )
    consultant.expertises.add(Expertise.objects.get(slug=data.field))
    WeeklyHours.objects.bulk_create(
        WeeklyHours(
            consultant=consultant,
            weekday=weekday,
            opens=opens,
            closes=closes,
            online=bool(consultant.meeting_link),
        )
        for weekday, windows in data.week.items()
        for opens, closes in windows
    )
    if position == office.ON_THE_ROAD:
        WeeklyHours.objects.bulk_create(
            WeeklyHours(
                consultant=consultant,
                weekday=office.VISIT_DAY,
                opens=opens,
                closes=closes,
                at_office=False,
                on_visit=True,
            )
            for opens, closes in office.VISITS
        )
    return consultant


def create_clients(people: People, *, at: datetime, rng: Random) -> list[Client]:
    """The sixty businesses; their owners joined in the three months before `at`."""
    villages = {village.name: village for village in Village.objects.all()}
    owners: dict[str, User] = {}
    clients = []
    for number, row in enumerate(_rows(OWNERS), start=1):
        joined_at = at - timedelta(days=rng.randrange(90), minutes=rng.randrange(600))
        if row["owner"] not in owners:
            owners[row["owner"]] = people.add_owner(
                row["owner"], number=number, email=row["email"], at=joined_at
            )
        owner = owners[row["owner"]]
        business = _register(owner, row, villages[row["village"]], at=joined_at)
        clients.append(Client(business, owner, row["trade"]))
    _add_newcomers(people, at=at)
    return clients


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _register(owner: User, row: dict[str, str], village: Village, *, at: datetime) -> Business:
    business = business_services.register_business(
        owner=owner,
        makes=row["makes"],
        village=village,
        name=row["name"],
        address=row["address"],
    )
    past.backdate(at, Business.objects.filter(pk=business.pk), business.history.all())
    Membership.objects.filter(business=business).update(joined_at=at)
    return business


def _add_newcomers(people: People, *, at: datetime) -> None:
    """An owner who has no business yet, and a second person for one that has an owner."""
    people.add_owner(logins.NEW_OWNER.name, number=99, at=at)
    partner = people.add_owner("Ratih Santosa", number=98, at=at)
    shared = Business.objects.get(name=SHARED_BUSINESS)
    Membership.objects.create(business=shared, user=partner)
