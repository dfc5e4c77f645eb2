from datetime import date, timedelta

import pytest

from consultations import services
from consultations.models import Booking, InternalNote, SessionRecord
from plut_portal.notifications.models import Message
from tests.factories import BookingFactory
from tests.times import SECOND, TOMORROW_8

pytestmark = pytest.mark.django_db

DURING = TOMORROW_8 + timedelta(minutes=40)
NOTE = services.SessionNote(
    advice="Tiriskan lima menit lebih lama.",
    internal="Suaminya keberatan.",
    actions=[("Catat suhu minyak", date(2026, 12, 1)), ("Ganti plastik", date(2026, 12, 8))],
)


def record(booking, outcome=Booking.Status.ATTENDED, *, at=DURING, note=NOTE):
    return services.record_session(
        booking=booking, outcome=outcome, note=note, by=booking.consultant.user, at=at
    )


def test_record_session_writes_the_note_with_its_actions_in_order():
    booking = record(BookingFactory())

    written = SessionRecord.objects.get()
    assert (booking.status, written.advice) == ("ATTENDED", NOTE.advice)
    assert list(written.actions.order_by("position").values_list("text", "due_on")) == NOTE.actions
    assert InternalNote.objects.get().text == "Suaminya keberatan."


def test_record_session_again_replaces_the_note_and_tells_the_owner_once():
    booking = BookingFactory()
    record(booking)

    record(booking, note=services.SessionNote(advice="Lebih baik begini."))

    written = SessionRecord.objects.get()
    assert (written.advice, written.actions.count()) == ("Lebih baik begini.", 0)
    assert not InternalNote.objects.exists()
    assert Message.objects.filter(kind="SESSION_RECORDED").count() == 1


@pytest.mark.parametrize("outcome", ["OWNER_ABSENT", "CONSULTANT_ABSENT"])
def test_record_session_of_an_absence_writes_no_note(outcome):
    booking = record(BookingFactory(), Booking.Status(outcome), note=None)

    assert booking.status == outcome
    assert not SessionRecord.objects.exists()


def test_record_session_lets_a_wrong_tick_be_put_right():
    booking = record(BookingFactory(), Booking.Status.OWNER_ABSENT, note=None)

    booking = record(booking)

    assert booking.status == Booking.Status.ATTENDED


def test_record_session_refuses_an_absence_once_a_note_exists():
    booking = record(BookingFactory())

    with pytest.raises(services.WrongState):
        record(booking, Booking.Status.OWNER_ABSENT, note=None)

    booking.refresh_from_db()
    assert booking.status == Booking.Status.ATTENDED


def test_record_session_refuses_before_the_session_begins():
    with pytest.raises(services.NotYetStarted):
        record(BookingFactory(), at=TOMORROW_8 - SECOND)


def test_fm16_a_cancelled_booking_cannot_be_recorded():
    with pytest.raises(services.WrongState):
        record(BookingFactory(status=Booking.Status.CANCELLED))


def test_record_session_is_locked_a_week_after_the_session():
    booking = BookingFactory()
    last_moment = booking.ends_at + timedelta(days=7)

    record(booking, at=last_moment)
    with pytest.raises(services.RecordLocked):
        record(booking, at=last_moment + SECOND)
