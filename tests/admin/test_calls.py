"""Perlu dihubungi in the office: masked until somebody takes it in hand, settled in three taps."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import ContactAttempt, Delivery, Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ContactAttemptFactory,
    DeliveryFactory,
    UserFactory,
)
from tests.times import NOW

LIST = reverse("admin:notifications_message_to_call")
# Session, person, groups and rights; the office; the menu's number; whom, how many, the list and
# its five companions; done today and its messages; the share in two.
QUERIES = 20

pytestmark = pytest.mark.django_db


def urgent(owner=None, **fields):
    owner = owner or UserFactory()
    booking = BookingFactory(business=BusinessFactory(owner=owner), booked_by=owner)
    return DeliveryFactory(
        state=Delivery.State.NO_CONTACT,
        reason="Tidak ada alamat surel.",
        message__recipient=owner,
        message__kind="BOOKING_CANCELLED",
        message__topic=booking.message_topic,
        message__subject="Dibatalkan: konsultasi besok",
        message__useless_after=NOW + timedelta(hours=20),
        message__needed_by=NOW + timedelta(hours=19),
        **fields,
    ).message


def page_of(name, row):
    return reverse(f"admin:notifications_{name}", args=[row.pk])


def contact(client, message):
    return client.post(page_of("message_contact", message))


def outcome(client, message, **data):
    fields = {"channel": "WHATSAPP", "outcome": "REACHED", "submission_key": uuid4()} | data
    return client.post(page_of("message_contacted", message), fields)


def test_numbers_are_masked_until_somebody_takes_them_in_hand(counter):
    message = urgent()
    person = message.recipient

    listed = counter.get(LIST).content.decode()
    logged = AccessLogEntry.objects.count()
    shown = contact(counter, message).content.decode()

    assert person.masked_phone in listed
    assert person.phone not in listed
    assert logged == 0
    assert f'href="tel:{person.phone}"' in shown
    assert f'href="https://wa.me/{person.phone[1:]}?text=Halo%20' in shown
    assert 'rel="noopener noreferrer"' in shown
    assert AccessLogEntry.objects.get().subject == person


def test_a_person_is_settled_in_three_taps(counter):
    message = urgent()

    contact(counter, message)  # one; the second opens WhatsApp
    answer = outcome(counter, message, note="Terima kasih")

    attempt = ContactAttempt.objects.finished().get()
    html = counter.get(answer.url).content.decode()
    assert (attempt.outcome, attempt.channel, attempt.by) == ("REACHED", "WHATSAPP", counter.user)
    assert "Tidak ada yang perlu dihubungi." in html
    assert "Terima kasih" in html


def test_an_outcome_sent_twice_is_written_once(counter):
    message, key = urgent(), uuid4()
    contact(counter, message)

    answers = [outcome(counter, message, submission_key=key) for _tap in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, LIST)] * 2
    assert ContactAttempt.objects.finished().count() == 1


def test_a_colleague_who_is_calling_is_named(counter, office):
    message = urgent()
    contact(office, message)

    listed = counter.get(LIST).content.decode()
    answer = contact(counter, message)

    assert (
        f"Sedang dihubungi oleh {office.user} sejak 07.00, paling lama sampai 07.10 WIB." in listed
    )
    assert page_of("message_contact", message) not in listed
    assert answer.status_code == 409
    assert f"{office.user} sedang menghubungi orang ini sejak 07.00 WIB." in answer.content.decode()
    assert AccessLogEntry.objects.count() == 1


def test_what_is_settled_is_refused_with_who_did_it(counter, office):
    message = urgent()
    contact(counter, message)
    ContactAttemptFactory(messages=[message], by=office.user)

    answer = outcome(counter, message)

    assert answer.status_code == 409
    assert f"{office.user} sudah menyelesaikannya pukul 07.00 WIB." in answer.content.decode()


def test_a_missing_outcome_keeps_the_note(counter):
    message = urgent()
    contact(counter, message)

    answer = outcome(counter, message, outcome="", note="Nada sibuk")

    assert answer.status_code == 422
    assert "Silakan pilih hasilnya." in answer.content.decode()
    assert 'value="Nada sibuk"' in answer.content.decode()


@pytest.mark.parametrize("forged", [{"outcome": "STARTED"}, {"channel": "INBOX"}])
def test_a_forged_outcome_is_refused(counter, forged):
    message = urgent()
    contact(counter, message)

    assert outcome(counter, message, **forged).status_code == 422
    assert not ContactAttempt.objects.finished().exists()


def test_who_has_no_number_is_reached_through_the_village(counter):
    message = urgent(UserFactory(phone=None))
    shown = contact(counter, message).content.decode()

    outcome(counter, message, outcome="LEFT_WORD", channel="IN_PERSON")

    assert "wa.me" not in shown
    assert "Kelurahan Ngaglik" in counter.get(LIST).content.decode() + shown
    assert ContactAttempt.objects.finished().get().channel == "IN_PERSON"


def test_who_has_no_number_is_called_through_her_family(counter):
    mother = UserFactory(phone=None)
    message = urgent(mother)
    mother.businesses.update(contact_phone="+6281234567890")

    listed = counter.get(LIST).content.decode()
    shown = contact(counter, message).content.decode()
    outcome(counter, message, channel="PHONE")

    assert "+6281•••••7890" in listed
    assert "+6281234567890" not in listed
    assert 'href="tel:+6281234567890"' in shown
    assert "nomor keluarga atau usahanya" in shown
    assert ContactAttempt.objects.finished().get().outcome == "REACHED"


def test_of_somebody_with_many_businesses_three_are_named(counter):
    owner = UserFactory(phone=None)
    for number in range(4):
        BusinessFactory(owner=owner, name=f"Usaha ke-{number}")
    urgent(owner)

    html = counter.get(LIST).text

    assert ["Usaha ke-2" in html, "Usaha ke-3" in html, "dan 2 lagi" in html] == [True, False, True]


def test_word_left_with_the_village_is_in_person_whatever_was_chosen(counter):
    message = urgent()
    contact(counter, message)

    outcome(counter, message, outcome="LEFT_WORD", channel="PHONE")

    assert ContactAttempt.objects.finished().get().channel == "IN_PERSON"


def test_a_slip_is_taken_back_from_done_today(counter):
    message = urgent()
    attempt = ContactAttemptFactory(messages=[message])

    answer = counter.post(page_of("contactattempt_reopen", attempt), follow=True)

    assert f'id="pesan-{message.pk}"' in answer.content.decode()


def test_attempts_are_never_changed(office):
    attempt = ContactAttemptFactory(messages=[urgent()])

    for page in ("change", "delete"):
        assert office.post(page_of(f"contactattempt_{page}", attempt)).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COUNTER_OFFICER, 200),
        (Role.PROGRAMME_ADMIN, 200),
        (Role.HEAD, 403),
        (Role.AUDITOR, 403),
        (Role.CONSULTANT, 403),
        (None, 403),
    ],
)
def test_who_may_call(signed_in, role, status):
    client, message = signed_in(role=role), urgent()

    listed = client.get(LIST)

    assert contact(client, message).status_code == status
    if listed.status_code == 200:
        has_button = page_of("message_contact", message) in listed.content.decode()
        assert has_button == (status == 200)


def test_the_menu_says_how_many_wait(counter):
    def badge():
        html = counter.get(reverse("admin:index")).content.decode()
        return re.findall(r'class="office-badge">(\d+)<', html)

    none = badge()
    urgent()
    urgent()

    assert (none, badge()) == ([], ["2"])


def test_the_first_page_leads_here(counter):
    message = urgent()

    html = counter.get(reverse("admin:index")).content.decode()

    assert f'href="{LIST}#pesan-{message.pk}"' in html


def test_periods_are_chosen_by_address(auditor):
    html = auditor.get(LIST, {"periode": "bulan", "pada": "2026-10-05"}).content.decode()

    assert "1 Oktober 2026 – 31 Oktober 2026" in html
    assert auditor.get(LIST, {"periode": "x", "pada": "kemarin"}).status_code == 200


@pytest.mark.parametrize("pada", ["0001-01-01", "9999-12-31"])
def test_a_period_at_the_end_of_time_breaks_nothing(auditor, pada):
    for periode in ("minggu", "bulan"):
        assert auditor.get(LIST, {"periode": periode, "pada": pada}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_asks_as_often_for_any_number_of_rows(counter, count, django_assert_num_queries):
    others = UserFactory(role=Role.COUNTER_OFFICER)
    for _number in range(count):
        message = urgent()
        ContactAttemptFactory(messages=[message], outcome="NOT_REACHED")
        ContactAttemptFactory(messages=[message], outcome="STARTED", channel="")
        ContactAttemptFactory(messages=[urgent()], by=others)
    counter.get(LIST)  # what is asked once per process

    with django_assert_num_queries(QUERIES):
        html = counter.get(LIST).content.decode()

    assert html.count('class="office-call"') == min(count, 30)
    assert Message.objects.count() == 2 * count
