"""Carries the plan out through the services, each step at its own moment."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from django.db.models import QuerySet

from consultations import selectors
from consultations import services as consultation_services
from consultations.models import ActionItem, Booking, ConstraintCheck, SessionRecord
from consultations.services import SessionNote
from plut_portal.accounts.models import User
from plut_portal.core import formats, months
from plut_portal.insights.demo import checks, past
from plut_portal.insights.demo.visits import Visit
from plut_portal.notifications.models import Message

OWNER_REASONS = ("Ada pesanan mendadak.", "Anak sakit.", "Bertepatan dengan hajatan tetangga.", "")
# How long after the session the owner has done the first thing, if she does.
TICKED_AFTER = timedelta(days=5)
HINDRANCE = "Menunggu kiriman plastik kemasan."
# Closed at nine on the fourth day after it; of the month before, notes may still be written.
CLOSED_AFTER = timedelta(days=3, hours=9)
LONG_OVER = timedelta(days=35)
STOCK_EVERY = 25
CONSULTANT_REASON = "Konsultan dipanggil rapat di Balai Kota. Silakan pilih waktu lain, maaf."


def live_through(visits: list[Visit], *, at: datetime, rng: Random) -> None:
    """Book, be reminded, cancel and record in the order of the sessions, up to `at`."""
    owners_checks = checks.Checks()
    for number, visit in enumerate(visits):
        if number % STOCK_EVERY == 0:
            past.take_stock()
        booking = _book(visit, check=owners_checks.before(visit, number=number))
        if visit.outcome == Booking.Status.CANCELLED:
            _cancel(booking, visit, by_consultant=number % 6 == 0, rng=rng)
        elif visit.outcome != Booking.Status.BOOKED:
            past.settle_outbox(until=booking.starts_at, topic=booking.message_topic)
            _record(booking, visit, at=at, rng=rng)
    past.settle_outbox(until=at)


def _book(visit: Visit, *, check: ConstraintCheck | None) -> Booking:
    booking = consultation_services.book_time(
        consultant=visit.moment.consultant,
        expertise=visit.moment.expertise,
        business=visit.client.business,
        booked_by=visit.client.owner,
        starts_at=visit.moment.starts_at,
        topic=visit.talk.topic,
        constraint_check=check,
        at=visit.booked_at,
    )
    _say_when(booking, visit.booked_at, Booking.objects.filter(pk=booking.pk))
    return booking


def _cancel(booking: Booking, visit: Visit, *, by_consultant: bool, rng: Random) -> None:
    # Booked half a day ahead at the least, so this is always before the deadline.
    cancelled_at = visit.booked_at + (booking.starts_at - visit.booked_at) * rng.uniform(0.3, 0.8)
    past.settle_outbox(until=cancelled_at, topic=booking.message_topic)
    consultation_services.cancel_booking(
        booking=booking,
        by=visit.moment.consultant.user if by_consultant else visit.client.owner,
        reason=CONSULTANT_REASON if by_consultant else rng.choice(OWNER_REASONS),
        at=cancelled_at,
    )
    _say_when(booking, cancelled_at)


def _record(booking: Booking, visit: Visit, *, at: datetime, rng: Random) -> None:
    recorded_at = min(at, booking.ends_at + timedelta(minutes=rng.randint(5, 40)))
    came = visit.outcome == Booking.Status.ATTENDED
    consultation_services.record_session(
        booking=booking,
        outcome=visit.outcome,
        by=visit.moment.consultant.user,
        at=recorded_at,
        note=_note(visit, at=at) if came else None,
    )
    _say_when(
        booking,
        recorded_at,
        SessionRecord.objects.filter(booking=booking),
        SessionRecord.history.filter(booking=booking),
        Message.objects.filter(topic__in=[action.message_topic for action in _actions(booking)]),
    )
    if came and recorded_at + TICKED_AFTER < at:
        _go_on(booking, by=visit.client.owner, at=recorded_at + TICKED_AFTER)


def _note(visit: Visit, *, at: datetime) -> SessionNote:
    """What the consultant wrote. Of the talks of the week before last, one step falls due today."""
    day, today = formats.wib_day(visit.moment.starts_at), formats.wib_day(at)
    note = visit.talk.note(day)
    if 7 <= (today - day).days < 14:
        note.actions[-1] = (note.actions[-1][0], today)
    return note


def _go_on(booking: Booking, *, by: User, at: datetime) -> None:
    """Two of three owners do at least the first thing; the others say what is in the way."""
    first = _actions(booking)[0]
    if booking.pk % 3:
        consultation_services.tick_action(action=first, is_done=True, by=by, at=at)
        past.call_off(first.message_topic, at=at)
    else:
        consultation_services.hinder_action(action=first, hindrance=HINDRANCE, at=at)


def _actions(booking: Booking) -> list[ActionItem]:
    return list(ActionItem.objects.filter(record__booking=booking).in_order())


def move_one(*, at: datetime) -> None:
    """The owner of the last appointment chose another time an hour ago."""
    booking = Booking.objects.with_people().upcoming(at=at).order_by("-starts_at", "-pk")[0]
    moved_at = at - timedelta(hours=1)
    times = selectors.alternatives(
        consultant=booking.consultant,
        expertise=booking.expertise,
        starts_at=booking.starts_at,
        at=moved_at,
    )
    consultation_services.move_booking(
        booking=booking, starts_at=times[-1].starts_at, by=booking.booked_by, at=moved_at
    )
    _say_when(booking, moved_at)
    past.settle_outbox(until=at)


def close_a_month(*, by: User, at: datetime) -> None:
    """The newest month that is long over, unless one of those nobody recorded lies in it."""
    month = months.month_of(at - LONG_OVER)
    _begin, end = months.span(month)
    with suppress(consultation_services.MonthNotReady):
        consultation_services.close_month(month=month, by=by, at=end + CLOSED_AFTER)


def _say_when(booking: Booking, moment: datetime, *others: QuerySet) -> None:
    messages = Message.objects.filter(topic=booking.message_topic)
    past.backdate(moment, booking.history.all(), messages, *others)
