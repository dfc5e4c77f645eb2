"""Many rows over one connection: every guarantee of a row that goes alone holds for each."""

from datetime import timedelta

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import services as consultations
from plut_portal.accounts.services import withdraw_consent
from plut_portal.notifications import channels, services
from plut_portal.notifications.models import Delivery
from plut_portal.notifications.services import batches, sending
from tests.factories import BookingFactory, DeliveryFactory, MessageFactory, ReachableUserFactory
from tests.times import NOW, SECOND, TOMORROW_8

State = Delivery.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SWEPT = NOW + Delivery.SWEEP_AFTER + SECOND

pytestmark = pytest.mark.django_db


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def reminder(**fields):
    """By mail and in the inbox, about a booking of its own."""
    booking = BookingFactory()
    receiver = ReachableUserFactory()
    booking.business.memberships.create(user=receiver)
    message = MessageFactory(
        recipient=receiver, kind="BOOKING_REMINDER_DAY", topic=booking.message_topic, **fields
    )
    for channel in ("EMAIL", "INBOX"):
        DeliveryFactory(message=message, channel=channel)
    return booking, message


def test_a_batch_goes_over_one_connection(smtp_sink):
    DeliveryFactory.create_batch(4)

    assert services.deliver_batch(at=NOW) == 4

    assert list(smtp_sink.lines.values()) == [4]
    assert states() == [State.SENT] * 4
    assert set(Delivery.objects.values_list("sent_at", "attempts")) == {(NOW, 1)}


def test_nothing_due_is_nothing_done(smtp_sink):
    DeliveryFactory(due_at=NOW + SECOND)

    assert services.deliver_batch(at=NOW) == 0
    assert smtp_sink.lines == {}


def test_a_server_that_has_taken_enough_is_called_again(smtp_sink):
    smtp_sink.mails_a_line = 2
    DeliveryFactory.create_batch(5)

    services.deliver_batch(at=NOW)

    assert sorted(smtp_sink.lines.values()) == [1, 2, 2]
    assert states() == [State.SENT] * 5


def test_fm28_one_mail_refused_in_a_batch_leaves_the_others(smtp_sink):
    rows = DeliveryFactory.create_batch(3)
    smtp_sink.refuses = {rows[1].message.recipient.email}

    services.deliver_batch(at=NOW)

    rows[1].refresh_from_db()
    assert states() == [State.SENT, State.WAITING, State.SENT]
    assert (rows[1].attempts, rows[1].due_at) == (1, NOW + MINUTE)
    assert rows[1].reason == "Server surel menolaknya (SMTPRecipientsRefused)."


def test_fm28_a_server_that_is_away_is_asked_once_for_the_whole_batch(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    asked, dial = [], EmailBackend.open
    monkeypatch.setattr(EmailBackend, "open", lambda self: (asked.append(1), dial(self)))
    DeliveryFactory.create_batch(3)

    services.deliver_batch(at=NOW)

    assert len(asked) == 1
    assert set(Delivery.objects.values_list("state", "attempts", "due_at", "reason")) == {
        (State.WAITING, 1, NOW + MINUTE, "Server surel menolaknya (ConnectionRefusedError).")
    }


def test_fm24_what_is_cancelled_while_the_batch_is_under_way_is_not_sent(monkeypatch, mailoutbox):
    reminder()
    booking, message = reminder()
    send = channels.send

    def send_and_cancel(delivery, *, at, line):
        send(delivery, at=at, line=line)
        consultations.cancel_booking(booking=booking, by=booking.consultant.user, at=at, reason="x")

    monkeypatch.setattr(channels, "send", send_and_cancel)
    services.deliver_batch(at=NOW)

    assert states()[:4] == [State.SENT, State.SENT, State.SKIPPED, State.SKIPPED]
    assert message.recipient.email not in [mail.to[0] for mail in mailoutbox]


def test_fm25_a_batch_overtaken_by_the_sweep_sends_nothing(mailoutbox):
    DeliveryFactory()
    claimed = batches._claim(at=NOW)
    services.sweep_stuck(at=SWEPT)

    with channels.Line() as line:
        assert sending.send_claimed(claimed[0], at=NOW, line=line) == []
    assert mailoutbox == []


def test_fm25_the_rows_say_sending_from_the_claim_on(monkeypatch):
    DeliveryFactory.create_batch(2)
    seen = []
    monkeypatch.setattr(channels, "send", lambda d, at, line: seen.append(states()))

    services.deliver_batch(at=NOW)

    # Inside the transaction of the first, then of the second: written down as it goes.
    assert seen == [["SENDING", "SENDING"], ["SENT", "SENDING"]]


def test_fm25_what_was_with_a_worker_that_died_goes_alone(
    mailoutbox, django_capture_on_commit_callbacks
):
    DeliveryFactory.create_batch(2, state=State.SENDING, claimed_at=NOW, attempts=1)
    services.sweep_stuck(at=SWEPT)
    after = SWEPT + MINUTE

    assert services.deliver_batch(at=after) == 0
    with django_capture_on_commit_callbacks() as callbacks:
        assert services.send_due(at=after) == 2
    assert len(callbacks) == 2


def test_fm27_a_batch_misses_what_is_too_late(mailoutbox):
    reminder(useless_after=NOW)

    services.deliver_batch(at=NOW + HOUR)

    assert states() == [State.MISSED, State.MISSED]
    assert mailoutbox == []


def test_fm32_a_batch_at_night_waits_for_the_morning(mailoutbox):
    DeliveryFactory(due_at=NOW - HOUR)

    services.deliver_batch(at=NOW - SECOND)

    assert set(Delivery.objects.values_list("state", "due_at", "attempts")) == {
        (State.WAITING, NOW, 0)
    }
    assert mailoutbox == []


def test_fm34_a_batch_mails_no_reminder_that_was_not_asked_for(mailoutbox):
    _booking, message = reminder()
    withdraw_consent(user=message.recipient, purpose="REMINDERS", at=NOW)

    services.deliver_batch(at=NOW)

    assert states() == [State.SKIPPED, State.SENT]
    assert mailoutbox == []


def test_what_there_was_no_time_for_waits_untried_and_is_poked(
    monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(batches, "TIME_FOR_A_BATCH", timedelta(0))
    DeliveryFactory.create_batch(3)

    with django_capture_on_commit_callbacks() as callbacks:
        services.deliver_batch(at=NOW)

    assert len(mailoutbox) == 1
    assert states() == [State.SENT, State.WAITING, State.WAITING]
    assert list(Delivery.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]
    assert len(callbacks) == 1


def test_a_fault_in_one_message_leaves_the_rest_of_the_batch_in_line(monkeypatch, mailoutbox):
    rows = DeliveryFactory.create_batch(3)
    send = channels.send

    def fail(delivery, *, at, line):
        if delivery == rows[1]:
            raise KeyError
        send(delivery, at=at, line=line)

    monkeypatch.setattr(channels, "send", fail)
    with pytest.raises(KeyError):
        services.deliver_batch(at=NOW)

    assert states() == [State.SENT, State.SENDING, State.WAITING]


@pytest.mark.parametrize(("due", "pokes"), [(1, 1), (100, 1), (101, 2)])
def test_send_due_pokes_a_batch_for_every_hundred_rows(
    due, pokes, django_capture_on_commit_callbacks
):
    person = ReachableUserFactory()
    for _number in range(due):
        DeliveryFactory(message__recipient=person)

    with django_capture_on_commit_callbacks() as callbacks:
        assert services.send_due(at=NOW) == due

    assert len(callbacks) == pokes


def test_a_full_batch_asks_for_the_next(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(batches, "SIZE", 2)
    DeliveryFactory.create_batch(3)

    with django_capture_on_commit_callbacks() as callbacks:
        counts = [services.deliver_batch(at=NOW) for _batch in range(2)]

    assert (counts, len(callbacks)) == ([2, 1], 1)


def test_each_message_of_a_batch_costs_three_statements_and_its_transaction():
    def statements(count):
        for _number in range(count):
            reminder()
        with CaptureQueriesContext(connection) as captured:
            assert services.deliver_batch(at=NOW) == 2 * count
        return len(captured)

    # Inside a test the transaction of each is a savepoint: set, released.
    assert statements(5) - statements(2) == 3 * (3 + 2)


def test_a_reminder_of_tomorrow_is_not_touched():
    _booking, message = reminder()
    message.deliveries.update(due_at=TOMORROW_8)

    assert services.deliver_batch(at=NOW) == 0
    assert states() == [State.WAITING, State.WAITING]
