"""Five consultants, a year of bookings and accidents: and every promise still holds.

YEAR_BOOKINGS=3000 lives through a year as full as five consultants can have it, in minutes; the
quiet year that runs with every change has the same accidents and a twelfth of the bookings.
"""

import os
import sys
from collections import Counter
from datetime import datetime, time, timedelta
from itertools import pairwise
from operator import itemgetter

import pytest
from django.db import connection

from consultations.models import AffectedBooking, Booking, BookingPolicy
from plut_portal.core import formats
from plut_portal.notifications.models import Delivery
from tests.consultations.year import LAST, Year

pytestmark = pytest.mark.django_db

BOOKINGS = int(os.environ.get("YEAR_BOOKINGS", "240"))
# Long after the last session that could have been booked.
AFTERWARDS = formats.at_wib(LAST + timedelta(days=40), time(12))
TWO_AT_ONCE = """
    SELECT count(*)
    FROM consultations_booking one
    JOIN consultations_booking other
      ON one.id < other.id AND one.starts_at < other.{until} AND other.starts_at < one.{until}
    WHERE one.status <> 'CANCELLED' AND other.status <> 'CANCELLED' AND {same}
"""
SAME_CONSULTANT = "one.consultant_id = other.consultant_id"
SAME_PERSON = """
    EXISTS (
        SELECT FROM businesses_membership a JOIN businesses_membership b ON a.user_id = b.user_id
        WHERE a.business_id = one.business_id AND b.business_id = other.business_id
    )
"""
ABOUT_THE_TIME = (
    "BOOKING_CONFIRMED",
    "BOOKING_MOVED",
    "BOOKING_REMINDER_DAY",
    "BOOKING_REMINDER_HOURS",
)


def pairs_at_once(same, until="ends_at"):
    with connection.cursor() as cursor:
        cursor.execute(TWO_AT_ONCE.format(same=same, until=until))
        return cursor.fetchone()[0]


def changes_of(booking):
    """Every new state of an open booking, in order: moves, and hits that were lifted again."""
    lifted = [
        hit for hit in booking.disruptions.all() if hit.decision == AffectedBooking.Decision.LIFTED
    ]
    found = [(move.at, move) for move in booking.sorted_moves]
    found += [(hit.decided_at, None) for hit in lifted]
    return sorted(found, key=itemgetter(0))


def starts_of(booking, at):
    """When the session was to begin, as things stood at that moment."""
    later = [move for move in booking.sorted_moves if move.at > at]
    return later[0].starts_before if later else booking.starts_at


def was_true(booking, message, sent_at: datetime) -> bool:
    """Whether, when it was sent, the booking stood and began at the time the message names."""
    version = sum(changed_at <= sent_at for changed_at, _move in changes_of(booking))
    stood = booking.cancelled_at is None or sent_at < booking.cancelled_at
    return stood and message.version == version and sent_at < starts_of(booking, sent_at)


def untrue_messages(bookings):
    sent = Delivery.objects.filter(
        channel=Delivery.Channel.EMAIL,
        state=Delivery.State.SENT,
        message__topic__startswith="booking:",
    ).select_related("message")
    for delivery in sent:
        message = delivery.message
        booking = bookings[int(message.topic.partition(":")[2])]
        if message.kind in ABOUT_THE_TIME and not was_true(booking, message, delivery.sent_at):
            yield message, delivery.sent_at
        if message.kind == "BOOKING_CANCELLED" and delivery.sent_at > booking.ends_at:
            yield message, delivery.sent_at


def wrong_steps(booking_ids):
    """Changes of state, as the history has them, that are not in the table."""
    steps = Counter()
    rows = Booking.history.order_by("id", "history_id").values_list("id", "status")
    for (before_id, before), (after_id, after) in pairwise(rows):
        if before_id == after_id and before != after:
            steps[before, after] += 1
    return {s: n for s, n in steps.items() if s[1] not in Booking.MOVES[Booking.Status(s[0])]}


def test_a_year_ends_with_every_promise_kept(mailoutbox):
    year = Year(seed=20270104, bookings=BOOKINGS)

    year.live()

    sys.stdout.write(f"{dict(sorted(year.happened.items()))}\n")
    bookings = {b.pk: b for b in Booking.objects.prefetch_related("moves", "disruptions")}
    for booking in bookings.values():
        booking.sorted_moves = sorted(booking.moves.all(), key=lambda move: (move.at, move.pk))
    assert len(bookings) == year.made >= BOOKINGS

    # FM-01, FM-02: no two sessions of a consultant, pause included, and nobody in two places.
    assert pairs_at_once(SAME_CONSULTANT, until="occupied_until") == 0
    assert pairs_at_once(SAME_PERSON) == 0

    # FM-24, FM-27: nothing was sent for a session that was cancelled, moved or over.
    assert list(untrue_messages(bookings)) == []

    # FM-12: whatever took place is recorded or waits on the list, and nothing is both or neither.
    waiting = set(Booking.objects.unrecorded(at=AFTERWARDS).values_list("pk", flat=True))
    recorded = {pk for pk, b in bookings.items() if b.status in Booking.OUTCOMES}
    cancelled = {pk for pk, b in bookings.items() if b.status == Booking.Status.CANCELLED}
    assert not waiting & recorded
    assert waiting | recorded | cancelled == set(bookings)

    # FM-06: owners moved within their limit, and every move is written down, link by link.
    most = BookingPolicy.load().max_moves
    for booking in bookings.values():
        moves = booking.sorted_moves
        by_owner = [move for move in moves if not move.by_office]
        assert len(by_owner) == booking.moves_made <= most
        times = [t for move in moves for t in (move.starts_before, move.starts_after)]
        assert times[1:-1:2] == times[2::2]
        assert not moves or times[-1] == booking.starts_at
        is_cancelled = booking.status == Booking.Status.CANCELLED
        assert booking.revision == len(changes_of(booking)) + is_cancelled

    # FM-11, FM-16: every cancellation says who, when and why; every step is in the table.
    assert all(bookings[pk].cancelled_by_id and bookings[pk].cancel_reason for pk in cancelled)
    assert wrong_steps(bookings) == {}

    # The year was worth living: all of it happened, refusals included.
    for what in (
        *("book", "move", "cancel", "record", "delivery SENT", "delivery MISSED"),
        *("decide MOVED", "decide HANDED_OVER", "decide CANCELLED"),
    ):
        assert year.happened[what], what
    for refusal in ("book: TimeTaken", "book: LimitReached", "move: LimitReached"):
        assert year.happened[refusal], refusal
    # FM-25: every mail that counts as sent left once.
    by_mail = Delivery.objects.filter(channel=Delivery.Channel.EMAIL, state=Delivery.State.SENT)
    assert len(mailoutbox) == by_mail.count()
