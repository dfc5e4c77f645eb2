from uuid import uuid4

import pytest
from django.urls import reverse

from businesses.models import Business, Membership
from plut_portal.accounts.roles import Role
from plut_portal.core.models import SubmissionKey
from tests.factories import BusinessFactory, UserFactory, VillageFactory

CREATE = reverse("businesses:create")
LIST = reverse("businesses:list")
TOO_LONG = [("makes", 161), ("name", 121), ("address", 251)]
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "%s' OR 1=1 --"]


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def filled_in(db):
    return {
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "name": "Keripik Bu Sumiati",
        "address": "Jl. Melati 7",
        "submission_key": uuid4(),
    }


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


@pytest.mark.parametrize("count", [1, 3, 2, 40])
def test_business_list_query_count(client, owner, django_assert_num_queries, count):
    businesses = [BusinessFactory(owner=owner, address="Jl. Melati 7") for _ in range(count)]
    client.get(LIST)

    # Session, person, roles, unread messages, office, businesses with their villages.
    with django_assert_num_queries(6):
        page = client.get(LIST).content.decode()

    assert [business.name in page for business in businesses] == [True] * count


def test_business_create_registers_and_leads_to_the_business(client, owner, filled_in):
    response = client.post(CREATE, filled_in)

    business = Business.objects.get()
    assert (response.status_code, response.url) == (302, business.get_absolute_url())
    assert (business.makes, business.name) == ("keripik apel", "Keripik Bu Sumiati")
    assert list(business.people.all()) == [owner]


def test_business_create_needs_only_two_answers(client, owner, filled_in):
    client.post(CREATE, filled_in | {"name": "", "address": ""})

    assert Business.objects.get().label == "keripik apel"


def test_fm17_business_create_sent_twice_makes_one_business(client, owner, filled_in):
    answers = [client.post(CREATE, filled_in).url for _ in range(2)]

    business = Business.objects.get()
    assert answers == [business.get_absolute_url()] * 2


def test_fm17_business_create_refused_can_be_sent_again(client, owner, filled_in):
    VillageFactory()
    BusinessFactory(owner=owner, name="Keripik Bu Sumiati")
    refused = client.post(CREATE, filled_in)

    response = client.post(CREATE, filled_in | {"name": "Keripik Kedua"})

    assert (refused.status_code, response.status_code) == (409, 302)
    assert SubmissionKey.objects.count() == 1


def test_business_create_refuses_a_namesake_beside_the_name(client, owner, filled_in):
    BusinessFactory(owner=owner, name="keripik bu SUMIATI")

    response = client.post(CREATE, filled_in)

    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["name"]
    assert Business.objects.count() == 1


def test_business_create_lets_neighbours_have_the_same_name(client, owner, filled_in):
    BusinessFactory(name="Keripik Bu Sumiati")

    response = client.post(CREATE, filled_in)

    assert response.status_code == 302


def test_business_create_with_nothing_says_so_beside_each_field(client, owner):
    response = client.post(CREATE, {})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["makes", "village", "submission_key"]


@pytest.mark.parametrize(("field", "length"), TOO_LONG)
def test_business_create_over_long_keeps_what_was_typed(client, owner, filled_in, field, length):
    response = client.post(CREATE, filled_in | {field: "x" * length})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "x" * length in response.content.decode()
    assert 'value="keripik apel"' in response.content.decode() or field == "makes"


@pytest.mark.parametrize("field", ["makes", "name", "address"])
@pytest.mark.parametrize("text", ["a\nBcc: b@c.example", "a\x00b", "a\u2028b", "a\x1bb"])
def test_business_create_refuses_control_characters(client, owner, filled_in, field, text):
    response = client.post(CREATE, filled_in | {field: text})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Business.objects.count() == 0


@pytest.mark.parametrize("village", ["", "0", "abc", "99999999999999999999", "1; DROP TABLE"])
def test_business_create_refuses_a_village_not_in_the_list(client, owner, filled_in, village):
    response = client.post(CREATE, filled_in | {"village": village})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["village"]


@pytest.mark.parametrize("text", HOSTILE)
def test_business_pages_show_hostile_text_as_text(client, owner, filled_in, text):
    response = client.post(CREATE, filled_in | {"name": text, "makes": text, "address": text})

    pages = [client.get(url).content.decode() for url in (LIST, response.url)]
    assert [text in page for page in pages] == [text.startswith("{{")] * 2


def test_business_create_is_for_owners(client, db):
    client.force_login(UserFactory(role=Role.CONSULTANT))

    assert client.get(CREATE).status_code == 403


def test_business_form_groups_the_villages_by_district(client, owner):
    field = client.get(CREATE).context["form"].fields["village"]

    empty, *groups = field.choices
    assert empty[0] == ""
    assert [len(villages) for _heading, villages in groups] == [8, 9, 7]


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

    # Session, person, roles, rights (two), business, people, unread messages, office.
    with django_assert_num_queries(8):
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


def test_business_create_sends_the_anonymous_to_the_login(client, db):
    response = client.get(CREATE)

    assert response.url == f"{reverse('account_login')}?next={CREATE}"
