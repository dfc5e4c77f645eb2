"""Cek kendala in numbers: started, finished, booked, came, next step done."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from consultations.models import Booking, ConstraintCheck
from plut_portal.accounts.roles import Role
from plut_portal.core.formats import WIB
from plut_portal.insights.first_contact import first_contact
from tests.factories import (
    BookingFactory,
    CheckVersionFactory,
    SessionRecordFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
MONDAY = datetime(2026, 11, 16, 0, 30, tzinfo=WIB)


@pytest.fixture
def run():
    """run(...): a check begun at the moment, finished unless told otherwise."""
    version = CheckVersionFactory()

    def make(started_at=NOW, *, finished=True, **fields):
        finished_at = started_at + timedelta(minutes=1) if finished else None
        return ConstraintCheck.objects.create(
            version=version, started_at=started_at, finished_at=finished_at, **fields
        )

    return make


def served(check, *, done):
    """A session that took place, with two actions of which some were done."""
    record = SessionRecordFactory(booking__constraint_check=check)
    for position in (1, 2):
        record.actions.create(
            position=position,
            text="Tiriskan",
            due_on=date(2026, 12, 1),
            done_at=NOW if position <= done else None,
        )
    return record


def test_first_contact_counts_each_check_once_at_every_step(run):
    run(finished=False)
    run()
    BookingFactory(constraint_check=run(), status=Booking.Status.CANCELLED)
    served(run(), done=0)
    served(run(), done=2)

    steps = first_contact(**YEAR).steps

    assert [step.count for step in steps] == [5, 4, 3, 2, 1]
    assert [step.percent for step in steps] == [100, 80, 60, 40, 20]


def test_first_contact_of_an_empty_year_divides_by_nothing():
    numbers = first_contact(**YEAR)

    assert [step.count for step in numbers.steps] == [0] * 5
    assert (numbers.weeks, numbers.places, numbers.sources) == ([], [], [])


def test_first_contact_puts_half_past_midnight_into_the_week_and_year_of_batu(run):
    # In UTC both lie on the day before.
    run(MONDAY)
    run(datetime(2026, 12, 31, 23, 30, tzinfo=WIB))
    run(datetime(2027, 1, 1, 0, 30, tzinfo=WIB).astimezone(UTC))

    numbers = first_contact(**YEAR)

    assert numbers.steps[0].count == 2
    assert [row.label for row in numbers.weeks] == [
        "28 Desember 2026 – 31 Desember 2026",
        "16 November 2026 – 22 November 2026",
    ]


def test_first_contact_names_of_each_week_only_the_days_it_counts(run):
    for day in (1, 4, 5, 9, 11):
        run(datetime(2026, 11, day, 9, tzinfo=WIB))

    numbers = first_contact(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 10))

    # The first was a Sunday.
    assert [(row.label, row.counts[0]) for row in numbers.weeks] == [
        ("9 November 2026 – 10 November 2026", 1),
        ("2 November 2026 – 8 November 2026", 2),
        ("1 November 2026", 1),
    ]


def test_first_contact_takes_the_village_of_the_check_else_that_of_the_business(run):
    sisir = VillageFactory(code="35.79.01.1004", name="Sisir")
    run(village=sisir)
    BookingFactory(constraint_check=run(), business__village__name="Ngaglik")
    run(is_outside_batu=True)
    BookingFactory(
        constraint_check=run(is_outside_batu=True), business__village__name="Oro-Oro Ombo"
    )
    run()

    rows = first_contact(**YEAR).places

    assert [(row.label, row.counts[0]) for row in rows] == [
        ("Ngaglik", 1),
        ("Sisir", 1),
        ("Belum disebut", 1),
        ("Di luar Kota Batu", 2),
    ]


def test_first_contact_counts_new_owners_by_source_and_nobody_who_works_here():
    UserFactory.create_batch(2, heard_from="FRIEND", joined_at=NOW)
    UserFactory(joined_at=NOW)
    UserFactory(heard_from="FRIEND", joined_at=NOW, role=Role.CONSULTANT)
    UserFactory(heard_from="FRIEND", joined_at=NOW - timedelta(days=400))

    numbers = first_contact(**YEAR)

    assert (numbers.sources[0][1], numbers.newcomers) == (2, 3)
    assert numbers.sources[1] == ("Belum disebut", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_first_contact_asks_the_same_number_of_questions(run, count, django_assert_num_queries):
    for week in range(count):
        served(run(NOW - timedelta(days=7 * week)), done=1)

    with django_assert_num_queries(4):
        first_contact(**YEAR)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PROGRAMME_ADMIN, 200),
        (Role.HEAD, 200),
        (Role.AUDITOR, 200),
        (Role.COUNTER_OFFICER, 403),
    ],
)
def test_the_page_is_for_those_who_read_records(client, role, status):
    client.force_login(UserFactory(role=role))

    assert client.get(reverse("admin:first_contact")).status_code == status


def test_the_page_speaks_of_the_year_from_which_it_was_opened(client):
    client.force_login(UserFactory(role="HEAD"))
    ours = client.get(reverse("admin:ourselves"), {"tahun": NOW.year - 3})
    page = reverse("admin:first_contact")

    [link] = set(re.findall(rf'href="({page}[^"]*)"', ours.content.decode())) - {page}

    assert client.get(html.unescape(link)).context["period"].year == NOW.year - 3


def test_the_page_opens_on_this_year_and_shows_the_funnel(client, run):
    served(run(), done=1)
    client.force_login(UserFactory(role=Role.HEAD))

    page = client.get(reverse("admin:first_contact"), {"tahun": "abc"})

    assert page.status_code == 200
    assert page.context["numbers"].steps[-1].count == 1
    assert 'class="bar" width="100"' in page.content.decode()
