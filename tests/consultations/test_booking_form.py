"""Bad input on the booking pages: a sentence beside the field, nothing lost, never a crash."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Booking
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}%(x)s'


@pytest.fixture
def newcomer(client):
    """An owner whose business is asked for in the same form."""
    owner = UserFactory()
    client.force_login(owner)
    return owner


def payload(consultant, **changes):
    return {
        "starts_at": "2026-11-25T08:00",
        "expertise": consultant.expertises.get().pk,
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "topic": "Keripik apel saya cepat melempem",
        "submission_key": str(uuid4()),
    } | changes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", ""),
        ("topic", "   "),
        ("topic", "x" * 601),
        ("topic", "nol\x00byte"),
        ("makes", ""),
        ("makes", "x" * 161),
        ("makes", "baris\nbaru"),
        ("makes", "bel\x07"),
        ("village", ""),
        ("village", "0"),
        ("village", "Malang"),
        ("village", "99999999999999999999"),
        ("starts_at", "kapan saja"),
        ("expertise", "kedokteran"),
        ("expertise", ""),
        ("submission_key", "bukan-kunci"),
        ("submission_key", ""),
    ],
)
def test_a_wrong_value_is_named_and_the_rest_is_kept(client, newcomer, field, value):
    consultant = ConsultantFactory()
    data = payload(consultant) | {field: value}

    response = client.post(reverse("consultations:booking_create", args=[consultant.slug]), data)

    page = response.content.decode()
    kept = [text for name, text in data.items() if name in {"makes", "topic"} and name != field]
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert [text in page for text in kept] == [True] * len(kept)
    assert not Booking.objects.exists()


def test_hostile_words_are_kept_as_words(client, newcomer):
    consultant = ConsultantFactory()

    response = client.post(
        reverse("consultations:booking_create", args=[consultant.slug]),
        payload(consultant, topic=HOSTILE, makes=HOSTILE),
        follow=True,
    )

    page = response.content.decode()
    booking = Booking.objects.get()
    assert (booking.topic, booking.business.makes) == (HOSTILE, HOSTILE)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_form_names_every_field_it_needs(client, newcomer):
    consultant = ConsultantFactory()

    response = client.post(reverse("consultations:booking_create", args=[consultant.slug]))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "starts_at",
        "expertise",
        "makes",
        "village",
        "topic",
        "submission_key",
    }


@pytest.mark.parametrize("value", ["", "besok", "2026-13-99T99:99"])
def test_moving_to_something_that_is_no_time_is_named(client, value):
    owner = UserFactory()
    booking = BookingFactory(business=BusinessFactory(owner=owner))
    client.force_login(owner)

    response = client.post(
        reverse("consultations:booking_move", args=[booking.public_id]), {"starts_at": value}
    )

    assert response.status_code == 422
    assert "starts_at" in response.context["form"].errors


@pytest.mark.parametrize("value", ["9999-12-31T23:00", "0001-01-01T00:00"])
def test_fm03_a_time_at_the_end_of_all_days_is_refused_everywhere(client, newcomer, value):
    business = BusinessFactory(owner=newcomer)
    standing = BookingFactory(business=business)
    missed = BookingFactory(
        business=business,
        consultant=standing.consultant,
        starts_at=NOW - timedelta(days=1),
        status="CONSULTANT_ABSENT",
    )
    own, key = standing.consultant, {"submission_key": str(uuid4())}
    pages = {
        reverse("consultations:time_hold", args=[own.slug]): {},
        reverse("consultations:booking_create", args=[own.slug]): payload(own)
        | {"business": business.pk},
        reverse("consultations:booking_move", args=[standing.public_id]): {},
        reverse("consultations:booking_again", args=[missed.public_id]): key,
    }

    answers = [client.post(page, data | {"starts_at": value}) for page, data in pages.items()]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert Booking.objects.count() == 2


def test_an_over_long_reason_for_cancelling_is_named(client):
    owner = UserFactory()
    booking = BookingFactory(business=BusinessFactory(owner=owner))
    client.force_login(owner)

    response = client.post(
        reverse("consultations:booking_cancel", args=[booking.public_id]), {"reason": "x" * 201}
    )

    assert response.status_code == 422
    assert Booking.objects.get().status == "BOOKED"


@pytest.mark.parametrize("value", ["", "besok", "2026-11-25T08:05", "9" * 500])
def test_a_time_in_the_address_that_is_none_still_opens_the_page(client, newcomer, value):
    consultant = ConsultantFactory()
    url = reverse("consultations:booking_create", args=[consultant.slug])

    response = client.get(url, {"waktu": value})

    assert response.status_code == 200
    assert response.context["chosen_time"] is None
