"""The ready list as owners meet it: standing on it, and a call that comes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from exhibitions.models import CallAnswer, ReadyListing
from plut_portal.accounts.roles import Role
from tests.exhibitions.test_ready import UNTIL, event, listed, send
from tests.factories import ApplicationFactory, BusinessFactory, ProductFactory, UserFactory
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db

KEY = "3f0d9ad4-6f0e-4c3b-9d87-0d9f8f0a1b2c"
LIST = "/pameran/siap-berangkat/"
State = CallAnswer.State


def text(response):
    return response.content.decode()


def url(name, row):
    return reverse(f"exhibitions:{name}", args=[row.public_id])


@pytest.fixture
def business(client):
    business = BusinessFactory()
    ProductFactory(business=business, name="Keripik Nangka")
    client.force_login(business.people.get())
    return business


def stock(business, **fields):
    chosen = [str(each.public_id) for each in business.products.all()]
    return {"products": chosen, "pieces": "1.500", "submission_key": KEY} | fields


def test_an_owner_puts_her_stock_on_the_list_and_takes_it_off(client, business):
    before = text(client.get(LIST))
    said = client.post(url("ready_update", business), stock(business, goes_out_of_town="on"))
    on = text(client.get(LIST))
    client.post(url("ready_stop", business))
    off = text(client.get(LIST))

    assert url("ready_update", business) in before
    assert said["Location"] == LIST
    assert "Siap sampai 24 Desember 2026" in on
    assert "Keripik Nangka" in on
    assert "Belum ada di daftar." in off
    assert ReadyListing.objects.get().pieces == 1500


def test_fm17_said_twice_it_counts_from_the_first_time(client, business, portal_clock):
    client.post(url("ready_update", business), stock(business))
    portal_clock(NOW + timedelta(days=1))
    client.post(url("ready_update", business), stock(business))

    assert ReadyListing.objects.get().renewed_at - NOW < timedelta(minutes=1)


def test_after_thirty_days_it_is_asked_again(client, business, portal_clock):
    client.post(url("ready_update", business), stock(business))
    portal_clock(NOW + timedelta(days=31))

    assert "Masa tiga puluh hari sudah habis." in text(client.get(LIST))


@pytest.mark.parametrize("pieces", ["", "banyak", "100.000.000"])
def test_stock_that_cannot_be_is_refused_in_words(client, business, pieces):
    response = client.post(url("ready_update", business), stock(business, pieces=pieces))

    assert response.status_code == 422
    assert 'id="id_pieces_error"' in text(response)
    assert not ReadyListing.objects.exists()


def test_nobody_puts_anothers_business_on_the_list(client, business):
    other = listed().business
    own = client.post(url("ready_update", business), stock(other))

    assert [
        client.get(url("ready_update", other)).status_code,
        client.post(url("ready_update", other), stock(other)).status_code,
        client.post(url("ready_stop", other)).status_code,
        own.status_code,
    ] == [404, 404, 404, 422]
    assert ReadyListing.objects.get().is_active


def test_the_list_without_a_business_leads_to_adding_one(client):
    client.force_login(UserFactory())

    assert reverse("businesses:create") in text(client.get(LIST))


@pytest.fixture
def asked(client):
    """Two were called for one place; the first of them is signed in."""
    listed()
    listed()
    call = send(event(title="Pasar Minggu"), message="Bus pukul 05.00")
    answers = list(call.answers.order_by("pk"))
    client.force_login(answers[0].business.people.get())
    return answers


def test_a_call_says_what_it_is_about_and_until_when(client, asked):
    page = text(client.get(asked[0].get_absolute_url()))
    home = text(client.get(reverse("home")))
    ready = text(client.get(LIST))

    for words in ("Pasar Minggu", "Bus pukul 05.00", "08.00 WIB", "Masih ada 1 dari 1 tempat"):
        assert words in page
    assert asked[0].get_absolute_url() in home
    assert asked[0].get_absolute_url() in ready


def test_a_yes_is_a_place_at_once_and_two_taps_are_one(client, asked):
    taps = [client.post(url("call_accept", asked[0])) for _tap in range(2)]
    page = text(client.get(asked[0].get_absolute_url()))

    assert [tap.status_code for tap in taps] == [302, 302]
    application = asked[0].call.activity.applications.get()
    assert application.get_absolute_url() in page
    assert url("call_accept", asked[0]) not in page


def test_whoever_is_second_reads_that_all_places_are_taken(client, asked):
    client.post(url("call_accept", asked[0]))
    client.force_login(asked[1].business.people.get())

    response = client.post(url("call_accept", asked[1]))

    assert response.status_code == 409
    assert 'role="alert"' in text(response)
    assert asked[0].call.activity.applications.count() == 1


def test_a_no_keeps_the_place_for_others_and_may_become_a_yes(client, asked):
    client.post(url("call_decline", asked[0]))
    declined = text(client.get(asked[0].get_absolute_url()))
    client.post(url("call_accept", asked[0]))

    asked[0].refresh_from_db()
    assert url("call_accept", asked[0]) in declined
    assert url("call_decline", asked[0]) not in declined
    assert asked[0].state == State.COMING


def test_who_backs_out_gives_the_place_to_the_next(client, asked):
    client.post(url("call_accept", asked[0]))
    taps = [client.post(url("call_back_out", asked[0])) for _tap in range(2)]
    client.force_login(asked[1].business.people.get())
    client.post(url("call_accept", asked[1]))

    for answer in asked:
        answer.refresh_from_db()
    assert [tap.status_code for tap in taps] == [302, 302]
    assert [answer.state for answer in asked] == [State.BACKED_OUT, State.COMING]


def test_who_never_said_yes_has_nothing_to_give_back(client, asked):
    activity = asked[0].call.activity
    sent = ApplicationFactory(activity=activity, business=asked[0].business)
    response = client.post(url("call_back_out", asked[0]))

    assert response.status_code == 409
    sent.refresh_from_db()
    assert sent.state == "SUBMITTED"


def test_after_the_time_to_answer_nothing_is_taken(client, asked, portal_clock):
    portal_clock(UNTIL + SECOND)
    page = text(client.get(asked[0].get_absolute_url()))
    response = client.post(url("call_accept", asked[0]))

    assert "Waktu menjawab sudah habis" in page
    assert url("call_accept", asked[0]) not in page
    assert response.status_code == 409


def test_a_call_is_for_those_who_were_called(client, asked):
    answer = asked[1]
    seen = [client.get(answer.get_absolute_url()).status_code]
    taps = [
        client.post(url(name, answer)).status_code
        for name in ("call_accept", "call_decline", "call_back_out")
    ]
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))
    seen.append(client.get(answer.get_absolute_url()).status_code)
    staff = client.post(url("call_accept", answer)).status_code
    page = text(client.get(answer.get_absolute_url()))

    assert seen == [404, 200]
    assert [*taps, staff] == [404] * 4
    assert url("call_accept", answer) not in page


def test_fm42_what_the_office_typed_is_text(client):
    hostile = "<script>alert(1)</script>"
    listing = listed()
    ReadyListing.objects.update(note=hostile)
    answer = send(event(title=hostile), message=hostile).answers.get()
    client.force_login(listing.business.people.get())

    pages = [text(client.get(answer.get_absolute_url())), text(client.get(LIST))]

    assert ["<script>alert" in page for page in pages] == [False] * 2
    assert ["&lt;script&gt;alert" in page for page in pages] == [True] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_ready_list_query_count(client, django_assert_num_queries, count):
    owner = UserFactory()
    for _each in range(count):
        listed(BusinessFactory(owner=owner))
    send(event())
    client.force_login(owner)
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)
