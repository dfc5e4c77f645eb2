"""What is written to the outbox, when it may leave, and what is taken back."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from consultations import notifications as booking_notifications
from consultations import services as consultations
from consultations.models import Booking
from plut_portal.core.formats import WIB
from plut_portal.notifications import services
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    MessageFactory,
    ReachableUserFactory,
)
from tests.times import NOW, SECOND, THURSDAY_8, THURSDAY_9, TOMORROW_8, TOMORROW_9

State, Channel = Delivery.State, Delivery.Channel
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def wib(hour, minute=0, second=0, *, day=24):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=WIB)


def post(recipient=None, *, at=NOW, **fields):
    return services.post(
        recipient=recipient or ReachableUserFactory(),
        **{
            "kind": "AGENDA_CHANGED",
            "topic": "note:1",
            "subject": "Satu sesi pindah",
            "body": "Sesi Anda pindah.",
            "at": at,
        }
        | fields,
    )


def states(message):
    return {d.channel: (d.state, d.due_at) for d in message.deliveries.all()}


def book(starts_at=TOMORROW_8, *, at=NOW, owner=None):
    business = BusinessFactory(owner=owner or ReachableUserFactory())
    consultant = ConsultantFactory()
    return consultations.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        at=at,
    )


def email_of(booking, kind, version=None):
    version = booking.revision if version is None else version
    return Delivery.objects.get(
        message__topic=booking.message_topic,
        message__kind=kind,
        message__version=version,
        channel=Channel.EMAIL,
    )


# --- Writing --------------------------------------------------------------------------------


def test_post_stands_in_the_inbox_at_once_and_waits_for_the_worker():
    message = post()

    assert states(message) == {"EMAIL": ("WAITING", NOW), "INBOX": ("SENT", NOW)}


def test_post_of_a_reminder_waits_on_both_channels():
    message = post(due_at=NOW + HOUR)

    assert states(message) == {
        "EMAIL": ("WAITING", NOW + HOUR),
        "INBOX": ("WAITING", NOW + HOUR),
    }


def test_post_twice_keeps_the_first_message():
    owner = ReachableUserFactory()

    messages = {post(owner, subject=subject) for subject in ("Pertama", "Kedua")}

    assert [message.subject for message in messages] == ["Pertama"]
    assert Delivery.objects.count() == 2


def test_post_pokes_the_worker_only_for_what_is_due(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        post(topic="note:1")
        post(topic="note:2", due_at=NOW + HOUR)
        post(topic="note:3", at=wib(21))

    assert len(callbacks) == 1


def test_fm23_no_task_is_scheduled_by_the_queue():
    """Long countdowns are delivered twice by a Redis broker; what is due stands in a table."""
    root = Path(__file__).resolve().parents[2]
    packages = ("plut_portal", "businesses", "consultations", "trainings", "exhibitions")
    sources = [path for package in packages for path in (root / package).rglob("*.py")]
    scheduled = re.compile(r"""\b(eta|countdown)\b["']?\s*[=:]""")

    found = [path.name for path in sources if scheduled.search(path.read_text())]

    assert len(sources) > 50
    assert found == []


def test_fm23_one_row_for_each_receiver_topic_kind_and_version():
    message = post()
    again = {"recipient": message.recipient, "topic": "note:1", "kind": "AGENDA_CHANGED"}

    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        message.deliveries.create(channel=Channel.EMAIL, due_at=NOW)
    MessageFactory(**again, version=1)

    assert Message.objects.count() == 2


# --- Cancelled and moved ---------------------------------------------------------------------


def test_fm24_cancelling_withdraws_everything_that_waits():
    booking = book()

    consultations.cancel_booking(
        booking=booking, by=booking.booked_by, at=NOW, reason="Anak saya sakit"
    )

    about = Delivery.objects.about(booking.message_topic).filter(
        message__recipient=booking.booked_by
    )
    assert sorted(about.values_list("message__kind", "channel", "state")) == [
        ("BOOKING_CANCELLED", "EMAIL", "WAITING"),
        ("BOOKING_CANCELLED", "INBOX", "SENT"),
        ("BOOKING_CONFIRMED", "EMAIL", "SKIPPED"),
        ("BOOKING_CONFIRMED", "INBOX", "SENT"),
        ("BOOKING_REMINDER_DAY", "EMAIL", "SKIPPED"),
        ("BOOKING_REMINDER_DAY", "INBOX", "SKIPPED"),
        ("BOOKING_REMINDER_HOURS", "EMAIL", "SKIPPED"),
        ("BOOKING_REMINDER_HOURS", "INBOX", "SKIPPED"),
    ]


def test_fm24_a_moved_booking_gets_one_reminder_of_each_kind_for_the_new_time(mailoutbox):
    booking = book()
    booking = consultations.move_booking(
        booking=booking, starts_at=THURSDAY_8, by=booking.booked_by, at=NOW
    )

    for at in (NOW, TOMORROW_8 - 2 * HOUR, TOMORROW_8, THURSDAY_8 - 2 * HOUR, THURSDAY_8 - HOUR):
        for delivery in Delivery.objects.due(at=at):
            services.deliver(delivery_id=delivery.pk, at=at)

    to_owner = [mail for mail in mailoutbox if mail.to == [booking.booked_by.email]]
    assert [mail.subject for mail in to_owner] == [
        "Jadwal konsultasi Anda berubah: Kamis, 26 November 2026, 08.00 WIB",
        "Pengingat: konsultasi Kamis, 26 November 2026, 08.00 WIB",
        "Hari ini: konsultasi Kamis, 26 November 2026, 08.00 WIB",
    ]


def test_fm24_what_a_worker_already_holds_is_checked_again_before_it_leaves(mailoutbox):
    """Claimed before the cancellation, so that nothing could be withdrawn; still not sent."""
    booking = book()
    reminder = email_of(booking, "BOOKING_REMINDER_DAY")
    Booking.objects.filter(pk=booking.pk).update(status=Booking.Status.CANCELLED)

    answer = services.deliver(delivery_id=reminder.pk, at=reminder.due_at)

    reminder.refresh_from_db()
    assert (answer, reminder.reason) == ("SKIPPED", "Jadwal ini sudah tidak berlaku.")
    assert mailoutbox == []


def test_fm24_nothing_leaves_for_an_older_time(mailoutbox):
    booking = book()
    reminder = email_of(booking, "BOOKING_REMINDER_DAY")
    Booking.objects.filter(pk=booking.pk).update(revision=1)

    answer = services.deliver(delivery_id=reminder.pk, at=reminder.due_at)

    reminder.refresh_from_db()
    assert (answer, reminder.reason) == ("SKIPPED", "Jadwal sudah diubah sesudahnya.")
    assert mailoutbox == []


def test_nothing_leaves_for_a_person_who_left_the_business(mailoutbox):
    booking = book()
    booking.business.memberships.update(is_active=False)

    answer = services.deliver(delivery_id=email_of(booking, "BOOKING_CONFIRMED").pk, at=NOW)

    assert (answer, mailoutbox) == ("SKIPPED", [])


def test_nothing_leaves_for_a_closed_account(mailoutbox):
    message = post(ReachableUserFactory(is_active=False))
    email = message.deliveries.get(channel=Channel.EMAIL)

    answer = services.deliver(delivery_id=email.pk, at=NOW)

    assert (answer, mailoutbox) == ("SKIPPED", [])


def test_withdraw_leaves_newer_versions_other_topics_and_what_was_sent():
    owner = ReachableUserFactory()
    older, newer, other = (
        post(owner, topic="note:1", version=1),
        post(owner, topic="note:1", version=2),
        post(owner, topic="note:2", version=1),
    )

    count = services.withdraw(topic="note:1", before_version=2, reason="Sudah berubah.")

    assert count == 1
    assert [m.deliveries.get(channel=Channel.EMAIL).state for m in (older, newer, other)] == [
        State.SKIPPED,
        State.WAITING,
        State.WAITING,
    ]
    assert older.deliveries.get(channel=Channel.INBOX).state == State.SENT


# --- Late bookings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("booked_at", "state"),
    [
        (TOMORROW_8 - 24 * HOUR - SECOND, State.WAITING),
        (TOMORROW_8 - 24 * HOUR, State.WAITING),
        (TOMORROW_8 - 24 * HOUR + SECOND, State.SKIPPED),
    ],
)
def test_fm26_a_booking_made_within_a_day_is_not_reminded_the_day_before(booked_at, state):
    booking = book(at=booked_at)

    assert email_of(booking, "BOOKING_REMINDER_DAY").state == state


def test_fm26_a_skipped_reminder_says_why_and_never_reaches_the_inbox(mailoutbox):
    booking = book(at=TOMORROW_8 - 10 * HOUR)
    reminder = email_of(booking, "BOOKING_REMINDER_DAY")

    answer = services.deliver(delivery_id=reminder.pk, at=TOMORROW_8 - 9 * HOUR)

    inbox = Message.objects.visible_to(booking.booked_by)
    assert (answer, reminder.reason) == (
        "not ours",
        "Waktunya sudah lewat saat pesan ini dibuat.",
    )
    assert [message.kind for message in inbox] == ["BOOKING_CONFIRMED"]
    assert mailoutbox == []


# --- Night ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (wib(19, 59, 59), wib(19, 59, 59)),
        (wib(20), wib(7, day=25)),
        (wib(23, 59, 59), wib(7, day=25)),
        (wib(0, day=25), wib(7, day=25)),
        (wib(6, 59, 59), wib(7)),
        (wib(7), wib(7)),
        (wib(12), wib(12)),
    ],
)
def test_fm32_nothing_leaves_between_eight_in_the_evening_and_seven(moment, leaves):
    assert services.out_of_quiet_hours(moment) == leaves


def test_fm32_quiet_hours_are_those_of_batu_whatever_the_zone_of_the_server():
    utc_evening = datetime.fromisoformat("2026-11-24T13:00:00+00:00")

    assert services.out_of_quiet_hours(utc_evening) == wib(7, day=25)


@pytest.mark.parametrize(
    ("starts_at", "state", "due_at"),
    [
        (wib(9, day=25), State.WAITING, wib(7, day=25)),
        (wib(8, 59, day=25), State.WAITING, wib(7, day=25)),
        (wib(7, 30, day=25), State.WAITING, wib(7, day=25)),
        (wib(7, 30, day=25) - SECOND, State.SKIPPED, wib(7, day=25)),
    ],
)
def test_fm32_an_early_two_hour_reminder_leaves_at_seven_or_not_at_all(starts_at, state, due_at):
    booking = BookingFactory(starts_at=starts_at)
    booking_notifications.booking_confirmed(booking, by=booking.booked_by, at=NOW)

    reminder = email_of(booking, "BOOKING_REMINDER_HOURS")
    assert (reminder.state, reminder.due_at) == (state, due_at)


def test_fm32_what_is_planned_for_its_last_minute_survives_a_slow_queue(mailoutbox):
    message = post(due_at=wib(5, day=25), useless_after=wib(7, day=25))
    email = message.deliveries.get(channel=Channel.EMAIL)

    answer = services.deliver(delivery_id=email.pk, at=wib(7, 0, 20, day=25))

    assert (answer, len(mailoutbox)) == ("SENT", 1)


def test_fm32_the_receivers_own_act_is_confirmed_at_any_hour_others_wait():
    at = wib(21)
    booking = book(THURSDAY_8, at=at)
    second = ReachableUserFactory()
    booking.business.memberships.create(user=second)
    booking = consultations.move_booking(
        booking=booking, starts_at=THURSDAY_9, by=booking.booked_by, at=at
    )

    due = dict(
        Delivery.objects.filter(message__kind="BOOKING_MOVED", channel=Channel.EMAIL).values_list(
            "message__recipient", "due_at"
        )
    )
    assert due == {booking.booked_by_id: at, second.pk: wib(7, day=25)}


@pytest.mark.parametrize(
    ("at", "due_at"), [(wib(5, day=25), wib(5, day=25)), (wib(21), wib(7, day=25))]
)
def test_fm32_a_cancellation_breaks_the_night_only_for_a_session_of_the_same_day(at, due_at):
    booking = book()
    booking = consultations.cancel_booking(
        booking=booking, by=booking.consultant.user, at=at, reason="Konsultan sakit"
    )

    assert email_of(booking, "BOOKING_CANCELLED").due_at == due_at


def test_fm32_a_move_into_today_waits_for_the_morning():
    booking = book(THURSDAY_8)
    booking = consultations.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=wib(5, day=25)
    )

    assert email_of(booking, "AGENDA_CHANGED_TODAY").due_at == wib(7, day=25)


# --- Read -------------------------------------------------------------------------------------


def test_mark_read_keeps_the_first_moment():
    message = post()

    services.mark_read(message=message, at=NOW)
    services.mark_read(message=message, at=NOW + HOUR)

    message.refresh_from_db()
    assert message.read_at == NOW


def test_mark_all_read_leaves_what_has_not_arrived():
    owner = ReachableUserFactory()
    post(owner, topic="note:1")
    coming = post(owner, topic="note:2", due_at=NOW + HOUR)
    of_another = post(topic="note:3")

    count = services.mark_all_read(recipient=owner, at=NOW)

    assert count == 1
    assert set(Message.objects.unread()) == {coming, of_another}
