"""Rivals in real threads and processes on real PostgreSQL."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from businesses.models import Business
from consultations import selectors, services
from consultations.models import Booking, TimeHold
from consultations.services import guards
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import (
    PASSWORD,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    UserFactory,
    VillageFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, TOMORROW_8, TOMORROW_9
from tests.workers import environ

pytestmark = pytest.mark.django_db(transaction=True)

RIVALS, ROUNDS, PROCESSES = 20, 20, 8
ROOT = Path(__file__).resolve().parents[2]


def rivals_for(consultant, starts_at=TOMORROW_8, count=RIVALS):
    expertise = consultant.expertises.get()
    businesses = [(b, b.people.get()) for b in BusinessFactory.create_batch(count)]
    return [
        lambda business=business, owner=owner: services.book_time(
            consultant=consultant,
            expertise=expertise,
            business=business,
            booked_by=owner,
            starts_at=starts_at,
            topic="Cepat melempem",
            at=NOW,
        )
        for business, owner in businesses
    ]


def kinds(results):
    return sorted({type(result).__name__ for result in results})


def test_fm01_of_twenty_rivals_one_gets_the_time():
    results = all_at_once(rivals_for(ConsultantFactory()))

    assert Booking.objects.count() == 1
    assert [isinstance(result, Booking) for result in results].count(True) == 1
    assert kinds(results) == ["Booking", "TimeTaken"]


def test_fm01_the_constraint_alone_still_refuses(monkeypatch):
    monkeypatch.setattr(guards, "lock_consultant", lambda consultant: consultant)

    results = all_at_once(rivals_for(ConsultantFactory(), count=4))

    assert Booking.objects.count() == 1
    assert kinds(results) == ["Booking", "TimeTaken"]


def test_the_race_is_real_without_lock_and_constraint(monkeypatch):
    """What the two guards are for: without them the same rivals share one time."""
    together = Barrier(8)
    consultant = ConsultantFactory()
    rivals = rivals_for(consultant, count=8)
    check = guards.check_offered

    def check_and_wait(*args, **kwargs):
        check(*args, **kwargs)
        together.wait(timeout=20)

    monkeypatch.setattr(guards, "lock_consultant", lambda consultant: consultant)
    monkeypatch.setattr(guards, "check_offered", check_and_wait)
    constraint = next(
        c for c in Booking._meta.constraints if c.name == "consultations_booking_one_at_a_time"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, constraint)
    try:
        all_at_once(rivals)
        doubles = Booking.objects.count()
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, constraint)

    assert doubles == 8


def test_fm05_a_mover_and_a_rival_share_no_time():
    booking = BookingFactory()
    mover = booking.booked_by
    acts = rivals_for(booking.consultant, starts_at=TOMORROW_9, count=5)
    acts.append(
        lambda: services.move_booking(booking=booking, starts_at=TOMORROW_9, by=mover, at=NOW)
    )

    all_at_once(acts)

    assert Booking.objects.filter(starts_at=TOMORROW_9).count() == 1
    booking.refresh_from_db()
    assert booking.starts_at in (TOMORROW_8, TOMORROW_9)


def test_one_business_cannot_be_in_two_places():
    business = BusinessFactory()
    owner = business.people.get()
    consultants = ConsultantFactory.create_batch(4)
    acts = [
        lambda consultant=consultant: services.book_time(
            consultant=consultant,
            expertise=consultant.expertises.get(),
            business=business,
            booked_by=owner,
            starts_at=TOMORROW_8,
            topic="Cepat melempem",
            at=NOW,
        )
        for consultant in consultants
    ]

    results = all_at_once(acts)

    assert Booking.objects.count() == 1
    assert kinds(results) == ["Booking", "BusinessElsewhere"]


def test_fm17_a_double_tap_books_once_and_both_land_on_the_booking():
    consultant, business = ConsultantFactory(), BusinessFactory()
    owner = business.people.get()
    form = {
        "starts_at": "2026-11-25T08:00",
        "expertise": consultant.expertises.get().pk,
        "business": business.pk,
        "topic": "Cepat melempem",
        "submission_key": str(uuid4()),
    }

    def tap():
        client = Client()
        client.force_login(owner)
        url = reverse("consultations:booking_create", args=[consultant.slug])
        return client.post(url, form).url

    answers = all_at_once([tap, tap, tap])

    assert set(answers) == {Booking.objects.get().get_absolute_url()}
    assert Message.objects.filter(kind="BOOKING_CONFIRMED").count() == 1


def test_of_ten_rivals_one_holds_the_time():
    consultant = ConsultantFactory()
    expertise = consultant.expertises.get()
    acts = [
        lambda number=number: services.hold_time(
            consultant=consultant,
            expertise=expertise,
            starts_at=TOMORROW_8,
            token=f"{number}" * 32,
            at=NOW,
        )
        for number in range(10)
    ]

    results = all_at_once(acts)

    assert TimeHold.objects.count() == 1
    assert kinds(results) == ["TimeHeld", "TimeHold"]
    assert [isinstance(result, TimeHold) for result in results].count(True) == 1


def test_a_holder_and_rivals_at_once_the_holder_books():
    consultant = ConsultantFactory()
    expertise = consultant.expertises.get()
    services.hold_time(
        consultant=consultant, expertise=expertise, starts_at=TOMORROW_8, token="m" * 32, at=NOW
    )
    business = BusinessFactory()
    acts = rivals_for(consultant, count=5)
    acts.append(
        lambda: services.book_time(
            consultant=consultant,
            expertise=expertise,
            business=business,
            booked_by=business.people.get(),
            starts_at=TOMORROW_8,
            topic="Cepat melempem",
            at=NOW,
            token="m" * 32,
        )
    )

    all_at_once(acts)

    assert Booking.objects.get().business == business


def test_fm17_a_double_tap_without_an_account_makes_one_of_each():
    consultant = ConsultantFactory()
    form = {
        "starts_at": "2026-11-25T08:00",
        "expertise": consultant.expertises.get().pk,
        "full_name": "Sumiati",
        "contact": "0812 3456 7890",
        "password": PASSWORD,
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "operating_state": "RUNNING",
        "topic": "Cepat melempem",
        "submission_key": str(uuid4()),
    }

    def tap():
        url = reverse("consultations:booking_create", args=[consultant.slug])
        return Client().post(url, form).url

    answers = all_at_once([tap, tap, tap])

    assert set(answers) == {Booking.objects.get().get_absolute_url()}
    assert User.objects.with_contact("+6281234567890").count() == 1
    assert Business.objects.count() == 1
    assert Message.objects.filter(kind="BOOKING_CONFIRMED").count() == 1


# --- Two owners, a mover and the office, by the pages they use ----------------------------------


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def owner_books(consultant, starts_at):
    business = BusinessFactory()
    client = signed_in(business.people.get())
    address = reverse("consultations:booking_create", args=[consultant.slug])
    form = {
        "starts_at": starts_at,
        "expertise": consultant.expertises.get().pk,
        "business": business.pk,
        "topic": "Keripik salak cepat melempem",
        "submission_key": str(uuid4()),
    }
    return lambda: client.post(address, form)


def office_books(consultant, starts_at):
    client = signed_in(UserFactory(role=Role.COUNTER_OFFICER))
    who = f"{consultant.pk}-{consultant.expertises.get().pk}"
    address = reverse("admin:consultations_booking_add")
    form = {
        "starts_at": starts_at,
        "topic": "Keripik salak cepat melempem",
        "submission_key": str(uuid4()),
    }
    return lambda: client.post(f"{address}?business={BusinessFactory().pk}&who={who}", form)


def owner_moves(booking, starts_at):
    client = signed_in(booking.booked_by)
    address = reverse("consultations:booking_move", args=[booking.public_id])
    return lambda: client.post(address, {"starts_at": starts_at})


def holders(consultant, starts_at):
    return Booking.objects.occupying().filter(consultant=consultant, starts_at=starts_at)


def really_free(consultant, time):
    offered = selectors.offered_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        starts_at=time.starts_at,
        at=NOW,
    )
    return offered is not None and offered.is_free


def test_fm01_fm05_owners_mover_and_office_share_no_time_in_twenty_rounds():
    wanted = TOMORROW_9.strftime("%Y-%m-%dT%H:%M")
    winners = set()

    for _round in range(ROUNDS):
        booking = BookingFactory()
        consultant = booking.consultant
        acts = {
            "owner": owner_books(consultant, wanted),
            "other owner": owner_books(consultant, wanted),
            "mover": owner_moves(booking, wanted),
            "office": office_books(consultant, wanted),
        }

        answers = dict(zip(acts, all_at_once(list(acts.values())), strict=True))

        statuses = {who: answer.status_code for who, answer in answers.items()}
        (winner,) = [who for who, status in statuses.items() if status == 302]
        winners.add(winner)
        assert sorted(statuses.values()) == [302, 409, 409, 409]
        assert holders(consultant, TOMORROW_9).count() == 1
        # The mover has the new time or the old one, never both and never neither.
        booking.refresh_from_db()
        assert booking.starts_at == (TOMORROW_9 if winner == "mover" else TOMORROW_8)
        assert booking.status == "BOOKED"
        assert booking.moves.count() == booking.moves_made == (winner == "mover")
        for who in {"owner", "other owner", "mover"} - {winner}:
            offered = answers[who].context["alternatives"]
            assert [really_free(consultant, time) for time in offered] == [True] * 3

    sys.stdout.write(f"won at least once: {sorted(winners)}\n")


def test_one_owner_of_many_businesses_is_in_one_place():
    owner = UserFactory()
    acts = []
    for consultant in ConsultantFactory.create_batch(6):
        business = BusinessFactory(owner=owner)
        acts.append(
            lambda consultant=consultant, business=business: services.book_time(
                consultant=consultant,
                expertise=consultant.expertises.get(),
                business=business,
                booked_by=owner,
                starts_at=TOMORROW_8,
                topic="Cepat melempem",
                at=NOW,
            )
        )

    results = all_at_once(acts)

    assert Booking.objects.count() == 1
    assert kinds(results) == ["Booking", "PersonElsewhere"]


def test_fm16_a_cancellation_and_a_move_at_once_leave_one_truth():
    for _round in range(5):
        booking = BookingFactory()
        owner = booking.booked_by
        acts = [
            lambda booking=booking, by=owner: services.move_booking(
                booking=booking, starts_at=TOMORROW_9, by=by, at=NOW
            ),
            lambda booking=booking, by=owner: services.cancel_booking(
                booking=booking, by=by, at=NOW
            ),
        ]

        all_at_once(acts)

        booking.refresh_from_db()
        assert booking.status == "CANCELLED"
        assert booking.moves.count() == booking.moves_made
        assert not holders(booking.consultant, TOMORROW_9).exists()


# --- Eight processes ----------------------------------------------------------------------------


@contextmanager
def rival_processes(count):
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    database = {key: connection.settings_dict[key] for key in keys}
    rivals = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.consultations.rival_process"],
            cwd=ROOT,
            env=environ(),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _number in range(count)
    ]
    try:
        for rival in rivals:
            tell(rival, json.dumps(database))
        yield rivals
    finally:
        for rival in rivals:
            rival.stdin.close()
            rival.stdout.close()
            rival.wait(timeout=30)


def tell(rival, line):
    rival.stdin.write(line + "\n")
    rival.stdin.flush()


def hear(rival):
    return rival.stdout.readline().strip()


def play(rivals, orders):
    """One round: all are ready before the first may begin."""
    for rival, order in zip(rivals, orders, strict=True):
        tell(rival, json.dumps(order))
    assert {hear(rival) for rival in rivals} == {"ready"}
    for rival in rivals:
        tell(rival, "go")
    return [hear(rival) for rival in rivals]


def test_fm01_of_eight_processes_one_holds_the_time():
    when = {"starts_at": TOMORROW_9.isoformat(), "at": NOW.isoformat()}

    with rival_processes(PROCESSES) as rivals:
        for _round in range(ROUNDS):
            booking = BookingFactory()
            orders = [{"booking": booking.pk} | when] + [
                {"business": business.pk, "consultant": booking.consultant.pk} | when
                for business in BusinessFactory.create_batch(PROCESSES - 1)
            ]

            answers = play(rivals, orders)

            assert answers.count("TimeTaken") == PROCESSES - 1, answers
            assert holders(booking.consultant, TOMORROW_9).count() == 1
            booking.refresh_from_db()
            assert booking.starts_at == (TOMORROW_9 if answers[0] == "moved" else TOMORROW_8)
