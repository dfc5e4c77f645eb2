from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO

import phonenumbers
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Max, Min, Q

from businesses.models import Business, Product, ProductPermit, Snapshot, Village
from businesses.selectors import likely_duplicates
from consultations import selectors
from consultations.models import (
    ActionItem,
    Booking,
    ClosedMonth,
    Closure,
    ConstraintCheck,
    Consultant,
    SessionRecord,
)
from exhibitions.models import Enquiry
from plut_portal.accounts.models import User
from plut_portal.core import clock
from plut_portal.core.formats import WIB
from plut_portal.core.models import OfficeIdentity
from plut_portal.core.validators import normalise_contact
from plut_portal.insights.demo import exhibitions, logins, seeding, trainings, visits
from plut_portal.notifications.models import Delivery
from tests.factories import BookingFactory
from tests.screens import long_data
from tests.times import NOW
from trainings import selectors as training_selectors
from trainings.models import (
    Attendance,
    Batch,
    Certificate,
    Enrolment,
    Output,
    StageProgress,
    Track,
)

BOOKED, ATTENDED = Booking.Status.BOOKED, Booking.Status.ATTENDED


def seed(*arguments: str) -> str:
    said = StringIO()
    call_command("seed_demo", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def few(monkeypatch):
    """A past of ten sessions, without trainings and exhibitions, where what is looked at does not
    lie in them."""
    monkeypatch.setattr(trainings, "TRACKS", ())
    monkeypatch.setattr(exhibitions, "live_through", lambda *, at: None)
    monkeypatch.setattr(visits, "PAST", 10)
    monkeypatch.setattr(visits, "COMING", 4)
    monkeypatch.setattr(visits, "OUTCOMES", {Booking.Status.CANCELLED: 1})


def test_seed_demo_fills_an_empty_portal(db):
    pokes = len(connection.run_on_commit)

    seed()

    now = clock.now()
    assert Business.objects.count() == 65
    _assert_registrations_stand_everywhere(now)
    assert Village.objects.filter(businesses=None).count() == 0
    assert max(len(business.name) for business in Business.objects.all()) >= 60
    assert Consultant.objects.bookable().count() == 5
    assert OfficeIdentity.load().is_complete
    assert Closure.objects.filter(on__year__in=[2026, 2027]).count() == 25 + 26
    _assert_bookings_are_consistent(now)
    _assert_a_month_is_closed(now)
    _assert_checks_were_held_against_diagnoses()
    _assert_trainings_stand_everywhere(now)
    _assert_the_catalogue_is_full(now)
    _assert_outbox_is_at_rest(now)
    assert (mail.outbox, len(connection.run_on_commit)) == ([], pokes)


def _assert_registrations_stand_everywhere(now: datetime) -> None:
    counts = Counter(Business.objects.values_list("status", flat=True))
    assert set(counts) == set(Business.Status.values)
    assert counts["VERIFIED"] > 20
    waiting = Business.objects.to_check()
    assert {business.is_answer_late(today=now.date()) for business in waiting} == {True, False}
    assert sum(bool(likely_duplicates(business)) for business in Business.objects.all()) >= 3
    span = Snapshot.objects.aggregate(first=Min("taken_at"), last=Max("recorded_at"))
    assert span["last"] - span["first"] > timedelta(days=700)
    assert span["last"] <= now


def _assert_bookings_are_consistent(now: datetime) -> None:
    bookings = Booking.objects.all()
    assert Counter(bookings.values_list("status", flat=True)) == {
        "ATTENDED": 97,
        "BOOKED": 18,
        "CANCELLED": 12,
        "OWNER_ABSENT": 9,
        "CONSULTANT_ABSENT": 1,
    }
    assert (bookings.upcoming(at=now).count(), bookings.unrecorded(at=now).count()) == (15, 3)
    made_before = bookings.exclude(origin=Booking.Origin.WALK_IN)
    assert made_before.filter(created_at__gte=F("starts_at")).count() == 0
    assert bookings.filter(status__in=Booking.OUTCOMES, starts_at__gt=now).count() == 0
    _assert_records_are_consistent(now)


def _assert_the_catalogue_is_full(now: datetime) -> None:
    shown = Product.objects.in_catalogue()
    assert shown.count() >= 25
    assert shown.filter(photos__state="READY").distinct().count() >= 25
    permits = ProductPermit.objects.in_use()
    assert [permit for permit in permits if permit.is_date_missing] == []
    ends = {permit.ends_on for permit in permits if permit.ends_on}
    left = {(day - now.date()).days for day in ends}
    assert [any(days - 5 < each <= days for each in left) for days in (7, 30, 80)] == [True] * 3
    asked = Enquiry.objects.all()
    assert (asked.count() >= 5, asked.open().exists()) == (True, True)


def _assert_a_month_is_closed(now: datetime) -> None:
    closed = ClosedMonth.objects.get()
    assert closed.first_day < now.date() - timedelta(days=30)
    assert closed.closed_at < now
    assert selectors.flaws_of_month(closed.first_day, at=now) == {}


def _assert_records_are_consistent(now: datetime) -> None:
    records = SessionRecord.objects.all()
    at_the_wrong_time = Q(recorded_at__lt=F("booking__starts_at")) | Q(recorded_at__gt=now)
    assert (records.count(), records.filter(booking__status=ATTENDED).count()) == (97, 97)
    assert records.filter(at_the_wrong_time).count() == 0
    assert records.filter(actions=None).count() == 0
    assert ActionItem.objects.filter(due_on__lte=F("record__booking__starts_at")).count() == 0
    assert Booking.history.filter(history_date__gt=now).count() == 0


def _assert_checks_were_held_against_diagnoses() -> None:
    found = selectors.agreement(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    assert (found.sessions, found.without_diagnosis) == (found.first.total, 0)
    assert found.first.total >= 25
    assert found.first.total > found.among.count > found.first.count > 0
    assert not ConstraintCheck.objects.filter(bookings=None).exists()
    assert not SessionRecord.objects.filter(constraint=None).exists()


def _assert_trainings_stand_everywhere(now: datetime) -> None:
    assert Counter(Batch.objects.values_list("track__slug", "state")) == {
        ("olahan-pangan", "FINISHED"): 1,
        ("olahan-pangan", "PUBLISHED"): 5,
        ("kriya-dan-batik", "FINISHED"): 1,
        ("kriya-dan-batik", "PUBLISHED"): 4,
    }
    for track in Track.objects.all():
        _assert_each_stage_runs_somewhere(track, now)
    assert Counter(Enrolment.objects.values_list("status", flat=True)) == {
        "ENROLLED": 42,
        "OFFERED": 1,
        "WAITING": 2,
        "WITHDRAWN": 1,
    }
    assert set(Output.objects.values_list("state", flat=True)) == set(Output.State.values)
    assert StageProgress.objects.exclude(waiver_evidence="").count() == 1
    assert Enrolment.objects.filter(asked_at__gt=now).count() == 0
    assert Enrolment.objects.filter(created_at__gt=F("asked_at")).count() == 0
    assert Attendance.objects.filter(noted_at__gt=now).count() == 0
    assert Certificate.objects.valid().exclude(file="").count() == 6
    rini = User.objects.get(email="rini@plut.example")
    assert Output.objects.waiting().judged_by(rini).count() >= 3
    mine = Enrolment.objects.run_by(_person(logins.LOGINS[0].login)).enrolled().get()
    journey = training_selectors.journey_of(mine, at=now)
    assert (journey.current.stage.kind, journey.output.state) == ("PACKAGING", "RETURNED")


def _assert_each_stage_runs_somewhere(track: Track, now: datetime) -> None:
    running = track.batches.filter(state="PUBLISHED", meetings__starts_at__lte=now).distinct()
    first = [batch.enrolments.enrolled().order_by("pk")[0] for batch in running]
    journeys = [training_selectors.journey_of(enrolment, at=now) for enrolment in first]
    kinds = {journey.current.stage.kind for journey in journeys}
    assert kinds == {"PRODUCTION", "PACKAGING", "MARKETING"}
    card = training_selectors.track_card(track, at=now)
    assert any(batch.is_open and batch.places.free for batch in card.batches)


def _assert_outbox_is_at_rest(now: datetime) -> None:
    deliveries = Delivery.objects.all()
    by_email = deliveries.filter(channel=Delivery.Channel.EMAIL)
    unconfirmed = Q(message__recipient__email_confirmed_at=None)
    assert deliveries.due(at=now).count() == 0
    assert set(deliveries.values_list("state", flat=True)) == {
        "SENT",
        "WAITING",
        "SKIPPED",
        "NO_CONTACT",
    }
    assert by_email.filter(unconfirmed, state=Delivery.State.SENT).count() == 0
    assert by_email.filter(~unconfirmed, state=Delivery.State.NO_CONTACT).count() == 0
    assert deliveries.filter(sent_at__gt=now).count() == 0


def test_seed_demo_lets_one_log_in_as_everyone_it_names(db, few):
    seed()

    people = [_person(login.login) for login in logins.LOGINS]
    assert [person.full_name for person in people] == [login.name for login in logins.LOGINS]
    assert [person.check_password(logins.PASSWORD) for person in people] == [True] * 13
    assert [person.works_here for person in people] == [False] * 3 + [True] * 10
    assert Counter(name for person in people for name in person.role_names) == {
        "CONSULTANT": 5,
        "COUNTER_OFFICER": 1,
        "PROGRAMME_ADMIN": 1,
        "CURATOR": 1,
        "HEAD": 1,
        "AUDITOR": 1,
    }
    own = Booking.objects.filter(business__people=people[0]).order_by("starts_at")
    assert [booking.status for booking in own] == [ATTENDED] * 3 + [BOOKED]
    _assert_nobody_can_have_these_contacts()


def _person(login: str) -> User:
    _kind, contact = normalise_contact(login)
    return User.objects.with_contact(contact).get()


def _assert_nobody_can_have_these_contacts() -> None:
    phones = User.objects.exclude(phone=None).values_list("phone", flat=True)
    emails = User.objects.exclude(email=None).values_list("email", flat=True)
    assert [p for p in phones if phonenumbers.is_valid_number(phonenumbers.parse(p))] == []
    assert [email for email in emails if not email.endswith(".example")] == []


def test_seed_demo_twice_adds_nothing(db, few):
    seed()
    before = _counts()

    said = seed()

    assert said == "There is data already; nothing was added.\n"
    assert _counts() == before


def test_seed_demo_reset_begins_again(db, few):
    BookingFactory(topic="Dari percobaan kemarin.")

    seed("--reset")

    assert Business.objects.count() == 65
    assert Village.objects.count() == 24
    assert not Booking.objects.filter(topic="Dari percobaan kemarin.").exists()


@pytest.mark.parametrize("arguments", [[], ["--reset"]])
def test_seed_demo_refuses_in_production(db, settings, arguments):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no place in production"):
        seed(*arguments)

    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "moment",
    [
        NOW.replace(hour=0, minute=30),
        NOW.replace(hour=23),
        datetime(2026, 11, 28, 12, tzinfo=WIB),  # a Saturday
        datetime(2026, 12, 24, 9, tzinfo=WIB),  # cuti bersama, the new year in sight
        datetime(2027, 1, 2, 9, tzinfo=WIB),
        datetime(2027, 3, 12, 9, tzinfo=WIB),  # the week of Idulfitri
    ],
)
def test_demo_plan_is_whole_on_any_day(db, moment):
    plan = seeding.prepare(at=moment, rng=seeding.dice())

    coming = [visit for visit in plan if visit.moment.starts_at > moment]
    assert (len(plan), len(coming)) == (visits.PAST + visits.COMING, visits.COMING)
    assert all(visit.booked_at < min(visit.moment.starts_at, moment) for visit in plan)


def test_demo_trainings_run_in_the_weeks_of_idulfitri(db):
    moment = datetime(2027, 3, 12, 9, tzinfo=WIB)
    seeding.prepare(at=moment, rng=seeding.dice())

    trainings.live_through(at=moment)

    assert Attendance.objects.filter(noted_at__gt=moment).count() == 0
    assert Certificate.objects.filter(issued_at__lt=moment).count() == 6


def _counts() -> dict[str, int]:
    models = (User, Business, Booking, SessionRecord, Delivery, Closure)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demonstration_can_be_stretched_for_its_pictures(db, few):
    seed()
    owner = User.objects.with_contact("+6284000000001").get()
    consultant = Booking.objects.order_by("starts_at")[0].consultant

    long_data.lengthen(owner, consultant.user)

    assert owner.businesses.count() > long_data.ROWS
