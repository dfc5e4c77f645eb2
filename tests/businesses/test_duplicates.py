"""Perhaps registered twice: shown to an officer, never acted on."""

import pytest

from businesses.models import Business, OwnerProfile, Village
from businesses.selectors import are_similar, likely_duplicates
from plut_portal.accounts.models import User
from tests.factories import BusinessFactory, UserFactory

PHONE = "+6281234567890"


def found(business):
    return {
        likeness.business.name: [str(reason) for reason in likeness.reasons]
        for likeness in likely_duplicates(business)
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keripik Bu Tutik", "Kripik Ibu Tutik"),
        ("UD Surya Mas", "Surya Mas"),
        ("Dapur Ngaglik", "Dapoer Ngaglik"),
        ("KERIPIK APEL BU SUMIATI", "keripik apel bu sumiyati"),
    ],
)
def test_names_that_mean_the_same_are_similar(one, other):
    assert are_similar(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keripik Bu Tutik", "Keripik Pak Budi"),
        ("Tahu Sari Rasa", "Batik Tulis Batu"),
        ("", ""),
        ("UD", "CV"),
        ("Kopi Lereng", "Kopi Arjuno"),
    ],
)
def test_names_of_two_sellers_are_not(one, other):
    assert not are_similar(one, other)


def test_the_same_nib_on_another_account_is_found(db):
    business = BusinessFactory(name="Batik Arjuno")
    twin = BusinessFactory(name="Kopi Lereng")
    for each in (business, twin):
        OwnerProfile.objects.create(user=each.people.get(), nib="0220012345678")

    assert found(business) == {"Kopi Lereng": ["NIB sama"]}


@pytest.mark.parametrize(
    ("ours", "theirs"), [("login", "contact"), ("contact", "login"), ("contact", "contact")]
)
def test_the_same_number_is_found(db, ours, theirs):
    rows = {}
    for side, place in (("ours", ours), ("theirs", theirs)):
        owner = UserFactory(phone=PHONE) if place == "login" else UserFactory()
        contact = PHONE if place == "contact" else ""
        name = {"ours": "Batik Arjuno", "theirs": "Kopi Lereng"}[side]
        rows[side] = BusinessFactory(owner=owner, contact_phone=contact, name=name)

    assert found(rows["ours"]) == {"Kopi Lereng": ["nomor sama"]}


def test_a_similar_name_counts_in_the_same_village_only(db):
    business = BusinessFactory(name="Keripik Bu Tutik")
    BusinessFactory(name="Kripik Ibu Tutik")
    far = Village.objects.exclude(pk=business.village_id)[0]
    BusinessFactory(name="Keripik Bu Tutiek", village=far)

    assert found(business) == {"Kripik Ibu Tutik": ["nama mirip"]}


def test_two_businesses_of_one_person_are_no_duplicates(db):
    owner = UserFactory(phone=PHONE)
    OwnerProfile.objects.create(user=owner, nib="0220012345678")
    business = BusinessFactory(owner=owner, name="Batik Arjuno", contact_phone=PHONE)
    BusinessFactory(owner=owner, name="Kopi Lereng", contact_phone=PHONE)

    assert found(business) == {}


def test_a_likeness_shows_a_masked_number(db):
    business = BusinessFactory(name="Keripik Bu Tutik")
    BusinessFactory(name="Kripik Bu Tutik", owner=UserFactory(phone=PHONE))

    assert [each.masked_phone for each in likely_duplicates(business)] == ["+6281•••••7890"]


def test_fm46_a_shared_contact_never_merges_anyone(client, db):
    """Neither saving the same number nor finding the likeness touches an account or a business."""
    first = BusinessFactory(contact_phone=PHONE, contact_email="toko@contoh.example")
    login = UserFactory(phone=PHONE, full_name="Bukan Dia")
    second = BusinessFactory(owner=UserFactory())
    client.force_login(second.people.get())
    people = set(User.objects.values_list("pk", "full_name", "phone", "email"))

    answer = client.post(
        f"/usaha/{second.public_id}/ubah/",
        {
            "makes": second.makes,
            "village": second.village_id,
            "name": second.name,
            "address": "",
            "contact_phone": "0812-3456-7890",
            "contact_email": "toko@contoh.example",
        },
    )
    likely_duplicates(second)

    second.refresh_from_db()
    assert answer.status_code == 302
    assert (second.contact_phone, second.contact_email) == (PHONE, "toko@contoh.example")
    assert set(User.objects.values_list("pk", "full_name", "phone", "email")) == people
    assert Business.objects.filter(contact_phone=PHONE).count() == 2
    assert not first.people.filter(pk=login.pk).exists()
    assert second.people.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_likely_duplicates_query_count(db, django_assert_num_queries, count):
    business = BusinessFactory(name="Keripik Bu Tutik")
    for number in range(count):
        BusinessFactory(name=f"Keripik Bu Tutik {number}")

    # Same NIB, our numbers, same number, names of the village, what was found to be two, the
    # rows, their people (two).
    with django_assert_num_queries(7):
        assert len(likely_duplicates(business)) == count
