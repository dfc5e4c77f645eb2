"""Told from the stand: three numbers a day, and the orders that followed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from exhibitions.models import Activity, DailyReport, FollowUpOrder
from plut_portal.accounts.roles import Role
from tests.exhibitions.fair import apply, confirmed, owner_of
from tests.factories import ActivityFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

KEY = "3f0d9ad4-6f0e-4c3b-9d87-0d9f8f0a1b2c"
NUMBERS = {"visitors": "1.200", "pieces": "85", "turnover": "Rp 2.150.000", "submission_key": KEY}
ORDER = {
    "buyer": "Toko Oleh-oleh",
    "amount": "500.000",
    "ordered_on": "2026-11-24",
    "submission_key": KEY,
}


def text(response):
    return response.content.decode()


@pytest.fixture
def stand(client):
    """It has begun today and goes on tomorrow; the owner is signed in."""
    application = confirmed(starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 25))
    client.force_login(owner_of(application))
    return application


def day(application, number=1):
    return reverse("exhibitions:report_create", args=[application.public_id, number])


def orders(application):
    return reverse("exhibitions:order_create", args=[application.public_id])


def test_three_numbers_are_told_and_can_be_mended(client, stand):
    page = text(client.get(stand.get_absolute_url()))
    told = client.post(day(stand), NUMBERS, follow=True)
    again = text(client.get(day(stand)))
    key = KEY.replace("3f", "4f")
    client.post(day(stand), NUMBERS | {"pieces": "86", "submission_key": key})

    report = DailyReport.objects.get()
    assert day(stand) in page
    assert day(stand, 2) not in page
    assert "1200 pengunjung · 85 barang · Rp2.150.000" in text(told)
    assert 'value="2.150.000"' in again
    assert (report.day, report.visitors, report.pieces) == (date(2026, 11, 24), 1200, 86)
    assert report.turnover == 2_150_000


def test_fm17_numbers_sent_twice_are_told_once(client, stand):
    taps = [client.post(day(stand), NUMBERS) for _tap in range(2)]

    assert {(tap.status_code, tap["Location"]) for tap in taps} == {(302, stand.get_absolute_url())}
    assert DailyReport.objects.get().history.count() == 1


def test_numbers_that_cannot_be_are_said_beside_the_field_and_kept(client, stand):
    response = client.post(day(stand), NUMBERS | {"visitors": "1000000", "pieces": "-3"})

    page = text(response)
    assert response.status_code == 422
    assert "Banyak sekali: 1000000." in page.split('id="id_visitors_error"')[1].split("</div>")[0]
    assert "Anda memasukkan: -3" in page.split('id="id_pieces_error"')[1].split("</div>")[0]
    assert 'value="Rp 2.150.000"' in page
    assert f'data-draft="laporan-{stand.public_id}-1"' in page
    assert not DailyReport.objects.exists()


def test_a_day_that_has_not_come_is_not_told(client, stand):
    page = text(client.get(day(stand, 2)))
    response = client.post(day(stand, 2), NUMBERS)

    assert "Hari itu belum tiba." in page
    assert response.status_code == 409
    assert not DailyReport.objects.exists()


def test_there_is_no_third_day_of_two(client, stand):
    assert [client.get(day(stand, number)).status_code for number in (0, 3)] == [404, 404]


@pytest.mark.parametrize("address", [day, orders])
def test_only_her_people_tell_and_only_of_a_stand(client, stand, address):
    answers = []
    for user in (UserFactory(), UserFactory(role=Role.COUNTER_OFFICER)):
        client.force_login(user)
        answers.append(client.get(address(stand)).status_code)
        answers.append(client.post(address(stand), NUMBERS | ORDER).status_code)
    sent = apply(ActivityFactory())
    client.force_login(owner_of(sent))
    answers.append(client.get(address(sent)).status_code)

    assert answers == [404] * 5


def test_orders_that_followed_are_told_one_by_one_until_that_was_all(client, stand):
    first = client.post(orders(stand), ORDER, follow=True)
    follow_up = reverse("exhibitions:follow_up_answer", args=[stand.public_id])
    client.post(follow_up)
    stand.refresh_from_db()

    assert "Toko Oleh-oleh" in text(first)
    assert "Rp500.000" in text(first)
    assert stand.followed_up_at is not None
    assert follow_up not in text(client.get(orders(stand)))


def test_fm17_an_order_sent_twice_is_one(client, stand):
    for _tap in range(2):
        client.post(orders(stand), ORDER)

    assert FollowUpOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ordered_on": "2026-11-23"}, "Isi hari antara kegiatan dan hari ini."),
        ({"ordered_on": "kemarin"}, "Silakan tulis tanggal."),
        ({"buyer": ""}, "Tuliskan siapa yang memesan."),
        ({"amount": "20.000.000.000"}, "Apakah nolnya kelebihan?"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_words(client, stand, wrong, words):
    response = client.post(orders(stand), ORDER | wrong)

    assert response.status_code == 422
    assert words in text(response)
    assert not FollowUpOrder.objects.exists()


def test_a_month_later_owners_are_asked_on_their_home(client, portal_clock):
    application = confirmed(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 20))
    client.force_login(owner_of(application))
    owed = text(client.get(reverse("home")))
    DailyReport.objects.create(
        application=application,
        day=date(2026, 10, 20),
        visitors=1,
        pieces=1,
        turnover=1,
        reported_by=owner_of(application),
        reported_at=NOW,
    )
    asked = text(client.get(reverse("home")))
    client.post(reverse("exhibitions:follow_up_answer", args=[application.public_id]))
    silent = text(client.get(reverse("home")))

    assert "Tiga angka untuk 20 Oktober 2026 belum ada" in owed
    assert "Apakah ada pesanan lanjutan?" in asked
    assert "pameran-saya" not in silent


def test_fm42_what_was_typed_of_an_order_is_text(client, stand):
    client.post(orders(stand), ORDER | {"buyer": "A & B", "what": '"><b>50'})
    stand.follow_up_orders.update(buyer="<script>alert(1)</script>")

    page = text(client.get(orders(stand)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("count", [1, 3])
def test_stand_and_orders_query_count(client, django_assert_num_queries, count):
    application = confirmed(
        starts_on=date(2026, 11, 24) - timedelta(days=count), ends_on=date(2026, 11, 24)
    )
    for number in range(count):
        FollowUpOrder.objects.create(
            application=application,
            ordered_on=NOW.date(),
            buyer=f"Toko {number}",
            amount=1,
            reported_by=owner_of(application),
            reported_at=NOW,
        )
        application.reports.create(
            day=application.activity.starts_on + timedelta(days=number),
            visitors=1,
            pieces=1,
            turnover=1,
            reported_by=owner_of(application),
            reported_at=NOW,
        )
    client.force_login(owner_of(application))
    client.get(orders(application))

    with django_assert_num_queries(10):
        client.get(application.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(orders(application))


def test_called_off_nothing_can_be_told(client, stand):
    stand.activity.state, stand.activity.cancel_reason = Activity.State.CANCELLED, "Erupsi"
    stand.activity.save()

    assert client.post(day(stand), NUMBERS).status_code == 409
