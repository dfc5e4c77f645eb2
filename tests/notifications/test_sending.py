"""Emptying the outbox: one worker, one row, and everything that may go wrong on the way."""

from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from consultations import notifications as booking_notifications
from plut_portal.accounts import services as accounts
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.accounts.services import withdraw_consent
from plut_portal.notifications import services, tasks
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import alerts, sending
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ContactAttemptFactory,
    DeliveryFactory,
    MessageFactory,
    ReachableUserFactory,
    UserFactory,
)
from tests.times import NOW, SECOND, TOMORROW_8

State, Channel = Delivery.State, Delivery.Channel
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# After a worker that took the row at NOW has been given up for dead.
SWEPT = NOW + Delivery.SWEEP_AFTER + SECOND

pytestmark = pytest.mark.django_db


def deliver(delivery, *, at=NOW):
    """What the worker does with it, and how the row looks afterwards."""
    answer = services.deliver(delivery_id=delivery.pk, at=at)
    delivery.refresh_from_db()
    return answer


def killed_while_sending(**fields):
    return DeliveryFactory(state=State.SENDING, claimed_at=NOW, attempts=1, **fields)


def send_all(*, at):
    """One round of beat and worker; answers with how many rows were poked."""
    due = list(Delivery.objects.due(at=at))
    for delivery in due:
        services.deliver(delivery_id=delivery.pk, at=at)
    return len(due)


# --- The way of one row ------------------------------------------------------------------------


def test_deliver_sends_once_and_says_when(mailoutbox):
    delivery = DeliveryFactory()

    answers = [deliver(delivery), deliver(delivery)]

    assert answers == ["SENT", "not ours"]
    assert (delivery.state, delivery.sent_at, delivery.attempts) == (State.SENT, NOW, 1)
    assert [mail.to for mail in mailoutbox] == [[delivery.message.recipient.email]]


def test_deliver_leaves_what_is_not_due(mailoutbox):
    delivery = DeliveryFactory(due_at=NOW + SECOND)

    assert deliver(delivery) == "not ours"
    assert (delivery.state, mailoutbox) == (State.WAITING, [])


@pytest.mark.parametrize("confirmed_at", [None, NOW])
def test_only_a_confirmed_address_gets_mail(confirmed_at, mailoutbox):
    person = UserFactory(email="sumiati@contoh.example", email_confirmed_at=confirmed_at)
    delivery = DeliveryFactory(message__recipient=person)

    answer = deliver(delivery)

    assert (answer, len(mailoutbox)) == (("SENT", 1) if confirmed_at else ("NO_CONTACT", 0))


@pytest.mark.parametrize("kind", ["BOOKING_REMINDER_DAY", "BOOKING_REMINDER_HOURS"])
def test_fm34_reminders_are_mailed_only_to_those_who_asked_for_them(kind, mailoutbox):
    booking = BookingFactory(business=BusinessFactory(owner=ReachableUserFactory()))
    message = MessageFactory(recipient=booking.booked_by, kind=kind, topic=booking.message_topic)
    rows = [DeliveryFactory(message=message, channel=channel) for channel in ("EMAIL", "INBOX")]
    withdraw_consent(user=booking.booked_by, purpose="REMINDERS", at=NOW)

    answers = [deliver(row) for row in rows]

    assert answers == ["SKIPPED", "SENT"]
    assert rows[0].reason == "Orang ini tidak memintanya."
    assert mailoutbox == []


def test_fm34_a_cancellation_needs_no_such_consent(mailoutbox):
    person = ReachableUserFactory()
    withdraw_consent(user=person, purpose="REMINDERS", at=NOW)

    assert deliver(DeliveryFactory(message__recipient=person, message__kind="BOOKING_CANCELLED"))
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("status", ["SENT", "SKIPPED", "MISSED", "SENDING", "WAITING"])
def test_resend_refuses_what_was_not_given_up(status):
    delivery = DeliveryFactory(state=status, sent_at=NOW if status == "SENT" else None)

    with pytest.raises(services.NotResendable) as refusal:
        services.resend(delivery=delivery, at=NOW)

    assert refusal.value.status == 409


def confirm_address(person, *, at):
    code = accounts.request_confirmation(user=person, email=person.email, at=at)
    digits = accounts.make_secret(code_id=code.pk, at=at)
    accounts.confirm_email(user=person, digits=digits, at=at)


def reset_by_mail(person, *, at):
    code = accounts.request_reset(contact=person.email, at=at)
    token = accounts.make_secret(code_id=code.pk, at=at)
    accounts.reset_by_link(token=token, password="jeruk-keprok-9", at=at)


@pytest.mark.parametrize("proves", [confirm_address, reset_by_mail])
def test_what_found_no_address_leaves_once_it_is_confirmed(proves, mailoutbox):
    person = UserFactory(phone=None, email="sumiati@contoh.example")
    stranger = UserFactory(email="lain@contoh.example")
    message = {"message__recipient": person}
    later = NOW + 2 * MINUTE
    news = DeliveryFactory(**message)
    past = DeliveryFactory(**message, message__useless_after=later - SECOND)
    old = DeliveryFactory(**message, message__due_at=NOW - timedelta(days=2))
    other = DeliveryFactory(message__recipient=stranger)
    called = DeliveryFactory(**message)
    ContactAttemptFactory(messages=[called.message])
    assert send_all(at=NOW) == 5

    proves(person, at=later)
    proved = len(mailoutbox)
    send_all(at=later)

    rows = [news, past, old, other, called]
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["SENT", *["NO_CONTACT"] * 4]
    assert [mail.to for mail in mailoutbox[proved:]] == [["sumiati@contoh.example"]]


def test_a_reminder_that_stands_in_the_inbox_alone_has_reached_nobody():
    person = UserFactory()
    message = services.post(
        recipient=person,
        kind="BOOKING_CANCELLED",
        topic="booking:1",
        subject="Dibatalkan",
        body="Dibatalkan.",
        at=NOW,
    )
    send_all(at=NOW)

    assert list(Message.objects.visible_to(person)) == [message]
    assert [d.message for d in Delivery.objects.unreached()] == [message]


# --- FM-16: the life of a delivery --------------------------------------------------------------

ALLOWED = {
    ("WAITING", "SENDING"),
    ("WAITING", "SKIPPED"),
    ("SENDING", "SENT"),
    ("SENDING", "WAITING"),
    ("SENDING", "FAILED"),
    ("SENDING", "NO_CONTACT"),
    ("SENDING", "SKIPPED"),
    ("SENDING", "MISSED"),
    ("FAILED", "WAITING"),
    ("FAILED", "SKIPPED"),
    ("NO_CONTACT", "WAITING"),
    ("NO_CONTACT", "SKIPPED"),
    ("AT_NIGHT", "WAITING"),
    ("AT_NIGHT", "SKIPPED"),
}


@pytest.mark.parametrize(("old", "new"), list(product(State.values, repeat=2)))
def test_fm16_every_other_move_of_a_delivery_is_refused(old, new):
    delivery = DeliveryFactory.build(state=old, message=None, due_at=NOW)

    if (old, new) in ALLOWED:
        sending._become(delivery, State(new))
    else:
        with pytest.raises(ValueError, match="never goes"):
            sending._become(delivery, State(new))

    assert delivery.state == (new if (old, new) in ALLOWED else old)


@pytest.mark.parametrize("state", State.values)
def test_fm16_each_act_touches_only_the_states_it_may(state, mailoutbox):
    """The worker takes what waits, staff resend what was given up, a change withdraws both."""
    sent_at = NOW if state == State.SENT else None
    rows = [DeliveryFactory(state=state, sent_at=sent_at, attempts=2) for _act in range(3)]

    taken = deliver(rows[0]) != "not ours"
    with suppress(services.NotResendable):
        services.resend(delivery=rows[1], at=NOW)
    rows[1].refresh_from_db()
    resent = rows[1].attempts == 0
    withdrawn = services.withdraw(topic=rows[2].message.topic, before_version=1, reason="Basi")

    given_up = state in {"FAILED", "NO_CONTACT", "AT_NIGHT"}
    assert (taken, resent, bool(withdrawn)) == (
        state == "WAITING",
        given_up,
        given_up or state == "WAITING",
    )


@pytest.mark.parametrize(("state", "sent_at"), [(State.SENT, None), (State.WAITING, NOW)])
def test_fm16_the_database_knows_what_sent_means(state, sent_at):
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(state=state, sent_at=sent_at)


# --- FM-25: once ---------------------------------------------------------------------------------


def test_fm25_running_the_job_twice_sends_nothing_new(
    mailoutbox, django_capture_on_commit_callbacks
):
    DeliveryFactory.create_batch(3)

    with django_capture_on_commit_callbacks(execute=True):
        first = services.send_due(at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        second = services.send_due(at=NOW)

    assert (first, second, len(mailoutbox)) == (3, 0, 3)


def test_fm25_the_row_says_sending_while_it_is_sent(monkeypatch):
    delivery = DeliveryFactory()
    seen = []
    monkeypatch.setattr(
        sending.channels,
        "send",
        lambda d, at, line: seen.append(
            Delivery.objects.values_list("state", "attempts").get(pk=d.pk)
        ),
    )

    deliver(delivery)

    assert seen == [("SENDING", 1)]
    assert delivery.state == State.SENT


def test_fm25_the_sweep_puts_the_row_of_a_killed_worker_back_in_line(mailoutbox):
    delivery = killed_while_sending()

    early = services.sweep_stuck(at=SWEPT - SECOND)
    swept = services.sweep_stuck(at=SWEPT)
    answer = deliver(delivery, at=SWEPT + MINUTE)

    assert (early, swept, answer, len(mailoutbox)) == (0, 1, "SENT", 1)


def test_fm25_a_worker_overtaken_by_the_sweep_sends_nothing(mailoutbox):
    """It was suspended after its claim; meanwhile the row was swept and taken by another."""
    delivery = DeliveryFactory()
    assert sending._claim(delivery.pk, at=NOW)
    services.sweep_stuck(at=SWEPT)
    assert sending._claim(delivery.pk, at=SWEPT + MINUTE)

    late = sending._send_claimed(delivery.pk, at=NOW)
    rightful = sending._send_claimed(delivery.pk, at=SWEPT + MINUTE)

    assert (late, rightful, len(mailoutbox)) == ("not ours", "SENT", 1)


def test_a_row_that_kills_its_worker_each_time_is_given_up():
    delivery = killed_while_sending()
    Delivery.objects.update(attempts=Delivery.MAX_ATTEMPTS)

    services.sweep_stuck(at=SWEPT)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (
        State.FAILED,
        "Pengiriman terputus di tengah jalan.",
    )


def test_a_poke_still_in_the_queue_is_not_repeated(django_capture_on_commit_callbacks):
    """Beat looks every few seconds; a worker that lags must not be buried in copies."""
    DeliveryFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        counts = [services.send_due(at=NOW) for _beat in range(3)]

    assert (counts, len(callbacks)) == ([1, 0, 0], 1)


def test_a_row_put_off_is_poked_anew(django_capture_on_commit_callbacks):
    delivery = DeliveryFactory()
    services.send_due(at=NOW)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=NOW + MINUTE, attempts=1)

    assert services.send_due(at=NOW + MINUTE) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_send_due_costs_one_query_however_many_rows(count, django_assert_num_queries):
    DeliveryFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert services.send_due(at=NOW) == count


def test_send_due_reads_only_the_rows_that_are_due():
    """By the partial index: neither what is done nor what comes later is looked at."""
    due = DeliveryFactory()
    messages = Message.objects.bulk_create(
        MessageFactory.build_batch(2000, recipient=due.message.recipient)
    )
    Delivery.objects.bulk_create(
        DeliveryFactory.build(message=message, state=State.SENT, sent_at=NOW)
        for message in messages
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Delivery.objects.due(at=NOW).order_by("due_at", "pk").explain()

    assert "notif_delivery_due" in plan


# --- FM-27: after a downtime -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "state"),
    [
        (timedelta(0), State.SENT),
        (90 * MINUTE, State.SENT),
        (90 * MINUTE + SECOND, State.MISSED),
        (3 * HOUR, State.MISSED),
    ],
)
def test_fm27_after_a_downtime_stale_reminders_are_missed(late, state, mailoutbox):
    booking = BookingFactory()
    message = MessageFactory(
        recipient=ReachableUserFactory(),
        kind="BOOKING_REMINDER_HOURS",
        topic=booking.message_topic,
        due_at=TOMORROW_8,
        useless_after=TOMORROW_8 + 90 * MINUTE,
    )
    booking.business.memberships.create(user=message.recipient)
    delivery = DeliveryFactory(message=message)

    deliver(delivery, at=TOMORROW_8 + late)

    assert delivery.state == state
    assert len(mailoutbox) == (1 if state == State.SENT else 0)


def test_fm27_no_reminder_leaves_once_the_session_has_begun(mailoutbox):
    booking = BookingFactory()
    booking_notifications.booking_confirmed(booking, by=booking.booked_by, at=NOW)

    send_all(at=booking.starts_at + SECOND)

    reminders = Delivery.objects.filter(message__kind__startswith="BOOKING_REMINDER")
    assert set(reminders.values_list("state", flat=True)) == {"MISSED"}
    assert mailoutbox == []


def test_fm27_a_backlog_of_beats_is_thrown_away(settings):
    """Three hours without a worker must not end in hundreds of scans at once."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if entry["task"].startswith("notifications."):
            assert 0 < entry["options"]["expires"] <= 120


# --- FM-28: refused ---------------------------------------------------------------------------------


def test_fm28_a_server_that_refuses_is_tried_again_later_and_given_up_visibly(smtp_sink):
    smtp_sink.refuse_with = "451 try later"
    delivery = DeliveryFactory()

    at, waits = NOW, []
    while deliver(delivery, at=at) == "WAITING":
        waits.append(delivery.due_at - at)
        at = delivery.due_at

    assert waits == [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]
    assert (delivery.state, delivery.attempts) == (State.FAILED, 5)
    assert delivery.reason == "Server surel menolaknya (SMTPDataError)."
    assert smtp_sink.mails == []


def test_fm28_a_server_that_is_away_is_a_failed_try(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    delivery = DeliveryFactory()

    answer = deliver(delivery)

    assert (answer, delivery.reason) == (
        "WAITING",
        "Server surel menolaknya (ConnectionRefusedError).",
    )


def test_fm28_before_its_next_try_nobody_takes_the_row(smtp_sink):
    smtp_sink.refuse_with = "451 try later"
    delivery = DeliveryFactory()
    deliver(delivery)

    assert deliver(delivery, at=NOW + MINUTE - SECOND) == "not ours"
    assert delivery.attempts == 1


@pytest.mark.parametrize("state", [State.FAILED, State.NO_CONTACT, State.AT_NIGHT])
def test_fm28_what_was_given_up_is_sent_again_by_hand(
    state, smtp_sink, django_capture_on_commit_callbacks
):
    delivery = DeliveryFactory(state=state, attempts=5, reason="Server surel menolaknya.")

    with django_capture_on_commit_callbacks(execute=True):
        services.resend(delivery=delivery, at=NOW)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.reason) == (State.SENT, 1, "")
    assert len(smtp_sink.mails) == 1


def test_resending_a_dead_reminder_sends_nothing(mailoutbox):
    message = MessageFactory(useless_after=NOW)
    delivery = DeliveryFactory(message=message, state=State.FAILED, attempts=5)

    services.resend(delivery=delivery, at=NOW + HOUR)

    assert deliver(delivery, at=NOW + HOUR) == "MISSED"
    assert mailoutbox == []


def test_fm28_failures_of_what_is_urgent_stand_on_the_list_of_people_to_call():
    urgent = MessageFactory(kind="BOOKING_CANCELLED")
    DeliveryFactory(message=urgent, state=State.FAILED)
    DeliveryFactory(state=State.FAILED)
    DeliveryFactory(message__kind="BOOKING_CANCELLED", state=State.SENT, sent_at=NOW)

    assert [delivery.message for delivery in Delivery.objects.unreached()] == [urgent]


def test_fm28_many_failures_are_told_to_those_who_can_resend_once_a_day(smtp_sink):
    sync_groups()
    admin = UserFactory(role=Role.PROGRAMME_ADMIN)
    UserFactory(role=Role.AUDITOR)
    smtp_sink.refuse_with = "550 no"
    last_try = Delivery.MAX_ATTEMPTS - 1
    rows = DeliveryFactory.create_batch(alerts.MANY + 2, attempts=last_try)

    told = []
    for row in rows:
        deliver(row)
        told.append(Message.objects.filter(kind="SENDING_FAILS").count())

    alert = Message.objects.get(kind="SENDING_FAILS")
    assert told == [0] * (alerts.MANY - 1) + [1, 1, 1]
    assert alert.recipient == admin
    assert str(alerts.MANY) in alert.body


# --- FM-29, FM-32 at the worker -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_fm29_a_rolled_back_transaction_leaves_no_row_and_no_mail(mailoutbox):
    person = ReachableUserFactory()
    fields = {"recipient": person, "kind": "AGENDA_CHANGED", "subject": "Uji", "body": "Uji"}

    def post_and_fail():
        with transaction.atomic():
            services.post(topic="note:1", at=NOW, **fields)
            assert Message.objects.count() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        post_and_fail()

    assert (Message.objects.count(), Delivery.objects.count(), mailoutbox) == (0, 0, [])

    with transaction.atomic():
        services.post(topic="note:2", at=NOW, **fields)
        assert mailoutbox == []
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("clock", "state"),
    [("19:59:59", "SENT"), ("20:00:00", "WAITING"), ("06:59:59", "WAITING"), ("07:00:00", "SENT")],
)
def test_fm32_a_worker_that_comes_at_night_waits_for_the_morning(clock, state, mailoutbox):
    at = NOW.replace(
        **dict(zip(("hour", "minute", "second"), map(int, clock.split(":")), strict=True))
    )
    delivery = DeliveryFactory(due_at=NOW - HOUR)

    deliver(delivery, at=at)

    morning = NOW if clock < "07" else NOW + timedelta(days=1)
    waits = state == "WAITING"
    assert delivery.state == state
    assert (delivery.due_at, delivery.attempts) == ((morning, 0) if waits else (NOW - HOUR, 1))
    assert len(mailoutbox) == (0 if waits else 1)


def test_fm32_what_the_receiver_caused_leaves_at_night(mailoutbox):
    delivery = DeliveryFactory(message__at_any_hour=True)

    assert deliver(delivery, at=NOW + 15 * HOUR) == "SENT"


def test_fm32_what_the_morning_would_make_useless_is_skipped_at_night(mailoutbox):
    at = NOW + 14 * HOUR
    delivery = DeliveryFactory(message__due_at=NOW + 13 * HOUR - SECOND, message__useless_after=at)

    assert deliver(delivery, at=NOW + 13 * HOUR) == "SKIPPED"
    assert delivery.reason == "Besok paginya sudah terlambat."


# --- The tasks --------------------------------------------------------------------------------------


def test_the_tasks_pass_the_clock_of_the_portal(mailoutbox, portal_clock):
    DeliveryFactory(due_at=NOW + HOUR)
    killed_while_sending()

    before = (tasks.send_due(), tasks.sweep_stuck())
    portal_clock(NOW + HOUR)

    assert before == (0, 0)
    assert (tasks.send_due(), tasks.sweep_stuck()) == (1, 1)


def test_tasks_are_named_so_that_renaming_a_function_orphans_no_work():
    assert {task.name for task in (tasks.send_due, tasks.deliver, tasks.sweep_stuck)} == {
        "notifications.send_due",
        "notifications.deliver",
        "notifications.sweep_stuck",
    }


def test_fm23_the_longest_automatic_retry_is_well_under_five_minutes():
    longest = 2 ** (tasks.deliver.max_retries - 1)

    assert tasks.deliver.retry_backoff is True
    assert longest <= 60
