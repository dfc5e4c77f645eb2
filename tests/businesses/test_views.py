from uuid import uuid4

import pytest
from django.urls import reverse

from businesses.models import Membership
from plut_portal.accounts.roles import Role
from tests.factories import BusinessFactory, ProductFactory, ShownProductFactory, UserFactory

CREATE = reverse("businesses:create")
LIST = reverse("businesses:list")


def test_business_list_invites_the_anonymous_to_sign_up(client, db):
    response = client.get(LIST)

    assert response.status_code == 200
    assert f"{reverse('account_signup')}?next={CREATE}" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.CONSULTANT, "consultations:workspace"),
        (Role.COUNTER_OFFICER, "admin:index"),
        (Role.CURATOR, "home"),
    ],
)
def test_business_list_leads_those_who_work_here_to_their_place(client, db, role, place):
    client.force_login(UserFactory(role=role))

    response = client.get(LIST)

    assert response.status_code == 200
    assert f'class="btn btn-primary" href="{reverse(place)}"' in response.content.decode()


def test_business_list_without_a_business_says_what_to_do_next(client, owner):
    response = client.get(LIST)

    assert f'class="btn btn-primary" href="{CREATE}"' in response.content.decode()


def test_business_list_shows_only_ones_own(client, owner):
    own = BusinessFactory(owner=owner, name="Keripik Sendiri")
    BusinessFactory(name="Keripik Tetangga")
    left = BusinessFactory(owner=owner, name="Keripik Lama")
    Membership.objects.filter(business=left).update(is_active=False)

    page = client.get(LIST).content.decode()

    names = ["Keripik Sendiri", "Keripik Tetangga", "Keripik Lama"]
    assert [name in page for name in names] == [True, False, False]
    assert own.get_absolute_url() in page


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_business_list_query_count(client, owner, django_assert_num_queries, count):
    businesses = [BusinessFactory(owner=owner, address="Jl. Melati 7") for _ in range(count)]
    client.get(LIST)

    # Person, roles, unread messages, office, businesses with their villages, and for all of them
    # their condition, NIB, KBLI and photos.
    with django_assert_num_queries(9):
        page = client.get(LIST).content.decode()

    assert [business.name in page for business in businesses] == [True] * count


def test_business_detail_shows_the_business_to_its_owner(client, owner):
    business = BusinessFactory(owner=owner, address="Jl. Melati 7")

    page = client.get(business.get_absolute_url()).content.decode()

    assert [text in page for text in (business.name, "Jl. Melati 7", owner.full_name)] == [True] * 3
    assert reverse("businesses:update", args=[business.public_id]) in page


def test_business_detail_offers_no_change_to_those_who_only_look(client, db):
    business = BusinessFactory()
    client.force_login(UserFactory(role=Role.AUDITOR))

    page = client.get(business.get_absolute_url()).content.decode()

    assert business.name in page
    assert reverse("businesses:update", args=[business.public_id]) not in page


@pytest.mark.parametrize("people", [2, 40])
def test_business_detail_query_count(client, owner, django_assert_num_queries, people):
    business = BusinessFactory(owner=owner)
    for _ in range(people - 1):
        Membership.objects.create(business=business, user=UserFactory())

    # Person, roles, rights (two), business, people, condition, NIB (and its paper), KBLI, photos, what it offers,
    # unread messages, office.
    with django_assert_num_queries(17):
        client.get(business.get_absolute_url())


def test_business_update_replaces_and_keeps_the_history(client, owner, filled_in):
    business = BusinessFactory(owner=owner, name="Nama Lama")

    response = client.post(reverse("businesses:update", args=[business.public_id]), filled_in)

    business.refresh_from_db()
    assert response.url == business.get_absolute_url()
    assert business.name == "Keripik Bu Sumiati"
    assert list(business.history.values_list("name", flat=True)) == [
        "Keripik Bu Sumiati",
        "Nama Lama",
    ]


def test_business_update_invalid_keeps_what_was_typed(client, owner, filled_in):
    business = BusinessFactory(owner=owner, name="Nama Lama")
    url = reverse("businesses:update", args=[business.public_id])

    response = client.post(url, filled_in | {"makes": "", "name": "Nama Baru"})

    business.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["makes"]
    assert 'value="Nama Baru"' in response.content.decode()
    assert business.name == "Nama Lama"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["businesses:detail", "businesses:update"])
@pytest.mark.parametrize("role", [None, Role.CONSULTANT])
def test_fm35_business_pages_answer_404_to_strangers(client, filled_in, role, name, method):
    business = BusinessFactory(name="Nama Lama")
    client.force_login(UserFactory(role=role))

    if name == "businesses:detail" and method == "post":
        method = "head"
    response = getattr(client, method)(reverse(name, args=[business.public_id]), filled_in)

    business.refresh_from_db()
    assert (response.status_code, business.name) == (404, "Nama Lama")


@pytest.mark.parametrize("name", ["businesses:detail", "businesses:update"])
def test_fm35_business_pages_send_the_anonymous_to_the_login(client, db, name):
    existing, invented = BusinessFactory().public_id, uuid4()

    answers = [client.get(reverse(name, args=[public_id])) for public_id in (existing, invented)]

    login = reverse("account_login")
    assert [answer.url.partition("?")[0] for answer in answers] == [login] * 2


def test_business_detail_leads_an_owner_to_all_that_sells(client, db):
    product = ShownProductFactory()
    ProductFactory(business=product.business, is_hidden=True)
    business = product.business
    client.force_login(business.people.get())

    page = client.get(business.get_absolute_url()).content.decode()

    assert "2 produk, 1 di antaranya di katalog" in page
    ways = [
        reverse("businesses:product_list", args=[business.public_id]),
        reverse("catalogue:enquiry_list"),
        reverse("catalogue:maker", args=[business.public_id]),
        f"{reverse('accounts:profile')}#katalog",
    ]
    assert [f'href="{way}"' in page for way in ways] == [True] * 4
    assert 'id="tangga"' in page
