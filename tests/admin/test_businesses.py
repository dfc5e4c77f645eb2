"""Businesses in the office: registered for their owners, people added and let go."""

import pytest
from django.urls import reverse

from businesses.models import Business, Membership
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import BusinessFactory, UserFactory, VillageFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

ADD = reverse("admin:businesses_business_add")
LOOKED_AT = ("decisions", "snapshots")
KEY = "0a2c7b9e-5a0b-4c86-9f4e-6d1c6a3f4b55"


def new(owner, **fields):
    return {
        "owner": owner.pk,
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "name": "",
        "address": "",
        "submission_key": KEY,
    } | fields


def test_the_counter_registers_a_business_for_its_owner(counter):
    owner = UserFactory()

    answer = counter.post(ADD, new(owner))

    business = Business.objects.get()
    assert answer.url == reverse("admin:businesses_business_change", args=[business.pk])
    assert list(business.people.all()) == [owner]
    assert business.history.get().history_user == counter.user


def test_fm17_registering_twice_registers_once(counter):
    owner = UserFactory()

    answers = [counter.post(ADD, new(owner)).url for _i in range(2)]

    assert answers[0] == answers[1]
    assert Business.objects.count() == 1


def test_the_same_business_again_is_refused_in_words(counter):
    owner = UserFactory()
    counter.post(ADD, new(owner))

    answer = counter.post(ADD, new(owner, submission_key="11111111-1111-4111-8111-111111111111"))

    assert answer.status_code == 409
    assert Business.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"owner": ""}, {"owner": "9999"}, {"makes": ""}, {"makes": "a\x00b"}, {"village": ""}]
)
def test_a_form_with_something_wrong_registers_nothing(counter, wrong):
    answer = counter.post(ADD, new(UserFactory()) | wrong)

    assert answer.status_code == 422
    assert not Business.objects.exists()


def change(business, members, **fields):
    data = {
        "name": business.name,
        "makes": business.makes,
        "village": business.village_id,
        "address": "",
        # Looked at only, but the browser sends their counts along.
        **{f"{table}-{count}_FORMS": 0 for table in LOOKED_AT for count in ("TOTAL", "INITIAL")},
        "memberships-INITIAL_FORMS": business.memberships.count(),
        "memberships-TOTAL_FORMS": len(members),
    }
    for number, member in enumerate(members):
        data |= {f"memberships-{number}-{key}": value for key, value in member.items()}
    return data | fields


def test_a_second_person_is_added_and_the_first_let_go(office):
    business, second = BusinessFactory(), UserFactory()
    first = business.memberships.get()
    members = [
        {"id": first.pk, "business": business.pk},
        {"business": business.pk, "user": second.pk, "is_active": "on"},
    ]

    answer = office.post(
        reverse("admin:businesses_business_change", args=[business.pk]), change(business, members)
    )

    assert answer.status_code == 302
    assert set(Membership.objects.values_list("user", "is_active")) == {
        (first.user_id, False),
        (second.pk, True),
    }


def save(client, business, members, **fields):
    page = reverse("admin:businesses_business_change", args=[business.pk])
    return client.post(page, change(business, members, **fields))


def test_who_begins_and_who_ends_in_the_office_is_told_as_on_the_owners_page(office):
    business, second = BusinessFactory(), UserFactory()
    first = business.memberships.get()
    members = [
        {"id": first.pk, "business": business.pk},
        {"business": business.pk, "user": second.pk, "is_active": "on"},
    ]

    save(office, business, members)

    told = Message.objects.values_list("recipient", "kind")
    assert set(told) == {
        (first.user_id, "BUSINESS_JOINED"),
        (second.pk, "BUSINESS_LEFT"),
        (first.user_id, "BUSINESS_PUT_OUT"),
    }


def test_the_office_leaves_nobody_without_a_person_who_can_sign_in(office):
    business = BusinessFactory()
    first = business.memberships.get()
    shut = business.memberships.create(user=UserFactory(is_active=False))
    members = [
        {"id": first.pk, "business": business.pk},
        {"id": shut.pk, "business": business.pk, "is_active": "on"},
    ]

    answer = save(office, business, members)

    assert "Ajak orang lain lebih dulu" in answer.content.decode()
    first.refresh_from_db()
    assert first.is_active


def test_who_works_here_acts_for_no_business(office):
    business = BusinessFactory()
    first = business.memberships.get()
    colleague = UserFactory(role=Role.CONSULTANT)
    members = [
        {"id": first.pk, "business": business.pk, "is_active": "on"},
        {"business": business.pk, "user": colleague.pk, "is_active": "on"},
    ]

    answer = save(office, business, members)

    assert "tidak bertindak untuk usaha" in answer.content.decode()
    assert not colleague.memberships.exists()


def test_what_the_office_mends_ticks_its_own_remark_off(office):
    business = BusinessFactory()
    decision = business.decisions.create(outcome="NEEDS_FIXING", made_by=office.user, made_at=NOW)
    remark = decision.remarks.create(field="NAME", text="Belum ada namanya.")
    first = business.memberships.get()
    members = [{"id": first.pk, "business": business.pk, "is_active": "on"}]

    save(office, business, members, name="Keripik Apel Batu")

    remark.refresh_from_db()
    business.refresh_from_db()
    assert (business.name, remark.mended_at is not None) == ("Keripik Apel Batu", True)


def test_a_membership_speaks_of_one_person_for_good(office):
    business, other = BusinessFactory(), UserFactory()
    first = business.memberships.get()
    members = [
        {
            "id": first.pk,
            "business": business.pk,
            "user": other.pk,
            "is_active": "on",
            "DELETE": "on",
        }
    ]

    office.post(
        reverse("admin:businesses_business_change", args=[business.pk]), change(business, members)
    )

    assert business.memberships.get().user_id == first.user_id


def test_the_counter_does_not_decide_who_acts_for_a_business(counter):
    business = BusinessFactory()
    member = business.memberships.get()

    counter.post(
        reverse("admin:businesses_business_change", args=[business.pk]),
        change(business, [{"id": member.pk, "business": business.pk}], name="Nama Baru"),
    )

    business.refresh_from_db()
    member.refresh_from_db()
    assert (business.name, member.is_active) == ("Nama Baru", True)
