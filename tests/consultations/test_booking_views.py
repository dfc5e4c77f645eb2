from uuid import uuid4

import pytest
from django.urls import reverse

from businesses.models import Business
from consultations.models import Booking, InternalNote
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import give_consent
from plut_portal.notifications.models import Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    SessionRecordFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


def payload(consultant, **changes):
    return {
        "starts_at": "2026-11-25T08:00",
        "expertise": consultant.expertises.get().pk,
        "topic": "Keripik apel saya cepat melempem",
        "submission_key": str(uuid4()),
    } | changes


def create_url(consultant):
    return reverse("consultations:booking_create", args=[consultant.slug])


def test_booking_create_books_for_the_only_business(client, owner):
    business, consultant = BusinessFactory(owner=owner), ConsultantFactory()

    response = client.post(create_url(consultant), payload(consultant, business=business.pk))

    booking = Booking.objects.get()
    assert (response.status_code, response.url) == (302, booking.get_absolute_url())
    assert (booking.business, booking.starts_at, booking.booked_by) == (
        business,
        TOMORROW_8,
        owner,
    )


def test_booking_create_starts_a_business_with_two_answers(client, owner):
    consultant, village = ConsultantFactory(), VillageFactory()

    client.post(
        create_url(consultant), payload(consultant, makes="keripik apel", village=village.pk)
    )

    business = Business.objects.get()
    assert (business.makes, business.village) == ("keripik apel", village)
    assert list(business.people.all()) == [owner]
    assert Booking.objects.get().business == business


def test_a_refused_first_booking_leaves_no_business_behind(client, owner):
    taken, village = BookingFactory(), VillageFactory()

    response = client.post(
        create_url(taken.consultant),
        payload(taken.consultant, makes="keripik apel", village=village.pk),
    )

    assert response.status_code == 409
    assert not Business.objects.run_by(owner).exists()


def test_fm01_a_lost_race_keeps_what_was_typed_and_offers_three_free_times(client, owner):
    taken = BookingFactory()
    business = BusinessFactory(owner=owner)

    response = client.post(
        create_url(taken.consultant), payload(taken.consultant, business=business.pk)
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Keripik apel saya cepat melempem" in page
    assert [time.value for time in response.context["alternatives"]] == [
        "2026-11-25T09:15",
        "2026-11-25T10:30",
        "2026-11-25T13:00",
    ]
    assert page.count('id="alternative-') == 3


@pytest.mark.parametrize(
    ("starts_at", "status"),
    [
        ("2026-11-25T08:05", 400),
        ("2026-11-25T05:00", 400),
        ("2020-01-01T08:00", 400),
        ("2027-06-01T08:00", 400),
        ("besok pagi", 422),
        ("", 422),
        ("9999-99-99T99:99", 422),
    ],
)
def test_fm03_a_posted_time_is_checked_by_the_server(client, owner, starts_at, status):
    business, consultant = BusinessFactory(owner=owner), ConsultantFactory()

    response = client.post(
        create_url(consultant),
        payload(consultant, business=business.pk, starts_at=starts_at),
    )

    assert response.status_code == status
    assert "Keripik apel saya cepat melempem" in response.content.decode()
    assert not Booking.objects.exists()


def test_fm03_the_field_of_another_consultant_is_refused(client, owner):
    business, consultant, other = (
        BusinessFactory(owner=owner),
        ConsultantFactory(),
        ConsultantFactory(),
    )

    response = client.post(
        create_url(consultant),
        payload(consultant, business=business.pk, expertise=other.expertises.get().pk),
    )

    assert response.status_code == 400


def test_fm17_the_same_form_sent_twice_books_once(client, owner):
    business, consultant = BusinessFactory(owner=owner), ConsultantFactory()
    form = payload(consultant, business=business.pk)

    first = client.post(create_url(consultant), form)
    second = client.post(create_url(consultant), form)

    assert Booking.objects.count() == 1
    assert second.url == first.url
    assert Message.objects.filter(kind="BOOKING_CONFIRMED").count() == 1


def test_a_refused_form_may_be_sent_again_with_another_time(client, owner):
    taken = BookingFactory()
    business = BusinessFactory(owner=owner)
    form = payload(taken.consultant, business=business.pk)

    client.post(create_url(taken.consultant), form)
    response = client.post(create_url(taken.consultant), form | {"starts_at": "2026-11-25T09:15"})

    assert response.status_code == 302


def test_booking_for_somebody_elses_business_is_refused(client, owner):
    BusinessFactory(owner=owner)
    foreign, consultant = BusinessFactory(), ConsultantFactory()

    response = client.post(create_url(consultant), payload(consultant, business=foreign.pk))

    assert response.status_code == 422
    assert not Booking.objects.exists()


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.PROGRAMME_ADMIN, Role.AUDITOR])
def test_people_who_work_here_do_not_book_as_owners(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(create_url(ConsultantFactory())).status_code == 403


def test_fm07_a_direct_post_after_the_deadline_is_refused(client, owner, portal_clock):
    booking = BookingFactory(business=BusinessFactory(owner=owner), starts_at=TODAY_9)
    portal_clock(TODAY_9.replace(hour=8))

    response = client.post(reverse("consultations:booking_cancel", args=[booking.public_id]))

    booking.refresh_from_db()
    assert (response.status_code, booking.status) == (403, "BOOKED")


def test_booking_cancel_frees_the_time(client, owner):
    booking = BookingFactory(business=BusinessFactory(owner=owner))
    url = reverse("consultations:booking_cancel", args=[booking.public_id])

    assert client.get(url).status_code == 200
    client.post(url, {"reason": "Panen raya"})

    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("CANCELLED", "Panen raya")


def test_fm05_the_page_for_moving_offers_alternatives_when_the_time_is_gone(client, owner):
    booking = BookingFactory(business=BusinessFactory(owner=owner))
    BookingFactory(consultant=booking.consultant, starts_at=TOMORROW_9)
    url = reverse("consultations:booking_move", args=[booking.public_id])

    response = client.post(url, {"starts_at": "2026-11-25T09:15"})

    booking.refresh_from_db()
    assert (response.status_code, booking.starts_at) == (409, TOMORROW_8)
    assert len(response.context["alternatives"]) == 3


def test_fm16_moving_a_cancelled_booking_is_refused(client, owner):
    booking = BookingFactory(business=BusinessFactory(owner=owner), status="CANCELLED")
    url = reverse("consultations:booking_move", args=[booking.public_id])

    response = client.post(url, {"starts_at": "2026-11-25T09:15"})

    assert response.status_code == 409


@pytest.mark.parametrize("name", ["detail", "cancel", "move", "calendar"])
def test_fm35_a_stranger_gets_404_and_nobody_a_login(client, name):
    booking = BookingFactory()
    url = reverse(f"consultations:booking_{name}", args=[booking.public_id])
    invented = reverse(f"consultations:booking_{name}", args=[uuid4()])

    anonymous, nowhere = client.get(url), client.get(invented)
    client.force_login(UserFactory())

    assert (anonymous.status_code, nowhere.status_code) == (302, 302)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [2, 40])
def test_booking_list_query_count(client, owner, django_assert_num_queries, count):
    business, consultant = BusinessFactory(owner=owner), ConsultantFactory()
    for number in range(count):
        SessionRecordFactory(
            booking__business=business,
            booking__consultant=consultant,
            booking__starts_at=TOMORROW_8.replace(year=2025, month=1 + number % 12, day=1 + number),
        ) if number < 28 else BookingFactory(
            business=business,
            consultant=consultant,
            starts_at=TOMORROW_8.replace(month=12, day=number - 20),
        )

    with django_assert_num_queries(13):
        response = client.get(reverse("consultations:booking_list"))

    assert response.status_code == 200


def test_the_owner_reads_the_record_and_never_the_internal_note(client, owner):
    record = SessionRecordFactory(booking__business=BusinessFactory(owner=owner))
    record.actions.create(position=1, text="Catat suhu minyak", due_on=TOMORROW_9.date())
    InternalNote.objects.create(record=record, author=record.recorded_by, text="rahasia-dapur")

    page = client.get(record.booking.get_absolute_url()).content.decode()

    assert "Tiriskan lima menit lebih lama." in page
    assert "Catat suhu minyak" in page
    assert "rahasia-dapur" not in page


@pytest.mark.parametrize(
    ("email", "confirmed_at", "asked", "gap"),
    [
        (None, None, False, "NOT_ASKED"),
        (None, None, True, "NO_EMAIL"),
        ("sumiati@contoh.example", None, True, "UNCONFIRMED"),
        ("sumiati@contoh.example", NOW, True, ""),
    ],
)
def test_booking_detail_says_why_no_reminder_will_come(client, email, confirmed_at, asked, gap):
    owner = UserFactory(email=email, email_confirmed_at=confirmed_at)
    if asked:
        give_consent(user=owner, purpose="REMINDERS", at=NOW)
    booking = BookingFactory(business=BusinessFactory(owner=owner))
    client.force_login(owner)

    response = client.get(booking.get_absolute_url())

    assert response.context["reminder_gap"] == gap
    assert ("Aktifkan pengingat" in response.content.decode()) == (gap == "NOT_ASKED")
