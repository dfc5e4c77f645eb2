import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from tests.factories import PASSWORD, ConsultantFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/akun/masuk/"


def log_in(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password, **extra})


@pytest.mark.parametrize(
    "typed", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "81234567890"]
)
def test_login_by_phone_in_every_spelling(client, typed):
    user = UserFactory(phone="+6281234567890")

    response = log_in(client, typed)

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_login_by_email_whatever_its_case(client):
    user = UserFactory(phone=None, email="sumiati@contoh.id")

    log_in(client, "Sumiati@Contoh.ID ")

    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.count() == 0


def test_login_leaves_no_row_in_the_history(client):
    user = UserFactory()

    log_in(client, user.phone)

    assert list(user.history.values_list("history_type", flat=True)) == ["+"]


def test_login_page_is_open_and_offers_the_ways_in(client):
    response = client.get(LOGIN)

    assert response.status_code == 200
    page = response.content.decode()
    ways = ["account_signup", "account_reset_password", "accounts:code_use"]
    assert [reverse(name) in page for name in ways] == [True] * 3


def test_login_sends_people_where_they_work(client):
    consultant = ConsultantFactory().user
    officer = UserFactory(role=Role.COUNTER_OFFICER)

    assert log_in(client, consultant.phone).url == reverse("consultations:workspace")
    client.logout()
    assert log_in(client, officer.phone).url == reverse("admin:index")
    client.logout()
    curator = UserFactory(role=Role.CURATOR)
    assert log_in(client, curator.phone).url == reverse("exhibitions:curation_list")


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [("/jadwal/", "/jadwal/"), ("https://jahat.example/", "/"), ("//jahat.example", "/")],
)
def test_login_goes_on_to_safe_addresses_only(client, wanted, lands):
    user = UserFactory()

    assert log_in(client, user.phone, next=wanted).url == lands


def test_login_page_remembers_where_one_was_going(client):
    page = client.get(LOGIN, {"next": "/jadwal/"}).content.decode()

    assert '<input type="hidden" name="next" value="/jadwal/">' in page
    assert "/akun/daftar/?next=%2Fjadwal%2F" in page


def test_login_of_a_closed_account_says_so(client):
    user = UserFactory(is_active=False)

    response = log_in(client, user.phone)

    assert response.url == reverse("account_inactive")
    assert client.get(response.url).status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("login", "field"),
    [("", "login"), ("12", "login"), ("x@", "login"), ("<script>", "login"), ("a" * 300, "login")],
)
def test_login_says_what_is_wrong_with_the_contact(client, login, field):
    response = log_in(client, login)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_login_escapes_what_was_typed(client):
    response = log_in(client, "<script>alert(1)</script>")

    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("+6281200000001", "+6281200000002"), ("ada@contoh.id", "tiada@contoh.id")],
)
def test_fm39_login_answers_alike_for_known_and_unknown(client, known, unknown):
    UserFactory(phone="+6281200000001", email="ada@contoh.id")
    client.get(LOGIN)

    answers = []
    for contact in [known, unknown]:
        with CaptureQueriesContext(connection) as queries:
            response = log_in(client, contact, password="salah-sekali")
        answers.append((response.status_code, response.context["form"].errors, len(queries)))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_fm39_login_hashes_once_for_a_contact_nobody_has(client, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))

    log_in(client, "0812 0000 0002", password="salah-sekali")

    assert hashed == ["salah-sekali"]


def test_fm50_five_wrong_passwords_lock_this_number_only(client):
    one, other = UserFactory(), UserFactory()

    wrong = [log_in(client, one.phone, password=f"salah-{n}").status_code for n in range(5)]

    assert wrong == [422] * 5
    assert log_in(client, one.phone).status_code == 429
    assert log_in(client, other.phone).status_code == 302


def test_fm50_wrong_passwords_on_five_numbers_do_not_lock_a_sixth(client):
    *five, sixth = UserFactory.create_batch(6)

    for user in five:
        assert log_in(client, user.phone, password="salah-sekali").status_code == 422

    assert log_in(client, sixth.phone).status_code == 302


def test_logout_asks_on_get_and_acts_on_post(client):
    client.force_login(UserFactory())

    assert client.get("/akun/keluar/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/akun/keluar/").status_code == 302
    assert "_auth_user_id" not in client.session
