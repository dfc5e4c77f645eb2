from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from plut_portal.accounts import services
from plut_portal.accounts.models import Consent, ContactCode, User
from tests.factories import PASSWORD, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
SIGN_UP = "/akun/daftar/"
GOOD = {"full_name": "Sumiati", "contact": "0812 3456 7890", "password": PASSWORD}


def sign_up(client, **changes):
    return client.post(SIGN_UP, GOOD | changes)


def test_sign_up_by_phone_makes_an_account_and_logs_in(client):
    response = sign_up(client)

    user = User.objects.get()
    assert (user.full_name, user.phone, user.email) == ("Sumiati", "+6281234567890", None)
    assert (user.phone_confirmed_at, user.works_here) == (None, False)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert response.url == reverse("consultations:field_list")
    assert ContactCode.objects.count() == 0


def test_sign_up_by_email_goes_on_to_the_code(client):
    response = sign_up(client, contact="Sumiati@Contoh.id")

    user = User.objects.get()
    assert (user.email, user.email_confirmed_at) == ("sumiati@contoh.id", None)
    assert response.url == reverse("accounts:contact_confirm")
    code = ContactCode.objects.get()
    assert (code.user, code.purpose, code.contact) == (user, "CONFIRM", "sumiati@contoh.id")


@pytest.mark.parametrize("contact", ["081234567890", "sumiati@contoh.id"])
def test_sign_up_goes_on_to_the_booking_one_came_from(client, contact):
    response = sign_up(client, contact=contact, next="/konsultasi/rini/pesan/")

    assert response.url == "/konsultasi/rini/pesan/"


def test_sign_up_ignores_a_foreign_next(client):
    assert sign_up(client, next="https://jahat.example").url == reverse("consultations:field_list")


@pytest.mark.parametrize(
    ("ticked", "purposes"), [({}, ["SERVICE"]), ({"reminders": "on"}, ["REMINDERS", "SERVICE"])]
)
def test_fm49_sign_up_remembers_which_words_were_agreed_to(client, ticked, purposes):
    sign_up(client, **ticked)

    given = Consent.objects.order_by("purpose")
    assert [consent.purpose for consent in given] == purposes
    assert {consent.text_version for consent in given} == {services.PRIVACY_TEXT_VERSION}
    assert all(abs((consent.given_at - NOW).total_seconds()) < 60 for consent in given)


def test_sign_up_boxes_start_unticked(client):
    assert "checked" not in client.get(SIGN_UP).content.decode()


def test_sign_up_page_is_skipped_when_signed_in(client):
    client.force_login(UserFactory())

    assert client.get(SIGN_UP).url == "/"


HOSTILE = [
    ({"full_name": ""}, "full_name"),
    ({"full_name": "   "}, "full_name"),
    ({"full_name": "Sumiati\nBcc: x@y.id"}, "full_name"),
    ({"full_name": "S\x00umiati"}, "full_name"),
    ({"full_name": "S" * 121}, "full_name"),
    ({"contact": ""}, "contact"),
    ({"contact": "0812 34"}, "contact"),
    ({"contact": "sumiati@"}, "contact"),
    ({"contact": "1" * 5000}, "contact"),
    ({"contact": "'; DROP TABLE--"}, "contact"),
    ({"password": ""}, "password"),
    ({"password": "pendek"}, "password"),
    ({"password": "password"}, "password"),
    ({"password": "x" * 129}, "password"),
]


@pytest.mark.parametrize(("changes", "field"), HOSTILE)
def test_sign_up_refuses_beside_the_field_and_keeps_the_rest(client, changes, field):
    response = sign_up(client, reminders="on", **changes)

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["full_name"].value() == (GOOD | changes)["full_name"]
    assert form["contact"].value() == (GOOD | changes)["contact"]
    assert User.objects.count() == 0


def test_fm42_sign_up_shows_a_hostile_name_as_text(client):
    name = '<img src=x onerror="alert(1)">'

    page = client.post(SIGN_UP, GOOD | {"full_name": name, "password": ""}).content.decode()
    sign_up(client, full_name=name)

    assert name not in page
    assert name not in client.get(reverse("accounts:profile")).content.decode()


def test_fm39_sign_up_says_plainly_that_a_number_is_taken(client):
    taken = UserFactory(phone="+6281234567890", full_name="Yang Lama")

    response = sign_up(client, password="kata-sandi-lain")

    assert (response.status_code, list(response.context["form"].errors)) == (409, ["contact"])
    page = response.content.decode()
    assert reverse("account_login") in page
    assert reverse("accounts:code_use") in page
    assert "Yang Lama" not in page
    assert list(User.objects.values_list("full_name", flat=True)) == [taken.full_name]


def test_fm39_sign_up_probes_are_limited_per_number(client):
    UserFactory(phone="+6281234567890")

    answers = [sign_up(client, password=f"kata-sandi-{n}").status_code for n in range(7)]

    assert answers == [409] * 5 + [429] * 2


def test_fm39_sign_up_probes_are_limited_per_address(client):
    UserFactory.create_batch(41)
    numbers = User.objects.values_list("phone", flat=True)

    answers = [sign_up(client, contact=phone, password="salah-sekali") for phone in numbers]

    assert [answer.status_code for answer in answers] == [409] * 40 + [429]


def test_fm47_limits_per_address_see_the_visitor_behind_the_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    UserFactory.create_batch(42)
    numbers = User.objects.order_by("pk").values_list("phone", flat=True)

    def answer(phone, address):
        data = GOOD | {"contact": phone, "password": "salah-sekali"}
        return client.post(SIGN_UP, data, headers={"X-Forwarded-For": address}).status_code

    # What the visitor claims to be stands before what the proxy saw.
    one = [answer(phone, "9.9.9.9, 10.0.0.1") for phone in numbers[:41]]
    other = answer(numbers[41], "9.9.9.9, 10.0.0.2")

    assert one == [409] * 40 + [429]
    assert other == 409


def test_fm47_a_class_of_forty_signs_up_on_one_wifi(client):
    answers = []
    for number in range(40):
        client.logout()
        answers.append(sign_up(client, contact=f"0812 3456 70{number:02d}").status_code)

    assert answers == [302] * 40


def test_fm47_sign_up_of_one_number_is_limited(client):
    answers = []
    for _attempt in range(12):
        client.logout()
        answers.append(sign_up(client).status_code)

    assert answers == [302] * 10 + [429] * 2


def test_fm47_sign_up_refuses_programs_that_fill_in_everything(client):
    response = sign_up(client, nickname="http://jahat.example")

    assert response.status_code == 422
    assert User.objects.count() == 0


def test_fm17_sign_up_twice_by_the_same_person_is_one_account(client):
    sign_up(client)
    client.logout()

    response = sign_up(client)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert Consent.objects.count() == 1


def test_fm46_a_contact_is_one_persons(client):
    UserFactory(email="sumiati@contoh.id", phone="+6281234567890")

    for contact in ["sumiati@contoh.id", "+6281234567890"]:
        with pytest.raises(services.ContactTaken):
            services.sign_up(
                full_name="Lain", contact=contact, password=PASSWORD, reminders=True, at=NOW
            )

    assert (User.objects.count(), Consent.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_fm46_two_sign_ups_at_once_make_one_account():
    start, outcomes = Barrier(2), []

    def one():
        start.wait()
        try:
            services.sign_up(
                full_name="Sumiati",
                contact="+6281234567890",
                password=PASSWORD,
                reminders=False,
                at=NOW,
            )
            outcomes.append("made")
        except services.ContactTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made", "taken"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "kept"),
    [({"heard_from": "WHATSAPP"}, "WHATSAPP"), ({}, ""), ({"heard_from": ""}, "")],
)
def test_sign_up_remembers_where_one_heard_of_the_office_if_one_says(client, posted, kept):
    sign_up(client, **posted)

    assert User.objects.get().heard_from == kept


def test_sign_up_refuses_a_source_that_is_none(client):
    assert sign_up(client, heard_from="RADIO").status_code == 422
