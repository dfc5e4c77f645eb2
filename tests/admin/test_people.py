"""People in the office: masked, revealed for a reason, given rights by services alone."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from plut_portal.accounts.models import AccessLogEntry, Consent, ContactCode, User
from plut_portal.accounts.roles import Role
from tests.factories import BookingFactory, ConsultantFactory, UserFactory
from tests.times import NOW, TOMORROW_9

pytestmark = pytest.mark.django_db

PHONE, MASKED = "+6284012345678", "+6284•••••5678"
EMAIL = "rahasia.sekali@contoh.example"


@pytest.fixture
def owner():
    return UserFactory(full_name="Sumiati Rahasia", phone=PHONE, email=EMAIL)


def page(name, user):
    return reverse(f"admin:accounts_user_{name}", args=[user.pk])


def text_of(response):
    return response.content.decode()


def test_qs7_contacts_are_masked_in_lists_pages_and_history(office, owner):
    owner.phone = "+6284087654321"
    owner.save()

    shown = [
        text_of(office.get(reverse("admin:accounts_user_changelist"))),
        text_of(office.get(page("change", owner))),
        text_of(office.get(page("history", owner))),
    ]

    for whole in (PHONE, PHONE[1:], owner.phone, EMAIL):
        assert [whole in html for html in shown] == [False, False, False]
    assert MASKED in shown[2]


def test_fm45_parts_of_a_number_or_address_find_nobody(auditor, owner):
    def found(term):
        html = text_of(auditor.get(reverse("admin:accounts_user_changelist"), {"q": term}))
        return "Sumiati Rahasia" in html

    parts = ["12345", "5678", "0840123", "rahasia.sekali", "contoh.example"]
    assert [found(term) for term in parts] == [False] * len(parts)
    assert [found(term) for term in ("084012345678", EMAIL, "Sumiati")] == [True] * 3


def test_a_contact_is_shown_once_for_a_reason_and_written_down(counter, owner):
    answer = counter.post(page("reveal", owner), {"reason": "Mengabari jadwal"})

    assert answer.status_code == 200
    assert PHONE in text_of(answer)
    assert EMAIL in text_of(answer)
    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.subject, entry.action, entry.reason, entry.at) == (
        counter.user,
        owner,
        "REVEAL_CONTACT",
        "Mengabari jadwal",
        entry.at,
    )


def test_fm30_looking_at_the_page_before_shows_and_writes_nothing(counter, owner):
    answer = counter.get(page("reveal", owner))

    assert PHONE not in text_of(answer)
    assert not AccessLogEntry.objects.exists()


def test_no_contact_without_a_reason(counter, owner):
    answer = counter.post(page("reveal", owner), {"reason": " "})

    assert answer.status_code == 422
    assert PHONE not in text_of(answer)


def test_no_contact_without_the_right(auditor, owner):
    assert auditor.post(page("reveal", owner), {"reason": "Ingin tahu"}).status_code == 403


def test_a_code_from_the_counter_is_shown_once_and_written_down(counter, owner):
    answer = counter.post(page("issue_code", owner))

    code = re.search(r'office-secret">(\d{6})<', text_of(answer))[1]
    assert len(code) == 6
    assert f"<b>{settings.SITE_URL}{reverse('accounts:code_use')}</b>" in text_of(answer)
    assert ContactCode.objects.get().purpose == ContactCode.Purpose.RESET
    assert AccessLogEntry.objects.get().action == "ISSUE_CODE"
    assert code not in text_of(counter.get(page("issue_code", owner)))


def test_an_account_without_a_password_is_taken_over_by_its_first_code(counter, owner):
    owner.set_unusable_password()
    owner.save()

    counter.post(page("issue_code", owner))

    assert ContactCode.objects.get().purpose == ContactCode.Purpose.CLAIM


def test_the_counter_gets_no_code_for_a_programme_admin(counter, office):
    answer = counter.post(page("issue_code", office.user))

    assert answer.status_code == 403
    assert not ContactCode.objects.exists()


def test_a_number_is_confirmed_at_the_first_visit(counter, owner):
    answer = counter.post(page("confirm", owner))

    assert answer.status_code == 302
    owner.refresh_from_db()
    assert owner.phone_confirmed_at is not None


def test_a_new_number_is_unconfirmed_and_stands_masked_in_the_history(counter, owner):
    owner.phone_confirmed_at = NOW
    owner.save()

    counter.post(page("change_contacts", owner), {"phone": "0840-8765-4321", "email": ""})

    owner.refresh_from_db()
    assert (owner.phone, owner.phone_confirmed_at, owner.email) == ("+6284087654321", None, EMAIL)
    assert owner.history.latest().history_user == counter.user


def test_fm46_a_number_of_somebody_else_is_refused_and_changes_nothing(counter, owner):
    other = UserFactory(phone="+6284087654321")

    answer = counter.post(page("change_contacts", owner), {"phone": other.phone})

    assert answer.status_code == 409
    owner.refresh_from_db()
    assert owner.phone == PHONE


def test_roles_are_given_through_the_service_and_stand_in_the_history(office, owner):
    answer = office.post(
        page("assign_roles", owner), {"roles": [Role.COUNTER_OFFICER, Role.CONSULTANT]}
    )

    assert answer.status_code == 302
    owner = User.objects.get(pk=owner.pk)
    assert owner.role_names == {Role.COUNTER_OFFICER, Role.CONSULTANT}
    assert (owner.is_staff, owner.is_superuser) == (True, False)
    version = owner.history.latest()
    assert version.history_user == office.user
    assert version.history_change_reason == "Peran: Konsultan, Petugas loket"
    assert "Peran: Konsultan, Petugas loket" in text_of(office.get(page("history", owner)))


def test_taking_the_last_role_closes_the_office_pages(office, auditor):
    office.post(page("assign_roles", auditor.user), {"roles": []})

    assert auditor.get(reverse("admin:index")).status_code == 403


def test_nobody_changes_their_own_rights(office):
    answer = office.post(page("assign_roles", office.user), {"roles": [Role.AUDITOR]})

    assert answer.status_code == 403
    assert User.objects.get(pk=office.user.pk).role_names == {Role.PROGRAMME_ADMIN}


def test_a_programme_admin_cannot_make_a_superuser(office, owner):
    office.post(page("assign_roles", owner), {"roles": [], "superuser": "on"})

    assert User.objects.filter(is_superuser=True).count() == 0


def test_a_programme_admin_cannot_change_a_superuser(office, superuser):
    answer = office.post(page("assign_roles", superuser.user), {"roles": []})

    assert answer.status_code == 403
    assert User.objects.get(pk=superuser.user.pk).is_superuser


def test_a_superuser_makes_another(superuser, owner):
    superuser.post(page("assign_roles", owner), {"roles": [], "superuser": "on"})

    owner.refresh_from_db()
    assert (owner.is_superuser, owner.is_staff) == (True, True)


def test_the_change_form_takes_no_rights_no_contact_and_no_password(superuser, owner):
    before = User.objects.get(pk=owner.pk)

    superuser.post(
        page("change", owner),
        {
            "full_name": "Sumiati Baru",
            "is_superuser": "on",
            "is_staff": "on",
            "is_active": "",
            "phone": "+6284000000000",
            "password": "x",
            "groups": ["1"],
        }
        | _no_rows("consents"),
    )

    after = User.objects.get(pk=owner.pk)
    kept = ["is_superuser", "is_staff", "is_active", "phone", "email", "password"]
    assert after.full_name == "Sumiati Baru"
    assert {f: getattr(after, f) for f in kept} == {f: getattr(before, f) for f in kept}
    assert after.role_names == frozenset()


def _no_rows(prefix):
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


def test_a_shut_account_is_signed_out_and_says_why(office, signed_in, owner):
    client = signed_in(user=owner)

    office.post(page("sign_in", owner), {"reason": "Diminta pemilik"})

    assert client.get(reverse("accounts:profile")).status_code == 302
    owner.refresh_from_db()
    assert owner.is_active is False
    assert owner.history.latest().history_change_reason == "Diminta pemilik"
    office.post(page("sign_in", owner), {"reason": "Kembali lagi"})
    owner.refresh_from_db()
    assert owner.is_active is True


def test_nobody_shuts_their_own_account(office):
    assert office.post(page("sign_in", office.user), {"reason": "Uji"}).status_code == 403


@pytest.mark.parametrize(
    ("act", "data"), [("sign_in", {"reason": "Berhenti"}), ("assign_roles", {"roles": []})]
)
def test_whoever_lets_a_consultant_go_is_told_what_waits_now(office, act, data):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant, starts_at=TOMORROW_9)

    first = office.post(page(act, consultant.user), data, follow=True).content.decode()
    assert "1 janji temu tidak bisa dijalankan lagi" in first

    back = {"sign_in": {"reason": "Kembali"}, "assign_roles": {"roles": [Role.CONSULTANT]}}[act]
    again = office.post(page(act, consultant.user), back, follow=True).content.decode()
    assert "tidak bisa dijalankan lagi" not in again
    assert User.objects.get(pk=office.user.pk).is_active


NEW = {
    "full_name": "Wagiman",
    "phone": "084011112222",
    "email": "",
    "privacy": "on",
    "submission_key": "6a1f3c52-0f6e-4b56-9a36-1b8f5b1d4a10",
}


def test_a_person_is_added_at_the_counter_with_her_consent_on_paper(counter):
    answer = counter.post(reverse("admin:accounts_user_add"), NEW | {"reminders": "on"})

    user = User.objects.get(full_name="Wagiman")
    assert (answer.status_code, answer.url) == (302, page("change", user))
    assert (user.phone, user.has_usable_password(), user.works_here) == (
        "+6284011112222",
        False,
        False,
    )
    assert set(user.consents.values_list("purpose", "channel")) == {
        (Consent.Purpose.SERVICE, Consent.Channel.PAPER),
        (Consent.Purpose.REMINDERS, Consent.Channel.PAPER),
    }


def test_fm17_adding_a_person_twice_adds_one(counter):
    answers = [counter.post(reverse("admin:accounts_user_add"), NEW).url for _i in range(2)]

    assert answers[0] == answers[1]
    assert User.objects.filter(full_name="Wagiman").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "12345"}, "Anda memasukkan 5 angka: 12345."),
        ({"phone": ""}, "Isi nomor HP atau alamat e-mail."),
        ({"full_name": ""}, "Mohon diisi."),
        ({"full_name": "a\x07b"}, "huruf biasa"),
        ({"privacy": ""}, "Mohon diisi."),
    ],
)
def test_a_person_with_something_wrong_is_refused_in_words(counter, change, sentence):
    answer = counter.post(reverse("admin:accounts_user_add"), NEW | change)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not User.objects.filter(phone="+6284011112222").exists()


def test_fm46_a_number_already_registered_adds_nobody(counter, owner):
    answer = counter.post(reverse("admin:accounts_user_add"), NEW | {"phone": PHONE})

    assert answer.status_code == 409
    assert not User.objects.filter(full_name="Wagiman").exists()
