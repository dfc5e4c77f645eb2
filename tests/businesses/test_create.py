import pytest
from django.urls import reverse

from businesses.models import Business
from plut_portal.accounts.roles import Role
from plut_portal.core.models import SubmissionKey
from tests.factories import BusinessFactory, UserFactory

CREATE = reverse("businesses:create")
LIST = reverse("businesses:list")
TOO_LONG = [("makes", 161), ("name", 121), ("address", 251)]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}",
    "%s' OR 1=1 --",
]


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


def test_business_create_sends_the_anonymous_to_the_login(client, db):
    response = client.get(CREATE)

    assert response.url == f"{reverse('account_login')}?next={CREATE}"


def test_business_create_leads_back_to_where_she_was(client, owner, filled_in):
    wanted = "/pelatihan/angkatan/9391b2de-c689-439f-a0db-c2eae5a6e3a6/daftar/"

    answers = [client.post(f"{CREATE}?next={wanted}", filled_in).url for _ in range(2)]

    assert answers == [wanted] * 2
    assert Business.objects.count() == 1


@pytest.mark.parametrize(
    "wanted", ["https://penipu.example/", "//penipu.example/", "javascript:alert(1)", "/x" * 151]
)
def test_business_create_leads_nowhere_else(client, owner, filled_in, wanted):
    response = client.post(f"{CREATE}?next={wanted}", filled_in)

    assert response.url == Business.objects.get().get_absolute_url()
