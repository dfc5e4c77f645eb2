"""How often WhatsApp was pressed on a product's page: product and day, and nobody."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from businesses import services as business_services
from exhibitions import selectors, services
from exhibitions.models import ChatCount
from exhibitions.views import enquiries as views
from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import Consent
from plut_portal.core import formats
from tests.factories import ShownProductFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
LIST = reverse("catalogue:enquiry_list")
DAY = timedelta(days=1)


@pytest.fixture
def product():
    return ShownProductFactory(name="Keripik apel")


def address_of(product):
    return reverse("catalogue:chat_count", args=[product.public_id])


def ping(product, *, of="203.0.113.7", content_type="text/ping"):
    """As a browser sends it, without a token."""
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=of)
    answer = client.post(address_of(product), b"PING", content_type=content_type)
    return answer.status_code


def counted():
    return list(ChatCount.objects.order_by("pk").values_list("product__name", "day", "count"))


def test_link_to_whatsapp_tells_the_portal_without_javascript(client, product):
    owner = product.business.people.get()
    accounts.give_consent(user=owner, purpose=Consent.Purpose.PHONE, at=NOW)

    page = client.get(reverse("catalogue:product", args=[product.public_id])).content.decode()

    link = page.partition('<a class="btn btn-primary btn-wide"')[2].partition(">")[0]
    assert "https://wa.me/" in link
    assert f'ping="{address_of(product)}"' in link


def test_ping_counts_product_and_day_and_keeps_nothing_else(product):
    assert ping(product) == 204
    assert ping(product, of="203.0.113.8") == 204

    assert counted() == [("Keripik apel", NOW.date(), 2)]
    assert {field.name for field in ChatCount._meta.get_fields()} == {
        "id",
        "product",
        "day",
        "count",
    }


def test_a_new_day_begins_at_midnight_in_batu(product):
    midnight = formats.at_wib(NOW.date() + DAY, time())

    services.count_chat(product=product, at=midnight - timedelta(minutes=1))
    services.count_chat(product=product, at=midnight)

    assert [row[1:] for row in counted()] == [(NOW.date(), 1), (NOW.date() + DAY, 1)]


def test_who_presses_again_counts_once(product):
    ping(product)
    ping(product)

    assert counted() == [("Keripik apel", NOW.date(), 1)]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_programs_that_follow_every_address_are_not_counted(client, product, content_type):
    ping(product, content_type=content_type)

    assert client.get(address_of(product)).status_code == 405
    assert counted() == []


def test_fm47_one_address_cannot_swell_the_figures(monkeypatch, product):
    monkeypatch.setattr(views, "MOST_CHATS", 2)
    others = ShownProductFactory.create_batch(3)

    assert [ping(each) for each in others] == [204] * 3

    assert len(counted()) == 2


def test_hidden_product_is_neither_counted_nor_told_apart(product):
    business_services.hide_product(product=product)

    assert ping(product) == 404
    assert counted() == []


def test_owner_sees_her_own_of_the_last_thirty_days(client, product):
    other = ShownProductFactory(name="Milik tetangga")
    for at in (NOW, NOW, NOW - 29 * DAY, NOW - 30 * DAY):
        services.count_chat(product=product, at=at)
    services.count_chat(product=other, at=NOW)
    owner = product.business.people.get()
    client.force_login(owner)

    page = client.get(LIST).content.decode()

    assert "WhatsApp ditekan" in page
    assert "3 kali" in page
    assert "Milik tetangga" not in page
    rows = selectors.chats_lately(ChatCount.objects.run_by(owner), at=NOW)
    assert rows == [selectors.Chats("Keripik apel", 3)]


def test_owner_of_two_members_counts_once(product):
    product.business.memberships.create(user=UserFactory())
    services.count_chat(product=product, at=NOW)

    owner = product.business.people.order_by("pk")[0]
    assert selectors.chats_lately(ChatCount.objects.run_by(owner), at=NOW)[0].count == 1
