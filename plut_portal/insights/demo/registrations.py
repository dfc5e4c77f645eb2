"""How the businesses are doing, and how far their registrations are: some of everything."""

from datetime import datetime, time, timedelta

from businesses import services
from businesses.models import Business, FieldRemark, Snapshot, Village
from businesses.selectors import completion
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from plut_portal.insights.demo import past
from plut_portal.insights.demo.people import People
from plut_portal.notifications.models import Message

Field = FieldRemark.Field
# A year apart each: most grew, some did not.
COURSES = (
    ("TO_60M", "TO_60M", "TO_300M"),
    ("TO_300M", "TO_300M", "TO_500M"),
    ("TO_60M", "TO_60M", "TO_60M"),
    ("TO_500M", "TO_300M", "TO_500M"),
    ("TO_1B", "TO_2B", "TO_15B"),
)
REMARKS: tuple[dict[str, str], ...] = (
    {Field.ADDRESS: "Mohon tulis dusunnya juga, supaya konsultan mudah mencarinya."},
    {
        Field.WORKERS_FEMALE: "Apakah Ibu sendiri sudah dihitung?",
        Field.NAME: "Pakai nama yang tertulis di kemasan, ya.",
    },
)
# By what is left when the number of a business is divided by six; the others are not sent.
VERIFIED, WAITING, TO_MEND = {0, 1, 2}, {3}, {4}


def live_through(people: People, *, at: datetime) -> None:
    """Complete, send and answer registrations, each at its own moment before `at`."""
    officer = User.objects.filter(groups__name=Role.PROGRAMME_ADMIN).order_by("pk")[0]
    named = Business.objects.exclude(name="").exclude(address="")
    for number, business in enumerate(named.order_by("pk")):
        # The first owner is shown what is still to do.
        if number:
            _fill_in(business, number, at=at)
            _send(business, number, officer, at=at)
    _add_twins(people, at=at)


def _fill_in(business: Business, number: int, *, at: datetime) -> None:
    said_at = _morning(at, days_before=50 + number)
    owner = business.people.order_by("pk")[0]
    bands = COURSES[number % len(COURSES)]
    # What was two years and one year ago, as the owner remembers it; only some were asked.
    for years, band in ((2, bands[0]), (1, bands[1])) if number % 3 == 0 else ():
        services.record_condition(
            business=business,
            by=owner,
            source=Snapshot.Source.CONSULTANT,
            at=said_at,
            taken_at=said_at - timedelta(days=365 * years),
            turnover_band=band,
            workers_female=1 + number % 2,
            workers_male=0,
        )
    if number % 6 == 5 and number % 4:
        # Left off in the middle.
        return
    services.save_condition(
        business=business,
        by=owner,
        at=said_at,
        operating_state=("RUNNING", "RUNNING", "PAUSED", "RUNNING", "STOPPED")[number % 5],
        workers_female=1 + number % 4,
        workers_male=number % 3,
        started_year=2008 + number % 16,
    )
    services.save_turnover(
        business=business,
        by=owner,
        at=said_at,
        turnover_band="" if number % 9 == 4 else bands[2],
        capital=None if number % 2 else 5_000_000 * (1 + number % 7),
    )
    if number % 6 in VERIFIED:
        services.save_nib(user=owner, nib=f"{9120_0000_00000 + owner.pk * 37:013d}", at=said_at)


def _send(business: Business, number: int, officer: User, *, at: datetime) -> None:
    group = number % 6
    days = {True: 3 + number % 9, False: 25 + number % 20}[group in WAITING]
    if group not in VERIFIED | WAITING | TO_MEND or not completion(business).is_complete:
        return
    sent_at = _morning(at, days_before=days)
    owner = business.people.order_by("pk")[0]
    _say_when(services.submit_business(business=business, by=owner, at=sent_at), sent_at)
    if group not in WAITING:
        _answer(business, number, officer, at=sent_at + timedelta(days=3))


def _answer(business: Business, number: int, officer: User, *, at: datetime) -> None:
    past.settle_outbox(until=at, topic=business.message_topic)
    in_order = number % 6 in VERIFIED
    decision = services.decide(
        business=business,
        outcome="VERIFIED" if in_order else "NEEDS_FIXING",
        remarks={} if in_order else REMARKS[number % len(REMARKS)],
        message="" if in_order else "Tinggal sedikit lagi. Terima kasih!",
        by=officer,
        at=at,
        revision=1,
    )
    _say_when(decision.business, at)


def _add_twins(people: People, *, at: datetime) -> None:
    """Two that are probably in the books already: by name and number, and by NIB."""
    waiting = Business.objects.to_check().order_by("pk")
    first, second = waiting[0], Business.objects.filter(status="VERIFIED").order_by("pk")[0]
    name = first.name.replace("Keripik", "Kripik") + " 2"
    phone = first.people.exclude(phone=None).values_list("phone", flat=True).first() or ""
    _register(people, 97, "Sri Wahyuni", name, first.makes, first.village, phone=phone, at=at)
    other = _register(
        people, 96, "Agus Hariyanto", "Dapur Agus", second.makes, second.village, at=at
    )
    nib = second.people.order_by("pk")[0].owner_profile.nib
    services.save_nib(user=other.people.get(), nib=nib, at=at)


def _register(
    people: People,
    number: int,
    owner: str,
    name: str,
    makes: str,
    village: Village,
    *,
    at: datetime,
    phone: str = "",
) -> Business:
    moment = _morning(at, days_before=100 - number)
    user = people.add_owner(owner, number=number, at=moment)
    business = services.register_business(
        owner=user,
        makes=makes,
        village=village,
        name=name[:120],
        operating_state="RUNNING",
        at=moment,
    )
    services.update_business(business=business, at=moment, contact_phone=phone)
    past.backdate(moment, Business.objects.filter(pk=business.pk), business.history.all())
    business.memberships.update(joined_at=moment)
    return business


def _morning(at: datetime, *, days_before: int) -> datetime:
    return formats.at_wib(formats.wib_day(at) - timedelta(days=days_before), time(9, 20))


def _say_when(business: Business, moment: datetime) -> None:
    messages = Message.objects.filter(topic=business.message_topic)
    past.backdate(moment, business.history.all(), messages)
