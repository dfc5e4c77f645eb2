"""What the office does with accounts, called directly: each refusal, and calls made twice."""

import pytest

from plut_portal.accounts import services
from plut_portal.accounts.models import Consent, ContactCode, User
from plut_portal.accounts.roles import Role
from tests.factories import UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def officer():
    return UserFactory(role=Role.COUNTER_OFFICER)


@pytest.fixture
def programme_admin():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def test_add_person_is_for_the_counter_and_the_programme_admin(owner):
    with pytest.raises(services.NotAllowed):
        services.add_person(
            full_name="Wagiman", phone="+6284011112222", email="", reminders=False, by=owner, at=NOW
        )

    assert not User.objects.filter(full_name="Wagiman").exists()


def test_add_person_leaves_nobody_behind_when_the_number_is_taken(owner, officer):
    with pytest.raises(services.ContactTaken):
        services.add_person(
            full_name="Wagiman", phone=owner.phone, email="", reminders=False, by=officer, at=NOW
        )

    assert not User.objects.filter(full_name="Wagiman").exists()


def test_change_contacts_of_colleagues_is_not_for_the_counter(officer, programme_admin):
    with pytest.raises(services.NotAllowed):
        services.change_contacts(
            user=programme_admin, phone="+6284011112222", email="", by=officer, at=NOW
        )


def test_change_contacts_makes_a_new_address_unconfirmed(owner, officer):
    owner.email, owner.email_confirmed_at = "lama@contoh.example", NOW
    owner.save()

    services.change_contacts(user=owner, phone="", email="baru@contoh.example", by=officer, at=NOW)
    services.change_contacts(user=owner, phone="", email="baru@contoh.example", by=officer, at=NOW)

    owner.refresh_from_db()
    assert (owner.email, owner.email_confirmed_at) == ("baru@contoh.example", None)


def test_consents_are_given_and_taken_back_on_paper(owner, officer):
    services.give_consent(user=owner, purpose="REMINDERS", at=NOW)
    services.give_consent(user=owner, purpose="SERVICE", at=NOW)

    services.note_consents(user=owner, agreed=["CATALOGUE"], by=officer, at=NOW)

    live = Consent.objects.live().filter(user=owner)
    assert set(live.values_list("purpose", "channel")) == {
        ("SERVICE", "WEB"),
        ("CATALOGUE", "PAPER"),
    }
    said = owner.history.first()
    assert said.history_change_reason.startswith("Setuju di kertas: Tampilkan foto")


def test_consents_of_colleagues_are_not_for_the_counter(officer, programme_admin):
    with pytest.raises(services.NotAllowed):
        services.note_consents(user=programme_admin, agreed=[], by=officer, at=NOW)


@pytest.mark.parametrize("by_counter", [True, False])
def test_fm40_a_link_mailed_to_the_old_address_works_no_more(owner, officer, by_counter):
    owner.email, owner.email_confirmed_at = "lama@contoh.example", NOW
    owner.save()
    link = services.request_reset(contact=owner.phone, at=NOW)
    token = services.make_secret(code_id=link.pk, at=NOW)
    new = "baru@contoh.example"

    if by_counter:
        services.change_contacts(user=owner, phone="", email=new, by=officer, at=NOW)
    else:
        code = services.request_email_change(user=owner, email=new, at=NOW)
        digits = services.make_secret(code_id=code.pk, at=NOW)
        services.confirm_email(user=owner, digits=digits, at=NOW)

    with pytest.raises(services.LinkExpired):
        services.reset_by_link(token=token, password="jeruk-keprok-9", at=NOW)


def test_assign_roles_is_for_the_programme_admin(owner, officer):
    with pytest.raises(services.NotAllowed):
        services.assign_roles(user=owner, roles=[Role.AUDITOR], superuser=False, by=officer, at=NOW)

    assert not owner.groups.exists()


def test_a_superuser_is_made_and_unmade_by_another_only(owner, programme_admin):
    superuser = UserFactory(is_staff=True, is_superuser=True)

    with pytest.raises(services.NotAllowed):
        services.assign_roles(user=owner, roles=[], superuser=True, by=programme_admin, at=NOW)
    with pytest.raises(services.NotAllowed):
        services.assign_roles(user=superuser, roles=[], superuser=False, by=programme_admin, at=NOW)
    services.assign_roles(user=owner, roles=[], superuser=True, by=superuser, at=NOW)

    rights = User.objects.filter(pk__in=[owner.pk, superuser.pk]).values_list("is_superuser")
    assert list(rights) == [(True,), (True,)]


def test_assign_roles_twice_changes_nothing_more(owner, programme_admin):
    for _i in range(2):
        services.assign_roles(
            user=owner, roles=[Role.CONSULTANT], superuser=False, by=programme_admin, at=NOW
        )

    owner = User.objects.get(pk=owner.pk)
    assert (owner.role_names, owner.is_staff) == ({Role.CONSULTANT}, False)


def test_shutting_an_account_voids_its_codes(owner, officer):
    services.issue_counter_code(user=owner, purpose=ContactCode.Purpose.RESET, by=officer, at=NOW)

    services.set_sign_in(user=owner, allowed=False, reason="Diminta", by=officer, at=NOW)

    assert not ContactCode.objects.live(at=NOW).exists()


def test_the_counter_shuts_no_account_of_a_colleague(officer, programme_admin):
    with pytest.raises(services.NotAllowed):
        services.set_sign_in(
            user=programme_admin, allowed=False, reason="Iseng", by=officer, at=NOW
        )

    programme_admin.refresh_from_db()
    assert programme_admin.is_active


def test_nobody_manages_a_superuser_but_another(programme_admin):
    superuser = UserFactory(is_staff=True, is_superuser=True)

    assert services.may_manage(superuser, by=programme_admin) is False
    assert services.may_manage(superuser, by=UserFactory(is_superuser=True)) is True
