"""What people who work here may do with accounts, and what is asked of them."""

from types import SimpleNamespace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from plut_portal.accounts import services
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role, sync_groups
from tests.factories import PASSWORD, ConsultantFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def officer():
    sync_groups()
    return UserFactory(role=Role.COUNTER_OFFICER)


def log_in(client, user):
    return client.post("/akun/masuk/", {"login": user.phone, "password": PASSWORD})


def prove(client, **answer):
    """Pass the page that asks once more who one is."""
    name = "mfa_reauthenticate" if "code" in answer else "account_reauthenticate"
    assert client.post(reverse(name), answer).status_code == 302


def app_digits(*, steps_ago=0):
    """What the app shows now, or showed so many half minutes ago."""
    step = int(auth.time.time()) // 30 - steps_ago
    return auth.format_hotp_value(auth.hotp_value(SECRET, step))


def test_reveal_contact_is_written_down_with_its_reason(officer):
    owner = UserFactory(phone="+6281234567890", email="sumiati@contoh.id")

    contacts = services.reveal_contact(user=owner, by=officer, reason=" Jadwal batal ", at=NOW)

    assert contacts == services.Contacts(phone="+6281234567890", email="sumiati@contoh.id")
    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.subject, entry.action, entry.reason, entry.at) == (
        officer,
        owner,
        "REVEAL_CONTACT",
        "Jadwal batal",
        NOW,
    )


def test_reveal_contact_needs_a_reason(officer):
    with pytest.raises(services.ReasonMissing):
        services.reveal_contact(user=UserFactory(), by=officer, reason="  ", at=NOW)

    assert AccessLogEntry.objects.count() == 0


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.AUDITOR, Role.HEAD])
def test_reveal_contact_refuses_other_roles(role):
    sync_groups()

    with pytest.raises(services.NotAllowed):
        services.reveal_contact(
            user=UserFactory(), by=UserFactory(role=role), reason="Ingin tahu", at=NOW
        )

    assert AccessLogEntry.objects.count() == 0


def test_confirm_contact_at_counter_keeps_the_first_moment(officer):
    owner = UserFactory()

    services.confirm_contact_at_counter(user=owner, by=officer, at=NOW)
    services.confirm_contact_at_counter(user=owner, by=officer, at=NOW.replace(hour=9))

    owner.refresh_from_db()
    assert owner.phone_confirmed_at == NOW


def test_confirm_contact_at_counter_refuses(officer):
    with pytest.raises(services.NotAllowed):
        services.confirm_contact_at_counter(user=UserFactory(), by=UserFactory(), at=NOW)
    with pytest.raises(services.NoContact):
        services.confirm_contact_at_counter(user=UserFactory(phone=None), by=officer, at=NOW)


def test_fm50_staff_stay_signed_in_for_eight_hours_and_owners_for_ninety_days(client, officer):
    log_in(client, officer)
    client.get("/")
    assert client.session.get_expiry_age() == 8 * 3600

    client.logout()
    log_in(client, UserFactory())
    client.get("/")
    assert client.session.get_expiry_age() == 90 * 24 * 3600


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.CURATOR])
def test_fm50_staff_set_up_a_second_step_before_anything_else(client, settings, role):
    settings.REQUIRE_STAFF_MFA = True
    log_in(client, UserFactory(role=role))

    for address in ["/", "/akun/profil/", "/admin/"]:
        assert client.get(address).url == reverse("mfa_activate_totp")
    prove(client, password=PASSWORD)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post("/akun/keluar/").status_code == 302


def test_fm50_set_up_is_reachable_long_after_logging_in(client, settings, officer):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(officer)

    response = client.get(reverse("mfa_activate_totp"), follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("account_reauthenticate")


def test_fm50_owners_need_one_step(client, settings):
    settings.REQUIRE_STAFF_MFA = True
    log_in(client, UserFactory())

    assert client.get("/akun/profil/").status_code == 200


def test_fm50_second_step_is_asked_for_at_login(client, settings, officer):
    settings.REQUIRE_STAFF_MFA = True
    TOTP.activate(officer, SECRET)

    response = log_in(client, officer)

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(response.url).status_code == 200
    assert client.post(response.url, {"code": "000000"}).status_code == 422
    assert client.post(response.url, {"code": app_digits()}).status_code == 302
    assert client.get("/akun/profil/").status_code == 200


@pytest.mark.parametrize(("steps_ago", "status"), [(1, 302), (2, 422)])
def test_digits_count_half_a_minute_longer_than_the_app_shows_them(
    client, settings, officer, monkeypatch, steps_ago, status
):
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: NOW.timestamp()))
    TOTP.activate(officer, SECRET)
    response = log_in(client, officer)

    answer = client.post(response.url, {"code": app_digits(steps_ago=steps_ago)})

    assert answer.status_code == status


def test_fm50_code_from_the_counter_does_not_skip_the_second_step(client, officer):
    TOTP.activate(officer, SECRET)
    admin = UserFactory(role=Role.PROGRAMME_ADMIN)
    digits = services.issue_counter_code(user=officer, purpose="RESET", by=admin, at=NOW)

    response = client.post(
        "/akun/kode/", {"contact": officer.phone, "code": digits, "password": "jeruk-keprok-9"}
    )

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_second_step_pages_open(client):
    consultant = ConsultantFactory().user
    log_in(client, consultant)
    assert client.get(reverse("mfa_index")).status_code == 200

    TOTP.activate(consultant, SECRET)
    RecoveryCodes.activate(consultant)
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    assert client.post(reverse("mfa_reauthenticate"), {"code": "0"}).status_code == 422
    prove(client, code=app_digits())

    names = ["index", "deactivate_totp", "view_recovery_codes", "generate_recovery_codes"]
    names += ["download_recovery_codes"]
    answers = {name: client.get(reverse(f"mfa_{name}")).status_code for name in names}
    assert answers == dict.fromkeys(names, 200)


def test_second_step_is_set_up_with_the_apps_digits(client, officer):
    log_in(client, officer)
    prove(client, password=PASSWORD)
    address = reverse("mfa_activate_totp")
    client.get(address)
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    assert client.post(address, {"code": "12"}).status_code == 422
    assert client.post(address, {"code": app_digits()}).url == reverse("mfa_view_recovery_codes")


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 302), ("salah", 422)])
def test_reauthenticate_by_phone_or_email(client, password, status):
    for contact in [{"phone": "+6281234567890"}, {"phone": None, "email": "a@contoh.id"}]:
        client.force_login(UserFactory(**contact))
        response = client.post(reverse("account_reauthenticate"), {"password": password})
        assert response.status_code == status
