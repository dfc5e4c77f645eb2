"""The page of a field and the page of a consultant, as a stranger meets them."""

from datetime import time

import pytest
from django.urls import reverse

from consultations import selectors
from consultations.models import Leave, WeeklyHours
from tests.factories import BookingFactory, ConsultantFactory, ExpertiseFactory
from tests.times import NOW, TODAY_9, TOMORROW_8

pytestmark = pytest.mark.django_db

TODAY_8 = TODAY_9.replace(hour=8, minute=0)


@pytest.fixture
def field():
    return ExpertiseFactory(
        name="Produksi", problems="cepat melempem\ntidak tahan lama", bring="Dua bungkus produk"
    )


def page_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


def times_shown(client, field):
    helpers = client.get(field.get_absolute_url()).context["helpers"]
    return [[time.starts_at for day in helper.days for time in day.times] for helper in helpers]


def test_field_detail_says_who_helps_with_what_and_what_to_bring(client, field):
    helper = ConsultantFactory(expertise=field)
    ConsultantFactory()

    page = page_of(client, field)

    assert [row.consultant for row in selectors.first_free_times(expertise=field, at=NOW)] == [
        helper
    ]
    shown = ("cepat melempem", "tidak tahan lama", "Dua bungkus produk", helper.display_name)
    assert [text in page for text in (*shown, "Gratis", "60 menit")] == [True] * 6


def test_field_detail_offers_the_first_free_times_of_each_consultant(client, field):
    busy = ConsultantFactory(expertise=field)
    BookingFactory(consultant=busy, starts_at=TODAY_9)
    ConsultantFactory(expertise=field)

    of_busy, of_idle = times_shown(client, field)

    assert (len(of_busy), len(of_idle)) == (selectors.TIMES_SHOWN, selectors.TIMES_SHOWN)
    assert of_busy[0] == of_idle[1].replace(hour=10, minute=30)
    assert of_idle[0] == TODAY_9
    assert TODAY_9 not in of_busy


def test_field_detail_offers_each_time_to_be_held(client, field):
    helper = ConsultantFactory(expertise=field)
    hold = reverse("consultations:time_hold", args=[helper.slug])

    page = page_of(client, field)

    assert f'action="{hold}"' in page
    assert '<button type="submit" name="starts_at" value="2026-11-24T09:15">' in page
    assert page.count('name="starts_at"') == selectors.TIMES_SHOWN


def test_field_detail_tells_where_other_questions_belong(client, field):
    other = ExpertiseFactory(problems="sepi pembeli\nmau masuk swalayan")
    closed = ExpertiseFactory(is_active=False)

    page = page_of(client, field)

    assert f'href="{other.get_absolute_url()}"' in page
    assert "sepi pembeli" in page
    assert closed.get_absolute_url() not in page


def test_field_detail_without_free_times_says_whom_to_ask(client, field):
    away = ConsultantFactory(expertise=field)
    Leave.objects.create(
        consultant=away, starts_on=NOW.date(), ends_on=NOW.date().replace(year=2027)
    )

    page = page_of(client, field)

    assert times_shown(client, field) == [[]]
    assert "Telepon atau datang saja" in page
    assert away.get_absolute_url() in page


def test_field_detail_without_a_consultant_leads_to_the_office(client, field):
    page = page_of(client, field)

    assert f'class="btn btn-primary" href="{reverse("insights:contact")}"' in page


def test_field_detail_of_a_field_not_offered_is_not_found(client):
    closed = ExpertiseFactory(is_active=False)

    assert client.get(closed.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_field_detail_query_count(client, django_assert_num_queries, field, count):
    for consultant in ConsultantFactory.create_batch(count, expertise=field):
        BookingFactory(consultant=consultant, starts_at=TOMORROW_8)

    with django_assert_num_queries(14):
        response = client.get(field.get_absolute_url())

    assert len(response.context["helpers"]) == count


def test_consultant_detail_introduces_the_person(client, field):
    consultant = ConsultantFactory(expertise=field, bio="Lima belas tahun di dapur produksi.")
    second = ExpertiseFactory(name="Pemasaran", position=99)
    consultant.expertises.add(second, ExpertiseFactory(name="Tutup", is_active=False))

    page = page_of(client, consultant)

    shown = (consultant.display_name, "Lima belas tahun", "Dua bungkus produk", "Senin–Jumat")
    assert [text in page for text in shown] == [True] * 4
    assert f'href="{second.get_absolute_url()}">Pemasaran</a>' in page
    assert "Tutup" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_consultant_detail_query_count(client, django_assert_num_queries, field, count):
    consultant = ConsultantFactory(expertise=field)
    for number in range(count):
        consultant.expertises.add(ExpertiseFactory())
        BookingFactory(
            consultant=consultant, expertise=field, starts_at=TOMORROW_8.replace(day=25 + number)
        )

    with django_assert_num_queries(14):
        client.get(consultant.get_absolute_url())


def test_receiving_hours_tells_a_week_in_few_words():
    whole, short, lone = (time(8), time(12)), (time(8), time(11)), (time(13), time(15))
    week = {0: [whole, lone], 1: [whole, lone], 2: [whole], 4: [short], 5: [short]}
    rows = [
        WeeklyHours(weekday=day, opens=opens, closes=closes)
        for day, windows in week.items()
        for opens, closes in windows
    ]

    told = selectors.receiving_hours(rows)

    assert [(hours.first, hours.last, hours.windows) for hours in told] == [
        ("Senin", "Selasa", "08.00–12.00, 13.00–15.00"),
        ("Rabu", "Rabu", "08.00–12.00"),
        ("Jumat", "Sabtu", "08.00–11.00"),
    ]


def test_receiving_hours_does_not_bridge_a_day_off():
    rows = [WeeklyHours(weekday=day, opens=time(8), closes=time(12)) for day in (0, 2)]

    assert [hours.first for hours in selectors.receiving_hours(rows)] == ["Senin", "Rabu"]
