"""FM-25 with real rivals: threads, processes, a kill in the worst moment. Real PostgreSQL and SMTP."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from consultations import services as consultations
from plut_portal.core import queue
from plut_portal.notifications import channels, services
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import batches, sending
from tests.factories import (
    BusinessFactory,
    ConsultantFactory,
    DeliveryFactory,
    ReachableUserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, TOMORROW_8
from tests.workers import environ, wait_until_gone

State, Channel = Delivery.State, Delivery.Channel
# The worker's clock runs on while it starts, which on a busy machine takes a while.
SWEPT = NOW + Delivery.SWEEP_AFTER + timedelta(minutes=2)
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


def start_worker(smtp_port, ids, *, die_after=0):
    """A process that is ready to deliver these rows and waits for `go`."""
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    order = {
        "database": {key: connection.settings_dict[key] for key in keys},
        "smtp_port": smtp_port,
        "ids": ids,
        "at": NOW.isoformat(),
        "die_after": die_after,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.notifications.worker"],
        cwd=ROOT,
        env=environ(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    return process


def go(*workers):
    """Start them together; the answers of each, or None for one that was killed."""
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    lines = [worker.communicate(timeout=30)[0] for worker in workers]
    wait_until_gone()
    return [json.loads(line) if line else None for line in lines]


def codes(sink):
    """How often each message arrived at the mail server."""
    return Counter(message_from_bytes(content)["X-Check-Code"] for _to, content in sink.mails)


@contextmanager
def elsewhere(act):
    """Run `act(hold)` in a thread with a connection of its own until it calls hold(), then go on."""
    held, release = Event(), Event()

    def hold():
        held.set()
        assert release.wait(timeout=20)

    def run():
        try:
            act(hold)
        finally:
            held.set()
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    assert held.wait(timeout=20)
    try:
        yield
    finally:
        release.set()
        thread.join(timeout=20)


def book():
    business = BusinessFactory(owner=ReachableUserFactory())
    consultant = ConsultantFactory()
    return consultations.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=TOMORROW_8,
        topic="Cepat melempem",
        at=NOW,
    )


def reminder_of(booking):
    return Delivery.objects.get(
        message__topic=booking.message_topic,
        message__kind="BOOKING_REMINDER_DAY",
        channel=Channel.EMAIL,
    )


# --- Two workers -------------------------------------------------------------------------------


def test_fm25_of_eight_threads_one_sends(smtp_sink):
    delivery = DeliveryFactory()

    answers = all_at_once(
        [lambda: services.deliver(delivery_id=delivery.pk, at=NOW) for _thread in range(8)]
    )

    assert sorted(answers) == ["SENT"] + ["not ours"] * 7
    assert len(smtp_sink.mails) == 1


def test_fm25_two_processes_share_the_rows_and_double_none(smtp_sink, settings):
    ids = [delivery.pk for delivery in DeliveryFactory.create_batch(12)]
    workers = [start_worker(settings.EMAIL_PORT, order) for order in (ids, ids[::-1])]

    answers = go(*workers)

    assert Counter(answer for each in answers for answer in each) == {"SENT": 12, "not ours": 12}
    assert set(codes(smtp_sink).values()) == {1}
    assert len(smtp_sink.mails) == 12


def test_fm25_a_worker_killed_after_sending_repeats_at_most_that_one_row(smtp_sink, settings):
    deliveries = DeliveryFactory.create_batch(3)
    ids = [delivery.pk for delivery in deliveries]

    assert go(start_worker(settings.EMAIL_PORT, ids, die_after=2)) == [None]
    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    assert services.sweep_stuck(at=SWEPT) == 1
    for pk in ids:
        services.deliver(delivery_id=pk, at=SWEPT + timedelta(minutes=1))

    assert states == ["SENT", "SENDING", "WAITING"]
    assert codes(smtp_sink) == {
        deliveries[0].message.code: 1,
        deliveries[1].message.code: 2,
        deliveries[2].message.code: 1,
    }
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_fm25_batches_of_many_threads_share_the_rows_and_double_none(smtp_sink, monkeypatch):
    monkeypatch.setattr(batches, "SIZE", 5)
    # Nobody takes over what a full batch leaves: each thread sends its own.
    monkeypatch.setattr(queue, "enqueue", lambda *args, **ids: None)
    DeliveryFactory.create_batch(30)

    counts = all_at_once([lambda: services.deliver_batch(at=NOW) for _thread in range(6)])

    assert (sum(counts), set(counts)) == (30, {5})
    assert sorted(codes(smtp_sink).values()) == [1] * 30


def test_fm25_batches_of_two_processes_double_none(smtp_sink, settings):
    DeliveryFactory.create_batch(40)
    workers = [start_worker(settings.EMAIL_PORT, []) for _worker in range(2)]

    counts = go(*workers)

    assert sum(counts) == 40
    assert sorted(codes(smtp_sink).values()) == [1] * 40
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_fm25_a_worker_killed_in_a_batch_repeats_at_most_the_row_it_was_sending(
    smtp_sink, settings
):
    deliveries = DeliveryFactory.create_batch(5)

    assert go(start_worker(settings.EMAIL_PORT, [], die_after=2)) == [None]
    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    swept = services.sweep_stuck(at=SWEPT)
    after = SWEPT + timedelta(minutes=1)
    in_a_batch = services.deliver_batch(at=after)
    for delivery in deliveries:
        services.deliver(delivery_id=delivery.pk, at=after)

    assert states == ["SENT"] + ["SENDING"] * 4
    # Each by itself from now on: the row that kills its worker takes no others with it.
    assert (swept, in_a_batch) == (4, 0)
    assert codes(smtp_sink) == {
        delivery.message.code: 2 if delivery == deliveries[1] else 1 for delivery in deliveries
    }
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_fm24_a_batch_waits_for_the_lock_of_a_cancellation():
    booking = book()
    at = reminder_of(booking).due_at
    begun = Event()

    def deliver():
        begun.set()
        services.deliver_batch(at=at)
        connections.close_all()

    worker = Thread(target=deliver)
    with transaction.atomic():
        type(booking).objects.select_for_update().get(pk=booking.pk)
        worker.start()
        begun.wait(timeout=20)
        worker.join(timeout=0.5)
        waited = worker.is_alive()
        type(booking).objects.filter(pk=booking.pk).update(status="CANCELLED")
    worker.join(timeout=20)

    assert (waited, reminder_of(booking).state) == (True, State.SKIPPED)


def test_fm25_the_sweep_leaves_a_slow_batch_alone(monkeypatch):
    """Only the row in hand is locked; the others are not old enough to be swept."""
    deliveries = DeliveryFactory.create_batch(2)
    hands_over = []

    def slow(act_hold):
        def send(delivery, *, at, line):
            hands_over.append(delivery.pk)
            if len(hands_over) == 1:
                act_hold()

        monkeypatch.setattr(channels, "send", send)
        services.deliver_batch(at=NOW)

    with elsewhere(slow):
        swept = services.sweep_stuck(at=NOW + batches.TIME_FOR_A_BATCH)
        rival = services.deliver_batch(at=NOW)

    assert (swept, rival, hands_over) == (0, 0, [delivery.pk for delivery in deliveries])


def test_fm25_beat_twice_at_once_sends_once(smtp_sink):
    DeliveryFactory.create_batch(3)

    all_at_once([lambda: services.send_due(at=NOW) for _beat in range(2)])

    assert sorted(codes(smtp_sink).values()) == [1, 1, 1]


def test_fm23_the_same_message_posted_by_many_at_once_is_one(mailoutbox):
    person = ReachableUserFactory()

    messages = all_at_once(
        [
            lambda: services.post(
                recipient=person,
                kind="AGENDA_CHANGED",
                topic="note:1",
                subject="Uji",
                body="Uji",
                at=NOW,
            )
            for _thread in range(6)
        ]
    )

    assert set(messages) == {Message.objects.get()}
    assert (Delivery.objects.count(), len(mailoutbox)) == (2, 1)


# --- The sweep -----------------------------------------------------------------------------------


def test_fm25_the_sweep_leaves_a_slow_sending_alone(monkeypatch):
    delivery = DeliveryFactory()
    hands_over = []

    def slow(act_hold):
        monkeypatch.setattr(
            channels, "send", lambda d, at, line: (hands_over.append(d.pk), act_hold())
        )
        services.deliver(delivery_id=delivery.pk, at=NOW)

    with elsewhere(slow):
        swept = services.sweep_stuck(at=SWEPT)
        rival = services.deliver(delivery_id=delivery.pk, at=SWEPT)

    delivery.refresh_from_db()
    assert (swept, rival, hands_over) == (0, "not ours", [delivery.pk])
    assert delivery.state == State.SENT


# --- Cancelling while a worker sends ------------------------------------------------------------


def test_fm24_a_worker_waits_for_the_lock_of_a_cancellation():
    booking = book()
    reminder = reminder_of(booking)
    answers = []
    begun = Event()

    def deliver():
        begun.set()
        answers.append(services.deliver(delivery_id=reminder.pk, at=reminder.due_at))
        connections.close_all()

    worker = Thread(target=deliver)
    with transaction.atomic():
        type(booking).objects.select_for_update().get(pk=booking.pk)
        worker.start()
        begun.wait(timeout=20)
        worker.join(timeout=0.5)
        before = list(answers)
        type(booking).objects.filter(pk=booking.pk).update(status="CANCELLED")
    worker.join(timeout=20)

    assert (before, answers) == ([], ["SKIPPED"])


def test_fm24_cancelling_never_waits_for_a_row_a_worker_holds():
    """The worker holds the row and waits for the booking; waiting back would be a deadlock."""
    booking = book()
    reminder = reminder_of(booking)

    def claim(hold):
        with transaction.atomic():
            Delivery.objects.select_for_update().get(pk=reminder.pk)
            hold()

    with elsewhere(claim), transaction.atomic():
        connection.cursor().execute("SET LOCAL lock_timeout = '500ms'")
        consultations.cancel_booking(booking=booking, by=booking.booked_by, at=NOW, reason="Sakit")

    reminder.refresh_from_db()
    assert reminder.state == State.WAITING
    assert services.deliver(delivery_id=reminder.pk, at=reminder.due_at) == "SKIPPED"


def test_fm24_withdrawing_does_not_overwrite_what_was_just_sent():
    """A row that is claimed and sent between the reading and the writing keeps its truth."""
    delivery = DeliveryFactory()

    def send(hold):
        with transaction.atomic():
            sending._claim(delivery.pk, at=NOW)
            hold()
        services.deliver(delivery_id=delivery.pk, at=NOW)

    with elsewhere(send):
        count = services.withdraw(topic=delivery.message.topic, before_version=1, reason="Basi")

    delivery.refresh_from_db()
    assert (count, delivery.state) == (0, State.SENDING)


def test_a_lost_database_leaves_the_row_for_the_sweep(monkeypatch, mailoutbox):
    """The connection breaks after the mail has left: the row says so and is tried once more."""
    delivery = DeliveryFactory()
    send = channels.send

    def send_and_lose(row, *, at, line):
        send(row, at=at, line=line)
        raise OperationalError

    monkeypatch.setattr(channels, "send", send_and_lose)
    with pytest.raises(OperationalError):
        services.deliver(delivery_id=delivery.pk, at=NOW)
    monkeypatch.setattr(channels, "send", send)
    delivery.refresh_from_db()
    state = delivery.state

    services.sweep_stuck(at=SWEPT)
    answer = services.deliver(delivery_id=delivery.pk, at=SWEPT + timedelta(minutes=1))

    assert (state, answer, len(mailoutbox)) == (State.SENDING, "SENT", 2)
