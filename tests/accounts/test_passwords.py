"""Reset by link and by a code from the counter."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plut_portal.accounts import services
from plut_portal.accounts.models import ContactCode
from plut_portal.accounts.roles import Role, sync_groups
from tests.factories import PASSWORD, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
FORGOTTEN = "/akun/lupa-sandi/"
CODE = "/akun/kode/"
NEW = "jeruk-keprok-9"


@pytest.fixture
def owner():
    return UserFactory(phone="+6281234567890", email="sumiati@contoh.id", email_confirmed_at=NOW)


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    def ask(contact):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(FORGOTTEN, {"contact": contact})

    return ask


@pytest.fixture
def link(ask):
    def link(contact):
        ask(contact)
        [address] = re.findall(r"http://\S+(/akun/sandi-baru/\S+)", mail.outbox[-1].body)
        return address

    return link


def counter_code(user):
    sync_groups()
    officer = UserFactory(role=Role.COUNTER_OFFICER)
    return services.issue_counter_code(user=user, purpose="RESET", by=officer, at=NOW)


@pytest.mark.parametrize("contact", ["sumiati@contoh.id", "0812 3456 7890"])
def test_reset_sends_a_link_to_the_confirmed_email(owner, ask, contact):
    response = ask(contact)

    assert response.url == reverse("account_reset_password_done")
    assert [letter.to for letter in mail.outbox] == [["sumiati@contoh.id"]]


def test_reset_by_number_alone_points_to_the_counter(client, ask):
    UserFactory(phone="+6281234567890")

    page = client.get(ask("081234567890").url)

    assert mail.outbox == []
    assert reverse("accounts:code_use") in page.content.decode()


def test_reset_sends_nothing_to_an_unconfirmed_email_beside_a_number(ask):
    UserFactory(phone="+6281234567890", email="salah-ketik@contoh.id")

    ask("081234567890")
    ask("salah-ketik@contoh.id")

    assert mail.outbox == []


def test_reset_reaches_an_unconfirmed_email_that_is_the_only_way_in(ask):
    UserFactory(phone=None, email="sumiati@contoh.id")

    ask("sumiati@contoh.id")

    assert [letter.to for letter in mail.outbox] == [["sumiati@contoh.id"]]


def test_fm39_reset_answers_alike_for_known_and_unknown(owner, client):
    UserFactory(phone="+6281299999999")
    contacts = ["sumiati@contoh.id", "tiada@contoh.id", "081299999999", "081288888888"]

    answers = []
    for contact in contacts:
        with CaptureQueriesContext(connection) as queries:
            response = client.post(FORGOTTEN, {"contact": contact})
        answers.append((response.status_code, response.url, len(queries)))

    assert answers == [answers[0]] * 4
    assert ContactCode.objects.count() == 4


def test_fm39_reset_is_limited_alike_for_known_and_unknown(owner, client):
    def answers(contact):
        return [client.post(FORGOTTEN, {"contact": contact}).status_code for _n in range(6)]

    assert answers("sumiati@contoh.id") == [302] * 5 + [429]
    assert answers("tiada@contoh.id") == [302] * 5 + [429]


@pytest.mark.parametrize("contact", ["", "12", "x@", "<b>", "1" * 3000])
def test_reset_says_what_is_wrong_with_the_contact(client, contact):
    response = client.post(FORGOTTEN, {"contact": contact})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["contact"])


def test_reset_link_sets_the_password_once_and_logs_in(owner, link, client):
    address = link("sumiati@contoh.id")
    form_page = client.get(address).url

    response = client.post(form_page, {"password": NEW})

    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert Client().get(address, follow=True).status_code == 404


def test_fm31_opening_the_link_changes_nothing(owner, link, client):
    address = link("sumiati@contoh.id")

    for _visit in range(2):
        client.head(address)
        client.get(address, follow=True)

    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert ContactCode.objects.get().used_at is None


def test_fm38_link_page_stays_out_of_referrers_and_search(owner, link, client):
    address = link("sumiati@contoh.id")

    opened = client.get(address)
    form_page = client.get(opened.url)

    assert opened.headers["Referrer-Policy"] == "no-referrer"
    # With no-referrer the browser would send the form with "Origin: null", and CSRF refuse it.
    assert form_page.headers["Referrer-Policy"] == "same-origin"
    # A form on a no-referrer page would be sent with "Origin: null" and refused.
    policies = [page.headers["Referrer-Policy"] for page in [opened, form_page]]
    assert policies == ["no-referrer", "same-origin"]
    assert [page.headers["X-Robots-Tag"] for page in [opened, form_page]] == ["noindex"] * 2
    assert address.split("/")[-2] not in opened.url + form_page.content.decode()


def test_fm40_reset_link_ends_after_fifteen_minutes(owner, link, client, portal_clock):
    address = link("sumiati@contoh.id")
    form_page = client.get(address).url

    portal_clock(NOW + timedelta(minutes=16))

    assert client.get(address, follow=True).status_code == 404
    assert client.post(form_page, {"password": NEW}).status_code == 404


def test_reset_link_never_issued_is_answered_like_an_old_one(client):
    for key in ("tidak-pernah-ada", "buka"):
        assert client.get(f"/akun/sandi-baru/{key}/", follow=True).status_code == 404


@pytest.mark.parametrize("password", ["", "pendek", "password", "x" * 129])
def test_reset_link_refuses_a_weak_password_and_stays_good(owner, link, client, password):
    form_page = client.get(link("sumiati@contoh.id")).url

    assert client.post(form_page, {"password": password}).status_code == 422
    assert client.post(form_page, {"password": NEW}).status_code == 302


def test_reset_link_confirms_the_mailbox_it_was_opened_from(link, client):
    user = UserFactory(phone=None, email="baru@contoh.id")
    form_page = client.get(link("baru@contoh.id")).url

    client.post(form_page, {"password": NEW})

    user.refresh_from_db()
    assert user.confirmed_email == "baru@contoh.id"


def test_new_password_ends_every_other_session(owner, client):
    elsewhere = Client()
    elsewhere.force_login(owner)

    client.post(CODE, {"contact": owner.phone, "code": counter_code(owner), "password": NEW})

    assert elsewhere.get("/akun/profil/").status_code == 302
    assert client.get("/akun/profil/").status_code == 200


def test_new_password_opens_a_locked_account(owner, client):
    for attempt in range(5):
        client.post("/akun/masuk/", {"login": owner.phone, "password": f"salah-{attempt}"})
    client.post(CODE, {"contact": owner.phone, "code": counter_code(owner), "password": NEW})
    client.logout()

    response = client.post("/akun/masuk/", {"login": owner.phone, "password": NEW})

    assert response.status_code == 302


def test_counter_code_page_logs_in_with_the_new_password(owner, client):
    digits = counter_code(owner)

    response = client.post(
        CODE,
        {"contact": "0812 3456 7890", "code": f"{digits[:3]} {digits[3:]}", "password": NEW},
    )

    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_fm39_counter_code_answers_alike_for_known_and_unknown(owner, client):
    UserFactory(phone="+6281299999999")
    digits = counter_code(owner)
    wrong = "000000" if digits != "000000" else "111111"

    answers = []
    # With a code at hand, with none, and nobody at all.
    for contact in ["081234567890", "081299999999", "081288888888"]:
        response = client.post(CODE, {"contact": contact, "code": wrong, "password": NEW})
        answers.append((response.status_code, response.context["form"].errors))

    assert answers == [answers[0]] * 3
    assert answers[0][0] == 422


def test_counter_code_page_is_limited_per_contact(owner, client):
    answers = [
        client.post(CODE, {"contact": owner.phone, "code": "123456", "password": NEW}).status_code
        for _n in range(11)
    ]

    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12345a", "<b>", "9" * 500])
def test_counter_code_says_what_is_wrong_with_the_code(owner, client, code):
    response = client.post(CODE, {"contact": owner.phone, "code": code, "password": NEW})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["code"])
    assert form["contact"].value() == owner.phone


def test_weak_password_costs_no_try(owner, client):
    digits = counter_code(owner)

    client.post(CODE, {"contact": owner.phone, "code": digits, "password": "pendek"})

    assert ContactCode.objects.get().tries_left == 5


def test_password_change_keeps_this_session_and_ends_the_others(owner, client):
    elsewhere = Client()
    elsewhere.force_login(owner)
    client.post("/akun/masuk/", {"login": owner.phone, "password": PASSWORD})

    response = client.post("/akun/ganti-sandi/", {"oldpassword": PASSWORD, "password1": NEW})

    assert response.url == reverse("accounts:profile")
    assert client.get("/akun/profil/").status_code == 200
    assert elsewhere.get("/akun/profil/").status_code == 302


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"oldpassword": "salah", "password1": NEW}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": "pendek"}, "password1"),
        ({"oldpassword": "", "password1": NEW}, "oldpassword"),
    ],
)
def test_password_change_refuses_beside_the_field(owner, client, data, field):
    client.force_login(owner)

    response = client.post("/akun/ganti-sandi/", data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_password_change_is_for_people_signed_in(client):
    assert client.get("/akun/ganti-sandi/").status_code == 302
