"""The outbox in the office: seen, sent again, tried out."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plut_portal.notifications import kinds
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import alerts
from tests.factories import BookingFactory, DeliveryFactory, MessageFactory, ReachableUserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notifications_delivery_changelist")


def resend(client, *deliveries):
    return client.post(
        LIST,
        {"action": "resend", "_selected_action": [delivery.pk for delivery in deliveries]},
        follow=True,
    )


def test_fm28_failed_messages_are_sent_again_and_the_rest_left_as_they_are(
    counter, django_capture_on_commit_callbacks
):
    failed = DeliveryFactory(state=Delivery.State.FAILED, reason="Server surel menolak")
    sent = DeliveryFactory(state=Delivery.State.SENT, sent_at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        html = resend(counter, failed, sent).content.decode()

    failed.refresh_from_db()
    sent.refresh_from_db()
    assert (failed.state, sent.sent_at) == (Delivery.State.SENT, NOW)
    assert len(mail.outbox) == 1
    assert "1 pesan sedang dikirim." in html
    assert "1 tidak dikirim ulang: Hanya pesan yang gagal" in html


def test_one_message_is_sent_again_from_its_page(counter):
    failed = DeliveryFactory(state=Delivery.State.NO_CONTACT)
    page = reverse("admin:notifications_delivery_resend_one", args=[failed.pk])

    assert counter.post(page).status_code == 302

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (Delivery.State.WAITING, 0)


def test_fm16_a_message_that_left_is_not_sent_again_from_its_page(counter):
    sent = DeliveryFactory(state=Delivery.State.SENT, sent_at=NOW)
    page = reverse("admin:notifications_delivery_resend_one", args=[sent.pk])

    assert counter.post(page).status_code == 409

    sent.refresh_from_db()
    assert sent.state == Delivery.State.SENT


def test_who_may_not_send_again_cannot(auditor):
    failed = DeliveryFactory(state=Delivery.State.FAILED)

    resend(auditor, failed)

    failed.refresh_from_db()
    assert failed.state == Delivery.State.FAILED
    assert auditor.post(reverse("admin:notifications_delivery_trial")).status_code == 403


def test_fm28_failures_are_seen_with_their_reason(auditor):
    DeliveryFactory(state=Delivery.State.FAILED, reason="Server surel menolak")

    html = auditor.get(LIST, {"state__exact": "FAILED"}).content.decode()

    assert "Server surel menolak" in html
    assert "Gagal" in html


def test_fm28_many_failures_raise_an_alarm_on_the_first_page(auditor):
    def alarm():
        return 'role="alert"' in auditor.get(reverse("admin:index")).content.decode()

    for _i in range(alerts.MANY - 1):
        DeliveryFactory(state=Delivery.State.FAILED)
    few = alarm()
    DeliveryFactory(state=Delivery.State.FAILED)

    assert (few, alarm()) == (False, True)


def test_the_alarm_leads_to_as_many_as_it_says(auditor):
    failed = {"state": Delivery.State.FAILED}
    DeliveryFactory.create_batch(alerts.MANY, **failed)
    earlier = DeliveryFactory(**failed)
    Delivery.objects.filter(pk=earlier.pk).update(due_at=NOW - timedelta(days=2))

    page = auditor.get(reverse("admin:index")).content.decode()

    [link] = re.findall(r'<a href="([^"]+)">Lihat sebabnya', page)
    assert f"{alerts.MANY} pesan" in page
    assert auditor.get(link).context["cl"].result_count == alerts.MANY


def test_the_queue_for_calling_holds_what_is_still_of_use(counter):
    fields = {"state": Delivery.State.NO_CONTACT, "message__kind": "BOOKING_CANCELLED"}
    past = DeliveryFactory(message__useless_after=NOW - timedelta(hours=1), **fields)
    coming = DeliveryFactory(message__useless_after=NOW + timedelta(hours=1), **fields)

    html = counter.get(LIST, {"antrean": "perlu-dihubungi"}).content.decode()

    shown = [
        reverse("admin:notifications_delivery_change", args=[delivery.pk]) in html
        for delivery in (past, coming)
    ]
    assert shown == [False, True]


def test_a_message_is_found_by_its_whole_code_only(auditor):
    message = MessageFactory(subject="Perihal unik")
    page = reverse("admin:notifications_message_changelist")

    def found(term):
        return "Perihal unik" in auditor.get(page, {"q": term}).content.decode()

    assert [found(message.code_text), found(message.code[:4])] == [True, False]


def test_a_trial_message_leaves_for_ones_own_address(signed_in, django_capture_on_commit_callbacks):
    user = ReachableUserFactory(role="PROGRAMME_ADMIN", email_confirmed_at=None)
    client = signed_in(user=user)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("admin:notifications_delivery_trial"))

    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert Message.objects.get().recipient == user


def test_no_trial_message_without_an_address(office):
    answer = office.post(reverse("admin:notifications_delivery_trial"))

    assert answer.status_code == 409
    assert not Message.objects.exists()


def test_the_messages_of_a_booking_can_be_read(counter):
    BookingFactory()
    message = MessageFactory(subject="Jadwal Anda", body="Sampai jumpa besok.")

    page = reverse("admin:notifications_message_change", args=[message.pk])

    assert "Sampai jumpa besok." in counter.get(page).content.decode()


# Their texts hold what the tables they speak of mask, or keep from the counter.
PRIVATE = {
    "ACTION_DUE",
    "APPLICATION_REFUSED",
    "APPLICATION_RESERVE",
    "APPLICATION_SELECTED",
    "CASE_ANSWERED",
    "CASE_REFERRAL",
    "CATALOGUE_ENQUIRY",
    "OUTPUT_ARRIVED",
    "OUTPUT_COMMENTED",
    "OUTPUT_RETURNED",
    "RETAIL_DELISTED",
    "RETAIL_LISTED",
    "RETAIL_REFUSED",
    "RETAIL_RETURNED",
    "RETAIL_SENT",
}


def test_fm45_a_private_text_is_read_by_its_receiver_alone(counter):
    held_back = set()
    for kind, _label in kinds.choices():
        message = MessageFactory(kind=kind, subject="Perihal", body="Hubungi +62 812-3456-7890")
        page = reverse("admin:notifications_message_change", args=[message.pk])
        html = counter.get(page).content.decode()
        assert "Perihal" in html
        if "+62 812-3456-7890" not in html:
            assert "Teks ini hanya dibaca penerimanya." in html
            held_back.add(kind)

    assert held_back == PRIVATE
