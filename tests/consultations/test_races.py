"""Rivals in real threads on real PostgreSQL."""

from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from businesses.models import Business
from consultations import services
from consultations.models import Booking, TimeHold
from consultations.services import guards
from plut_portal.accounts.models import User
from plut_portal.notifications.models import Message
from tests.factories import (
    PASSWORD,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    VillageFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db(transaction=True)

RIVALS = 20


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
