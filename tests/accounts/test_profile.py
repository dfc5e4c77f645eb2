import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plut_portal.accounts import services
from plut_portal.accounts.models import Consent, ContactCode, User
from plut_portal.accounts.roles import Role
from tests.factories import (
    PASSWORD,
    ActivityFactory,
    ApplicationFactory,
    BookingFactory,
    BusinessFactory,
    EnrolmentFactory,
    UserFactory,
)
from tests.times import NOW, TOMORROW_9
from tests.trainings.school import AFTER, batch_of_three, graduate, office
from trainings import services as trainings

pytestmark = pytest.mark.django_db
PROFILE = "/akun/profil/"
CONTACT = "/akun/profil/kontak/"
CONFIRM = "/akun/konfirmasi/"
QUERIES = 10


@pytest.fixture
def owner(client):
    owner = UserFactory(phone="+6281234567890")
    client.force_login(owner)
    return owner


@pytest.mark.parametrize(
    "name",
    [
        "profile",
        "contact_change",
        "contact_confirm",
        "contact_resend",
        "close",
        "reminders",
        "logout_everywhere",
    ],
)
def test_own_pages_ask_strangers_to_log_in(client, name):
    for send in [client.get, client.post]:
        response = send(reverse(f"accounts:{name}"))
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["contact_resend", "reminders", "logout_everywhere"])
def test_fm30_actions_refuse_get(client, owner, name):
    assert client.get(reverse(f"accounts:{name}")).status_code == 405


def test_profile_shows_what_is_confirmed_and_what_is_not(client, owner):
    owner.email, owner.email_confirmed_at = "sumiati@contoh.id", NOW
    owner.save()

    page = client.get(PROFILE).content.decode()

    assert "0812-3456-7890" in page
    assert "sumiati@contoh.id" in page
    assert page.count("chip-success") == 1
    assert page.count("chip-neutral") == 1


def test_profile_says_who_looked_at_whose_data_and_why(client, owner):
    officer = UserFactory(full_name="Bu Loket", is_superuser=True)
    stranger = UserFactory()
    assert "Belum ada yang membuka" in client.get(PROFILE).content.decode()

    for person, reason in [(owner, "Menelepon soal jadwal."), (stranger, "Soal orang lain.")]:
        services.reveal_contact(user=person, by=officer, reason=reason, at=NOW)

    page = client.get(PROFILE).content.decode()
    assert "Bu Loket" in page
    assert "Menelepon soal jadwal." in page
    assert "Soal orang lain." not in page


@pytest.mark.parametrize("count", [1, 3])
def test_profile_query_count(client, owner, django_assert_num_queries, count):
    for _look in range(count):
        officer = UserFactory(is_superuser=True)
        services.reveal_contact(user=owner, by=officer, reason="Soal jadwal.", at=NOW)

    with django_assert_num_queries(QUERIES):
        client.get(PROFILE)


def test_confirm_page_speaks_of_a_mail_only_once_there_is_one(client, owner):
    owner.email = "sumiati@contoh.id"
    owner.save()
    sent = "Kami mengirim enam angka"
    assert sent not in client.get(CONFIRM).content.decode()

    client.post(reverse("accounts:contact_resend"))

    assert sent in client.get(CONFIRM).content.decode()


def test_profile_saves_the_name(client, owner):
    response = client.post(PROFILE, {"full_name": " Bu Sumiati "})

    owner.refresh_from_db()
    assert (response.url, owner.full_name) == (PROFILE, "Bu Sumiati")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 121, "a\x00b"])
def test_profile_refuses_a_name_and_keeps_it_typed(client, owner, name):
    response = client.post(PROFILE, {"full_name": name})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["full_name"])
    assert form["full_name"].value() == name
    assert User.objects.get().full_name == owner.full_name


def test_fm46_profile_changes_nobody_else(client, owner):
    other = UserFactory(full_name="Orang Lain")

    client.post(
        PROFILE, {"full_name": "Baru", "id": other.pk, "phone": other.phone, "email": "x@y.id"}
    )

    other.refresh_from_db()
    owner.refresh_from_db()
    assert (other.full_name, owner.phone, owner.email) == ("Orang Lain", "+6281234567890", None)


def test_fm49_reminders_are_given_and_taken_back(client, owner):
    client.post(reverse("accounts:reminders"), {"reminders": "on"})
    client.post(reverse("accounts:reminders"), {"reminders": "on"})
    assert Consent.objects.live().count() == 1

    client.post(reverse("accounts:reminders"), {})

    consent = Consent.objects.get()
    assert consent.purpose == Consent.Purpose.REMINDERS
    assert consent.withdrawn_at >= consent.given_at


def change(client, contact, password=PASSWORD):
    return client.post(CONTACT, {"contact": contact, "password": password})


def test_new_number_counts_at_once_and_is_unconfirmed(client, owner):
    User.objects.filter(pk=owner.pk).update(phone_confirmed_at=NOW)

    response = change(client, "0813 9999 8888")

    owner.refresh_from_db()
    assert (response.url, owner.phone) == (PROFILE, "+6281399998888")
    assert owner.phone_confirmed_at is None


def test_same_number_again_stays_confirmed(client, owner):
    User.objects.filter(pk=owner.pk).update(phone_confirmed_at=NOW)

    change(client, "0812 3456 7890")

    owner.refresh_from_db()
    assert owner.phone_confirmed_at == NOW


def test_new_email_counts_when_its_code_is_typed(client, owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = change(client, "Baru@Contoh.id")
    owner.refresh_from_db()
    assert (response.url, owner.email) == (CONFIRM, None)
    [digits] = re.findall(r"\b\d{6}\b", mail.outbox[0].body)

    client.post(CONFIRM, {"code": digits})

    owner.refresh_from_db()
    assert owner.confirmed_email == "baru@contoh.id"


@pytest.mark.parametrize("contact", ["+6281399998888", "lain@contoh.id"])
def test_fm46_contact_of_somebody_else_is_refused(client, owner, contact):
    UserFactory(phone="+6281399998888", email="lain@contoh.id")

    response = change(client, contact)

    assert (response.status_code, list(response.context["form"].errors)) == (409, ["contact"])
    assert response.context["user"].phone == "+6281234567890"
    assert User.objects.get(pk=owner.pk).phone == "+6281234567890"
    assert ContactCode.objects.count() == 0


def test_contact_change_needs_the_password_and_counts_wrong_ones(client, owner):
    answers = [change(client, "081399998888", f"salah-{n}").status_code for n in range(6)]

    assert answers == [422] * 5 + [429]
    assert change(client, "081399998888").status_code == 429
    owner.refresh_from_db()
    assert owner.phone == "+6281234567890"


@pytest.mark.parametrize("contact", ["", "12", "x@", "a" * 300])
def test_contact_change_says_what_is_wrong(client, owner, contact):
    response = change(client, contact)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["contact"])


def test_confirm_page_leads_home_when_nothing_waits(client, owner):
    assert client.get(CONFIRM).url == PROFILE
    assert client.post(reverse("accounts:contact_resend")).url == PROFILE


def test_confirm_refuses_a_wrong_code(client, owner):
    services.request_confirmation(user=owner, email="baru@contoh.id", at=NOW)

    response = client.post(CONFIRM, {"code": "123456"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])


def test_resend_sends_again_and_is_limited(client, owner):
    services.request_confirmation(user=owner, email="baru@contoh.id", at=NOW)

    answers = [client.post(reverse("accounts:contact_resend")).status_code for _n in range(11)]

    assert answers == [302] * 10 + [429]


def test_log_out_everywhere_ends_every_session(client, owner):
    elsewhere = Client()
    elsewhere.force_login(owner)

    client.post(reverse("accounts:logout_everywhere"))

    assert [c.get(PROFILE).status_code for c in (client, elsewhere)] == [302, 302]


def test_log_out_everywhere_leaves_others_alone(client, owner):
    elsewhere = Client()
    elsewhere.force_login(UserFactory())

    client.post(reverse("accounts:logout_everywhere"))

    assert elsewhere.get(PROFILE).status_code == 200


def test_close_ends_the_account_and_keeps_the_person(client, owner):
    services.give_consent(user=owner, purpose=Consent.Purpose.REMINDERS, at=NOW)

    client.post("/akun/tutup/", {"password": PASSWORD})

    owner.refresh_from_db()
    assert (owner.is_active, owner.phone) == (False, "+6281234567890")
    assert Consent.objects.live().count() == 0
    assert client.get(PROFILE).status_code == 302


def test_close_waits_until_nobody_counts_on_her(client, owner):
    booking = BookingFactory(
        business=BusinessFactory(owner=owner), booked_by=owner, starts_at=TOMORROW_9
    )

    refused = client.post("/akun/tutup/", {"password": PASSWORD})

    owner.refresh_from_db()
    assert (refused.status_code, owner.is_active) == (409, True)
    assert "Anda masih punya 1 janji temu" in refused.content.decode()

    booking.business.memberships.create(user=UserFactory())
    client.post("/akun/tutup/", {"password": PASSWORD})
    owner.refresh_from_db()
    assert not owner.is_active


@pytest.mark.parametrize(
    ("status", "ended", "stays"),
    [
        ("ENROLLED", {}, True),
        ("WAITING", {}, True),
        ("WITHDRAWN", {}, False),
        ("ENROLLED", {"batch__state": "FINISHED"}, False),
        ("ENROLLED", {"batch__state": "CANCELLED"}, False),
    ],
)
def test_close_waits_while_a_place_in_a_training_is_held(client, owner, status, ended, stays):
    EnrolmentFactory(business=BusinessFactory(owner=owner), status=status, **ended)

    answer = client.post("/akun/tutup/", {"password": PASSWORD})

    owner.refresh_from_db()
    assert owner.is_active == stays
    assert ("Anda masih ikut pelatihan" in answer.content.decode()) == stays


def test_close_says_each_thing_that_keeps_it_open(client, owner):
    business = BusinessFactory(owner=owner)
    BookingFactory(business=business, starts_at=TOMORROW_9)
    EnrolmentFactory(business=business)

    errors = client.post("/akun/tutup/", {"password": PASSWORD}).context["form"].errors["__all__"]

    assert [error.split()[2] for error in errors] == ["punya", "ikut"]


def test_close_does_not_wait_for_what_cannot_be_given_back(client, owner):
    passed = graduate(batch_of_three(), business=BusinessFactory(owner=owner))
    assert passed.batch.state == "PUBLISHED"
    trainings.issue_certificate(enrolment=passed, by=office(), at=AFTER)

    client.post("/akun/tutup/", {"password": PASSWORD})

    owner.refresh_from_db()
    assert not owner.is_active


@pytest.mark.parametrize(
    ("state", "of_activity", "stays"),
    [
        ("SUBMITTED", {}, True),
        ("CONFIRMED", {}, True),
        ("DRAFT", {}, False),
        ("CONFIRMED", {"starts_on": NOW.date(), "answer_by": NOW.date()}, False),
        ("CONFIRMED", {"state": "CANCELLED", "cancel_reason": "Hujan"}, False),
    ],
)
def test_close_waits_while_an_application_stands(client, owner, state, of_activity, stays):
    activity = ActivityFactory(**of_activity)
    ApplicationFactory(activity=activity, business=BusinessFactory(owner=owner), state=state)

    answer = client.post("/akun/tutup/", {"password": PASSWORD})

    owner.refresh_from_db()
    assert owner.is_active == stays
    assert ("Anda sudah mendaftar pameran" in answer.content.decode()) == stays


def test_close_needs_the_password(client, owner):
    response = client.post("/akun/tutup/", {"password": "salah"})

    owner.refresh_from_db()
    assert (response.status_code, owner.is_active) == (422, True)


def test_close_is_refused_to_people_who_work_here(client):
    officer = UserFactory(role=Role.COUNTER_OFFICER)
    client.force_login(officer)

    response = client.post("/akun/tutup/", {"password": PASSWORD})

    officer.refresh_from_db()
    assert (response.status_code, officer.is_active) == (403, True)
