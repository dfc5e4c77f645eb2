"""Several people for one business: asked in by a link that works once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from businesses import services
from businesses.models import Invitation, Membership
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import NotAllowed
from plut_portal.notifications.models import Message
from tests.factories import BusinessFactory, InvitationFactory, UserFactory
from tests.rivals import all_at_once
from tests.times import NOW

WEEK = timedelta(days=7)


def acting(business):
    return set(business.memberships.active().values_list("user", flat=True))


def join(client, invitation):
    """Tap the link, and then the button of the page behind it."""
    return client.post(client.get(invitation.get_absolute_url()).url)


def page(name, business, *others):
    return reverse(f"businesses:{name}", args=[business.public_id, *others])


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner, name="Keripik Bu Sumiati")


def test_an_owner_makes_a_link_and_sees_it_again(client, business):
    answer = client.post(page("invitation_create", business))

    invitation = Invitation.objects.get()
    assert answer.url == page("people", business)
    html = client.get(answer.url).content.decode()
    assert f"http://localhost:8000{invitation.get_absolute_url()}" in html
    assert "https://wa.me/?text=" in html
    assert len(invitation.token) == 32
    assert invitation.expires_at == invitation.created_at + WEEK


def test_the_link_lets_one_more_person_in_and_tells_the_others(client, business):
    invitation = InvitationFactory(business=business)
    husband = UserFactory(full_name="Slamet Riyadi")
    client.force_login(husband)

    opened = client.get(invitation.get_absolute_url())
    html = client.get(opened.url).content.decode()
    answer = client.post(opened.url)

    assert "Keripik Bu Sumiati" in html
    assert answer.url == business.get_absolute_url()
    assert husband.pk in acting(business)
    message = Message.objects.get(kind="BUSINESS_JOINED")
    assert message.recipient == invitation.invited_by
    assert "Slamet Riyadi memakai undangan" in message.body


def test_fm38_the_page_of_a_link_shows_the_business_and_a_first_name(client, db):
    inviter = UserFactory(full_name="Sumiati Rahayu", phone="+6281234567890")
    business = BusinessFactory(owner=inviter, name="Keripik Apel", address="Jl. Rahasia 7")
    client.force_login(UserFactory())

    opened = client.get(InvitationFactory(business=business).get_absolute_url())

    answer = client.get(opened.url)
    html = answer.content.decode()
    assert ("Sumiati" in html, "Keripik Apel" in html) == (True, True)
    secrets = ("Rahayu", "Jl. Rahasia", "1234567890", business.registration_code)
    assert not any(secret in html for secret in secrets)
    # With no-referrer the browser would send the form with "Origin: null", and CSRF refuse it.
    policies = [page.headers["Referrer-Policy"] for page in (opened, answer)]
    assert policies == ["no-referrer", "same-origin"]
    assert opened.url == "/usaha/gabung/buka/"
    assert [page.headers["X-Robots-Tag"] for page in (opened, answer)] == ["noindex"] * 2
    assert 'name="robots" content="noindex"' in html


def test_fm38_opening_a_link_lets_nobody_in(client, business):
    invitation = InvitationFactory(business=business)
    client.force_login(UserFactory())

    client.get(invitation.get_absolute_url(), follow=True)

    invitation.refresh_from_db()
    assert (len(acting(business)), invitation.used_at) == (1, None)


def spoilt(kind, **fields):
    invitation = InvitationFactory(**fields)
    spoil(invitation, kind)
    return invitation


def spoil(invitation, kind):
    if kind == "used":
        services.accept_invitation(invitation=invitation, user=UserFactory(), at=NOW)
    elif kind == "revoked":
        services.revoke_invitation(invitation=invitation, at=NOW)
    elif kind == "expired":
        Invitation.objects.update(expires_at=NOW)
    else:
        partner = UserFactory()
        invitation.business.memberships.create(user=partner)
        inviter = invitation.invited_by
        services.end_membership(business=invitation.business, person=inviter, by=inviter, at=NOW)


@pytest.mark.parametrize("kind", ["used", "revoked", "expired", "inviter left"])
def test_fm38_a_link_that_is_over_lets_nobody_in(client, db, kind):
    invitation = spoilt(kind)
    before = acting(invitation.business)
    client.force_login(UserFactory())

    opened = client.get(invitation.get_absolute_url())
    shown = client.get(opened.url)
    sent = client.post(opened.url)

    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert (shown.status_code, sent.status_code) == (404, 404)
    assert "lebih dari tujuh hari" in sent.content.decode()
    assert acting(invitation.business) == before


@pytest.mark.parametrize("kind", ["used", "revoked", "expired", "inviter left"])
def test_fm38_a_link_that_ends_while_its_page_is_open_lets_nobody_in(client, db, kind):
    client.force_login(UserFactory())
    invitation = InvitationFactory()
    opened = client.get(invitation.get_absolute_url())
    spoil(invitation, kind)
    before = acting(invitation.business)

    sent = client.post(opened.url)

    assert sent.status_code == 409
    assert "lebih dari tujuh hari" in sent.content.decode()
    assert acting(invitation.business) == before


def test_fm38_an_invented_link_looks_like_one_that_is_over(client, owner):
    over = spoilt("expired").get_absolute_url()

    answers = [client.get(address, follow=True) for address in (over, over[:-3] + "xx/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("lebih dari tujuh hari" in answer.content.decode() for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_fm38_of_five_who_use_one_link_at_once_one_gets_in():
    invitation = InvitationFactory()
    people = UserFactory.create_batch(5)

    results = all_at_once(
        [
            lambda user=user: services.accept_invitation(invitation=invitation, user=user, at=NOW)
            for user in people
        ]
    )

    assert (
        sorted(type(result).__name__ for result in results) == ["Business"] + ["InvitationGone"] * 4
    )
    assert len(acting(invitation.business)) == 2


def test_whoever_acts_for_it_already_keeps_the_link_unused(client, business):
    invitation = InvitationFactory(business=business)

    join(client, invitation)

    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_whoever_had_left_comes_back_by_a_link(client, business):
    once = UserFactory()
    Membership.objects.create(business=business, user=once, is_active=False)
    client.force_login(once)

    join(client, InvitationFactory(business=business))

    assert once.pk in acting(business)


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.COUNTER_OFFICER])
def test_whoever_works_here_is_not_let_in(client, db, role):
    client.force_login(UserFactory(role=role))

    assert client.get(InvitationFactory().get_absolute_url()).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CONSULTANT, None])
def test_people_are_added_at_the_counter_by_those_who_work_there(business, role):
    guest, officer = UserFactory(), UserFactory(role=Role.COUNTER_OFFICER)
    stranger = UserFactory(role=role) if role else guest

    with pytest.raises(NotAllowed):
        services.add_at_counter(business=business, person=guest, by=stranger, at=NOW)
    assert guest.pk not in acting(business)
    services.add_at_counter(business=business, person=guest, by=officer, at=NOW)

    assert guest.pk in acting(business)


def test_the_link_leads_through_the_login(client, db):
    address = InvitationFactory().get_absolute_url()

    answer = client.get(address)

    assert answer.url == f"{reverse('account_login')}?next={address}"


def test_a_link_is_taken_back(client, business):
    invitation = InvitationFactory(business=business)

    answer = client.post(page("invitation_revoke", business, invitation.public_id))

    assert answer.url == page("people", business)
    assert not Invitation.objects.pending(at=NOW).exists()


def test_no_more_than_five_links_are_open(client, business):
    InvitationFactory.create_batch(5, business=business)

    answer = client.post(page("invitation_create", business))

    assert answer.status_code == 403
    assert "Masih ada 5 undangan terbuka" in answer.content.decode()


def test_another_person_is_let_go(client, business):
    partner = UserFactory()
    business.memberships.create(user=partner)

    answer = client.post(page("membership_end", business, partner.public_id))

    assert answer.url == page("people", business)
    assert partner.pk not in acting(business)


def test_who_is_let_go_and_who_stays_are_told_and_open_links_end(client, owner, business):
    partner, third = UserFactory(full_name="Slamet Riyadi"), UserFactory()
    for person in (partner, third):
        services.add_at_counter(
            business=business, person=person, by=UserFactory(is_superuser=True), at=NOW
        )
    link = InvitationFactory(business=business, invited_by=third)
    Message.objects.all().delete()

    client.post(page("membership_end", business, partner.public_id))

    told = dict(Message.objects.values_list("recipient", "kind"))
    assert told == {partner.pk: "BUSINESS_PUT_OUT", third.pk: "BUSINESS_LEFT"}
    assert all(owner.full_name in body for body in Message.objects.values_list("body", flat=True))
    assert not Invitation.objects.pending(at=NOW).filter(pk=link.pk).exists()
    ended = business.memberships.get(user=partner).history.first()
    assert (ended.is_active, ended.history_user) == (False, owner)


def test_who_comes_back_is_told_of_again(owner, business):
    partner, officer = UserFactory(), UserFactory(is_superuser=True)

    for _time in range(2):
        services.add_at_counter(business=business, person=partner, by=officer, at=NOW)
        services.end_membership(business=business, person=partner, by=partner, at=NOW)

    told = Message.objects.filter(recipient=owner).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["BUSINESS_JOINED", "BUSINESS_LEFT"] * 2
    assert "Kantor kami mencatat" in Message.objects.filter(kind="BUSINESS_JOINED")[0].body


def test_the_last_person_who_can_sign_in_stays(client, owner, business):
    business.memberships.create(user=UserFactory(is_active=False))

    answer = client.post(page("membership_end", business, owner.public_id))

    assert answer.status_code == 409
    assert owner.pk in acting(business)


def test_one_leaves_oneself(client, owner, business):
    business.memberships.create(user=UserFactory())

    answer = client.post(page("membership_end", business, owner.public_id))

    assert answer.url == reverse("businesses:list")
    assert client.get(business.get_absolute_url()).status_code == 404


def test_the_last_person_stays(client, owner, business):
    answer = client.post(page("membership_end", business, owner.public_id))

    assert answer.status_code == 409
    assert "Ajak orang lain lebih dulu" in answer.content.decode()
    assert acting(business) == {owner.pk}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_leave_at_once_one_stays():
    business = BusinessFactory()
    for partner in UserFactory.create_batch(7):
        business.memberships.create(user=partner)
    people = list(business.people.all())

    results = all_at_once(
        [
            lambda person=person: services.end_membership(
                business=business, person=person, by=person, at=NOW
            )
            for person in people
        ]
    )

    assert [type(result).__name__ for result in results].count("LastPerson") == 1
    assert len(acting(business)) == 1


@pytest.mark.parametrize(
    "name", ["people", "invitation_create", "invitation_revoke", "membership_end"]
)
def test_fm35_the_people_of_a_business_are_404_to_strangers(client, db, name):
    business = BusinessFactory()
    others = {
        "invitation_revoke": [InvitationFactory(business=business).public_id],
        "membership_end": [business.people.get().public_id],
    }.get(name, [])
    client.force_login(UserFactory())

    method = client.get if name == "people" else client.post
    assert method(page(name, business, *others)).status_code == 404


def test_a_stranger_is_not_let_go_of_by_anybody(client, business):
    stranger = UserFactory()

    answer = client.post(page("membership_end", business, stranger.public_id))

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_people_query_count(client, business, django_assert_num_queries, count):
    for _ in range(count):
        business.memberships.create(user=UserFactory())
        partner = business.memberships.latest("pk").user
        InvitationFactory(business=business, invited_by=partner)
    client.get(page("people", business))

    # Person, business, people, invitations, roles, unread messages, office.
    with django_assert_num_queries(7):
        client.get(page("people", business))


def test_outside_batu_says_what_one_can_do_without_an_account(client, db):
    html = client.get(reverse("businesses:outside_batu")).content.decode()

    assert "Kabupaten Malang" in html
    assert reverse("consultations:field_list") in html
