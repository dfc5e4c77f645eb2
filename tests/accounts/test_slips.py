"""The code on a slip: good for two years, for one account, once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from plut_portal.accounts import services
from plut_portal.accounts.models import Consent, ContactCode, User
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import slips
from tests.factories import PASSWORD, UserFactory
from tests.rivals import all_at_once
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db

CLAIM = reverse("accounts:claim")
YEAR = timedelta(days=365)


@pytest.fixture
def officer():
    return UserFactory(role=Role.COUNTER_OFFICER)


@pytest.fixture
def mother():
    return UserFactory(full_name="Sumiati", phone=None, password=None)


@pytest.fixture
def code(mother, officer):
    return services.issue_slip(user=mother, by=officer, at=NOW)


def claim(code, *, at=NOW + YEAR, contact="+6281234567890"):
    bare = code.replace("-", "")
    return services.claim_account(code=bare, contact=contact, password=PASSWORD, at=at)


def wrong(code):
    """The same slip, another secret."""
    return code[:-1] + ("A" if code[-1] != "A" else "B")


def test_claim_makes_the_account_hers_a_year_later(client, code, mother, portal_clock):
    portal_clock(NOW + YEAR)
    typed = {"code": code.lower().replace("-", " "), "contact": "0812-3456-7890"}

    response = client.post(CLAIM, typed | {"password": PASSWORD, "reminders": "on"})

    assert response.url == reverse("consultations:booking_list")
    mother.refresh_from_db()
    assert (mother.phone, mother.check_password(PASSWORD)) == ("+6281234567890", True)
    assert client.session["_auth_user_id"] == str(mother.pk)
    purposes = mother.consents.order_by("purpose").values_list("purpose", flat=True)
    assert list(purposes) == [Consent.Purpose.REMINDERS, Consent.Purpose.SERVICE]


def test_claim_by_email_has_the_address_confirmed(code, mother):
    claim(code, contact="sumiati@contoh.example")

    mother.refresh_from_db()
    assert (mother.email, mother.email_confirmed_at) == ("sumiati@contoh.example", None)
    asked = ContactCode.objects.get(user=mother, purpose=ContactCode.Purpose.CONFIRM)
    assert asked.used_at is None


def test_fm40_slip_works_once(code, mother):
    claim(code)

    with pytest.raises(services.CodeRefused):
        claim(code, contact="+6281234567891")

    mother.refresh_from_db()
    assert mother.phone == "+6281234567890"


def test_fm40_slip_ends_after_two_years(code):
    with pytest.raises(services.CodeRefused):
        claim(code, at=NOW + slips.LIFETIME)

    assert claim(code, at=NOW + slips.LIFETIME - SECOND).full_name == "Sumiati"


def test_fm40_five_wrong_tries_are_the_end_until_the_counter_prints_another(code, mother, officer):
    for _try in range(5):
        with pytest.raises(services.CodeRefused):
            claim(wrong(code))

    with pytest.raises(services.CodeRefused):
        claim(code)
    newer = services.issue_slip(user=mother, by=officer, at=NOW)
    assert claim(newer) == mother


def test_fm40_a_newer_slip_makes_the_older_one_worthless(code, mother, officer):
    services.issue_slip(user=mother, by=officer, at=NOW)

    with pytest.raises(services.CodeRefused):
        claim(code)


def test_fm40_only_a_hash_is_kept_and_codes_are_long_enough(code):
    kept = ContactCode.objects.get()

    secret = code.replace("-", "")[slips.NUMBER_SIGNS :]
    assert kept.number == code[:4]
    assert secret not in kept.hash
    assert len(slips.ALPHABET) ** len(secret) > 5e11


@pytest.mark.django_db(transaction=True)
def test_fm40_two_who_type_it_at_once_do_not_both_get_in(code):
    contacts = ["+6281234567890", "+6281234567891"]

    answers = all_at_once(
        [lambda contact=contact: claim(code, contact=contact) for contact in contacts]
    )

    refused = [answer for answer in answers if isinstance(answer, services.CodeRefused)]
    assert len(refused) == 1


def test_fm39_a_wrong_secret_and_an_unknown_slip_answer_alike(client, code):
    typed = {"contact": "081234567890", "password": PASSWORD}

    known = client.post(CLAIM, typed | {"code": wrong(code)})
    unknown = client.post(CLAIM, typed | {"code": "9999-9999-9999"})

    assert known.status_code == unknown.status_code == 422
    said = [dict(response.context["form"].errors) for response in (known, unknown)]
    assert said[0] == said[1]


def test_fm46_claim_never_touches_another_account(client, code, mother):
    son = UserFactory(full_name="Agus", phone="+6281234567890")
    typed = {"code": code, "contact": "081234567890", "password": PASSWORD + "x"}

    response = client.post(CLAIM, typed)

    assert response.status_code == 409
    assert response.context["form"].has_error("contact")
    assert "loket" in response.content.decode()
    son.refresh_from_db()
    assert (son.phone, son.check_password(PASSWORD)) == ("+6281234567890", True)
    mother.refresh_from_db()
    assert not mother.has_usable_password()
    assert claim(code, contact="+6281234567891") == mother


def test_fm37_the_slip_stands_in_no_address_and_the_page_names_nobody(client, code):
    page = client.get(CLAIM)

    assert "Sumiati" not in page.content.decode()
    assert not any(character.isdigit() for character in CLAIM)


def test_claim_is_limited_by_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"claim": "2/15m/ip"}
    typed = {"code": "9999-9999-9999", "contact": "081234567890", "password": PASSWORD}

    statuses = [client.post(CLAIM, typed).status_code for _try in range(3)]

    assert statuses == [422, 422, 429]
    assert settings.ACCOUNT_RATE_LIMITS["claim"] == "2/15m/ip"


def test_claim_says_how_many_signs_are_missing(client):
    response = client.post(CLAIM, {"code": "ABCD-EFG"})

    assert "7" in str(response.context["form"].errors["code"])


def test_slip_is_for_accounts_nobody_signs_in_with(mother, officer):
    with pytest.raises(services.AlreadyClaimed):
        services.issue_slip(user=UserFactory(), by=officer, at=NOW)
    with pytest.raises(services.NotAllowed):
        services.issue_slip(user=mother, by=UserFactory(role=Role.AUDITOR), at=NOW)
    with pytest.raises(services.NotAllowed):
        services.issue_slip(user=UserFactory(role=Role.HEAD), by=officer, at=NOW)

    assert not ContactCode.objects.exists()


def test_slip_is_void_once_she_has_a_password_from_elsewhere(code, mother):
    services.set_password(user=mother, password=PASSWORD, at=NOW)

    with pytest.raises(services.CodeRefused):
        claim(code)


def test_slip_is_mailed_to_nobody_and_outlives_the_purge(code):
    services.purge_expired(at=NOW + YEAR)

    assert ContactCode.objects.count() == 1
    assert not ContactCode.objects.unsent(at=NOW).exists()
    assert User.objects.filter(contact_codes__isnull=False).count() == 1
    assert settings.ACCOUNT_RATE_LIMITS["claim"]
