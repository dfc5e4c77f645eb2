"""What a change of the calendar does to appointments (FM-22)."""

from datetime import date, time, timedelta

import pytest

from consultations import selectors, services
from consultations.models import (
    AffectedBooking,
    Booking,
    Closure,
    Consultant,
    Disruption,
    ExceptionWindow,
    ExtraHours,
    HoursException,
    Leave,
    WeeklyHours,
)
from plut_portal.accounts import services as accounts
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.core import formats
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ReachableUserFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, THURSDAY_8, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 11, 25)
State, Decision = Delivery.State, AffectedBooking.Decision


@pytest.fixture
def staff():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def book(consultant, starts_at=TOMORROW_8, owner=None, at=NOW):
    business = BusinessFactory(owner=owner)
    return services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        at=at,
    )


def leave_on(consultant, day=WEDNESDAY, until=None, **fields):
    return Leave(consultant=consultant, starts_on=day, ends_on=until or day, **fields)


def waiting():
    return [hit.booking for hit in AffectedBooking.objects.pending().order_by("starts_at", "pk")]


# --- Every cause asks --------------------------------------------------------------------------


def test_fm22_a_closed_day_asks_about_everybodys_appointments_and_cancels_none(staff):
    first, second = book(ConsultantFactory()), book(ConsultantFactory(), TOMORROW_9)
    other_day = book(ConsultantFactory(), THURSDAY_8)

    (disruption,) = services.save_closure(
        closure=Closure(on=WEDNESDAY, name="Listrik padam"), by=staff, at=NOW
    )

    assert waiting() == [first, second]
    assert str(disruption) == "Listrik padam, 25 November 2026"
    assert (disruption.consultant, disruption.caused_by) == (None, staff)
    assert {b.status for b in Booking.objects.all()} == {"BOOKED"}
    assert not other_day.disruptions.exists()


def test_fm22_loading_public_holidays_asks_as_well(staff):
    booking = book(ConsultantFactory(), at=NOW)
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=formats.at_wib(date(2026, 12, 25), time(8)),
        ends_at=formats.at_wib(date(2026, 12, 25), time(9)),
        occupied_until=formats.at_wib(date(2026, 12, 25), time(9, 15)),
    )

    _count, (disruption,) = services.load_public_holidays(year=2026, by=staff, at=NOW)

    assert waiting() == [booking]
    assert disruption.first_on == date(2026, 12, 25)


def test_fm22_changing_a_closed_day_frees_the_old_and_asks_about_the_new(staff):
    wednesday, thursday = book(ConsultantFactory()), book(ConsultantFactory(), THURSDAY_8)
    closure = Closure(on=WEDNESDAY, name="Libur")
    services.save_closure(closure=closure, by=staff, at=NOW)

    closure.on = date(2026, 11, 26)
    services.save_closure(closure=closure, by=staff, at=NOW)

    assert waiting() == [thursday]
    assert wednesday.disruptions.get().decision == Decision.LIFTED


def test_fm22_deleting_a_closed_day_frees_what_waited(staff):
    booking = book(ConsultantFactory())
    closure = Closure(on=WEDNESDAY, name="Libur")
    services.save_closure(closure=closure, by=staff, at=NOW)

    services.delete_closures(closures=[closure], by=staff, at=NOW)

    hit = booking.disruptions.get()
    assert (waiting(), hit.decision, hit.decided_by) == ([], Decision.LIFTED, staff)


def test_fm22_leave_asks_about_that_consultants_appointments_alone(staff):
    consultant = ConsultantFactory()
    mine, _theirs = book(consultant), book(ConsultantFactory())

    (disruption,) = services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)

    assert waiting() == [mine]
    assert str(disruption) == f"Cuti: {consultant}, 25 November 2026"


def test_fm22_leave_for_part_of_a_day_asks_about_what_it_touches(staff):
    consultant = ConsultantFactory()
    touched, _later = book(consultant), book(consultant, TOMORROW_9)
    leave = leave_on(consultant, from_time=time(8, 30), until_time=time(9, 15))

    services.save_leave(leave=leave, by=staff, at=NOW)

    assert waiting() == [touched]


def test_fm22_lengthening_asks_about_more_and_shortening_frees(staff):
    consultant = ConsultantFactory()
    wednesday, thursday = book(consultant), book(consultant, THURSDAY_8)
    leave = leave_on(consultant)
    services.save_leave(leave=leave, by=staff, at=NOW)

    leave.ends_on = date(2026, 11, 26)
    services.save_leave(leave=leave, by=staff, at=NOW)
    lengthened = waiting()
    leave.starts_on = date(2026, 11, 26)
    services.save_leave(leave=leave, by=staff, at=NOW)

    assert (lengthened, waiting()) == ([wednesday, thursday], [thursday])


def test_fm22_withdrawing_leave_frees(staff):
    consultant = ConsultantFactory()
    book(consultant)
    leave = leave_on(consultant)
    services.save_leave(leave=leave, by=staff, at=NOW)

    services.withdraw_leave(leave=leave, by=staff, at=NOW)

    assert (waiting(), Leave.objects.count(), Leave.history.count()) == ([], 0, 2)


def test_fm22_ending_hours_asks(staff):
    consultant = ConsultantFactory()
    booking, _friday = book(consultant), book(consultant, THURSDAY_8 + timedelta(days=1))
    morning = consultant.weekly_hours.get(weekday=2, opens=time(8))

    (disruption,) = services.end_hours(hours=morning, last_day=date(2026, 11, 24), by=staff, at=NOW)

    assert waiting() == [booking]
    assert str(disruption) == f"Jam berubah: {consultant}"


def test_fm22_taking_an_extra_day_back_asks(staff):
    consultant = ConsultantFactory()
    extra = ExtraHours(consultant=consultant, on=date(2026, 11, 28), opens=time(8), closes=time(10))
    services.add_extra_hours(extra=extra, by=staff, at=NOW)
    booking = book(consultant, formats.at_wib(extra.on, time(8)))

    services.remove_extra_hours(extra=extra, by=staff, at=NOW)

    assert waiting() == [booking]


def test_fm22_a_period_with_other_hours_asks(staff):
    booking = book(ConsultantFactory())
    period = HoursException.objects.create(
        name="Ramadan 1448", starts_on=WEDNESDAY, ends_on=WEDNESDAY
    )
    ExceptionWindow.objects.create(exception=period, weekday=2, opens=time(9), closes=time(12))

    (disruption,) = services.review_calendar(consultant_ids=None, by=staff, at=NOW)

    assert waiting() == [booking]
    assert str(disruption) == "Ramadan 1448, 25 November 2026"


def test_fm22_fm14_a_consultant_who_stops_has_future_bookings_listed(staff):
    consultant = ConsultantFactory()
    coming = book(consultant)
    past = BookingFactory(
        consultant=consultant, starts_at=NOW - timedelta(days=3), status="ATTENDED"
    )
    Consultant.objects.filter(pk=consultant.pk).update(is_active=False)

    (disruption,) = services.review_calendar(consultant_ids=[consultant.pk], by=staff, at=NOW)

    assert waiting() == [coming]
    assert disruption.cause == Disruption.Cause.INACTIVE
    assert not past.disruptions.exists()


def shut(user, *, by, opens=False):
    accounts.set_sign_in(user=user, allowed=opens, reason="Berhenti", by=by, at=NOW)


def take_role(user, *, by, gives=False):
    roles = [Role.CONSULTANT] if gives else []
    accounts.assign_roles(user=user, roles=roles, superuser=False, by=by, at=NOW)


@pytest.mark.parametrize("lose", [shut, take_role])
def test_fm14_a_consultant_who_leaves_has_her_appointments_asked_about(mailoutbox, lose):
    sync_groups()
    staff = UserFactory(role=Role.PROGRAMME_ADMIN)
    consultant = ConsultantFactory()
    booking = book(consultant, THURSDAY_8, owner=ReachableUserFactory())
    send_all(at=NOW)
    mailoutbox.clear()

    lose(consultant.user, by=staff)
    send_all(at=THURSDAY_8 - timedelta(days=1))

    assert (waiting(), mailoutbox) == ([booking], [])
    assert Disruption.objects.get().cause == Disruption.Cause.INACTIVE
    assert states(booking, "BOOKING_REMINDER_DAY") == [State.SKIPPED]
    with pytest.raises(services.TimeNotOffered):
        services.move_booking(
            booking=booking, starts_at=TOMORROW_8, by=booking.booked_by, at=NOW, reason=""
        )


@pytest.mark.parametrize(("lose", "back"), [(shut, "opens"), (take_role, "gives")])
def test_a_consultant_who_comes_back_holds_what_still_waited(lose, back):
    sync_groups()
    staff = UserFactory(role=Role.PROGRAMME_ADMIN)
    consultant = ConsultantFactory()
    booking = book(consultant)

    lose(consultant.user, by=staff)
    lose(consultant.user, by=staff, **{back: True})

    assert booking.disruptions.get().decision == Decision.LIFTED


def test_nobody_books_with_a_consultant_who_lost_the_role(client):
    consultant = ConsultantFactory()

    consultant.user.groups.clear()

    assert client.get(consultant.get_absolute_url()).status_code == 404
    with pytest.raises(services.TimeNotOffered):
        book(consultant)


def test_fm22_one_save_with_several_causes_has_a_page_for_each(staff):
    consultant = ConsultantFactory()
    book(consultant), book(consultant, THURSDAY_8)
    leave_on(consultant).save()
    Closure.objects.create(on=date(2026, 11, 26), name="Libur")

    found = services.review_calendar(consultant_ids=None, by=staff, at=NOW)

    assert sorted(disruption.cause for disruption in found) == ["CLOSURE", "LEAVE"]


def test_review_twice_asks_once(staff):
    consultant = ConsultantFactory()
    book(consultant)
    services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)

    assert services.review_calendar(consultant_ids=None, by=staff, at=NOW) == []
    assert AffectedBooking.objects.count() == 1


def test_a_second_cause_keeps_what_the_first_one_lifted_waiting(staff):
    consultant = ConsultantFactory()
    booking = book(consultant)
    closure = Closure(on=WEDNESDAY, name="Libur")
    services.save_closure(closure=closure, by=staff, at=NOW)
    services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)

    services.delete_closures(closures=[closure], by=staff, at=NOW)

    assert waiting() == [booking]


def test_sessions_that_have_begun_are_left_to_be_recorded(staff):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant, starts_at=TODAY_9)

    found = services.save_leave(
        leave=leave_on(consultant, date(2026, 11, 24)), by=staff, at=TODAY_9
    )

    assert found == []


# --- Decided some other way --------------------------------------------------------------------


def test_moving_or_cancelling_elsewhere_settles_it(staff):
    consultant = ConsultantFactory()
    moved, cancelled = book(consultant), book(consultant, TOMORROW_9)
    services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)

    services.move_booking(
        booking=moved, starts_at=THURSDAY_8, by=moved.booked_by, at=NOW, reason=""
    )
    services.cancel_booking(booking=cancelled, by=cancelled.booked_by, at=NOW)

    assert waiting() == []
    assert [b.disruptions.get().decision for b in (moved, cancelled)] == ["MOVED", "CANCELLED"]
    assert moved.disruptions.get().decided_by == moved.booked_by


def test_recording_an_outcome_takes_it_off_the_queue(staff):
    consultant = ConsultantFactory()
    booking = book(consultant)
    services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)

    services.record_session(
        booking=booking, outcome="CONSULTANT_ABSENT", by=consultant.user, at=TOMORROW_9
    )

    assert waiting() == []


# --- No old reminder ---------------------------------------------------------------------------


def send_all(*, at):
    for delivery in Delivery.objects.due(at=at):
        outbox.deliver(delivery_id=delivery.pk, at=at)


def states(booking, kind, channel="EMAIL"):
    messages = Message.objects.filter(topic=booking.message_topic, kind=kind).order_by("pk")
    return [message.deliveries.get(channel=channel).state for message in messages]


def test_fm22_no_reminder_of_an_affected_booking_leaves(staff, mailoutbox):
    consultant = ConsultantFactory()
    booking = book(consultant, THURSDAY_8, owner=ReachableUserFactory())
    send_all(at=NOW)
    services.save_leave(leave=leave_on(consultant, date(2026, 11, 26)), by=staff, at=NOW)
    mailoutbox.clear()

    send_all(at=THURSDAY_8 - timedelta(days=1))
    send_all(at=THURSDAY_8 - timedelta(hours=1))

    assert mailoutbox == []
    assert states(booking, "BOOKING_REMINDER_DAY") == [State.SKIPPED]
    reason = Delivery.objects.filter(message__kind="BOOKING_REMINDER_DAY").first().reason
    assert reason == "Waktunya tidak bisa dipakai; keputusannya belum ada."


def test_an_appointment_that_stands_after_all_gets_its_reminders_anew(staff, mailoutbox):
    consultant = ConsultantFactory()
    booking = book(consultant, THURSDAY_8, owner=ReachableUserFactory())
    leave = leave_on(consultant, date(2026, 11, 26))
    services.save_leave(leave=leave, by=staff, at=NOW)
    send_all(at=THURSDAY_8 - timedelta(days=1))
    mailoutbox.clear()

    services.withdraw_leave(leave=leave, by=staff, at=THURSDAY_8 - timedelta(hours=20))
    send_all(at=THURSDAY_8 - timedelta(hours=1))

    assert [mail.subject[:8] for mail in mailoutbox] == ["Hari ini"]
    found = Booking.objects.with_outcome().get(pk=booking.pk)
    assert selectors.state_of(found, viewer=booking.booked_by, at=NOW).text == "Dipesan"
    assert states(booking, "BOOKING_REMINDER_HOURS") == [State.SKIPPED, State.SENT]


def test_the_owners_page_says_not_to_come_yet(staff, client):
    consultant = ConsultantFactory()
    booking = book(consultant)
    services.save_leave(leave=leave_on(consultant), by=staff, at=NOW)
    client.force_login(booking.booked_by)

    assert "mohon jangan datang dulu" in client.get(booking.get_absolute_url()).content.decode()


# --- Rivals ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_fm22_a_booking_racing_with_leave_is_refused_or_asked_about():
    for _round in range(5):
        consultant = ConsultantFactory()
        business = BusinessFactory()
        owner = business.people.get()
        leave = leave_on(consultant)

        def rival(business=business, owner=owner, consultant=consultant):
            return services.book_time(
                consultant=consultant,
                expertise=consultant.expertises.get(),
                business=business,
                booked_by=owner,
                starts_at=TOMORROW_8,
                topic="Cepat melempem",
                at=NOW,
            )

        def absent(leave=leave, consultant=consultant):
            return services.save_leave(leave=leave, by=consultant.user, at=NOW)

        all_at_once([rival, absent])

        booked = list(Booking.objects.filter(consultant=consultant))
        asked = [hit.booking for hit in AffectedBooking.objects.filter(consultant=consultant)]
        assert booked == asked


@pytest.mark.django_db(transaction=True)
def test_two_closed_days_at_once_ask_once_each_and_never_deadlock():
    consultants = ConsultantFactory.create_batch(3)
    bookings = [book(each) for each in consultants] + [
        book(each, THURSDAY_8) for each in consultants
    ]
    staff = UserFactory(role=Role.PROGRAMME_ADMIN)
    acts = [
        lambda day=day: services.save_closure(
            closure=Closure(on=day, name="Libur"), by=staff, at=NOW
        )
        for day in (WEDNESDAY, date(2026, 11, 26))
    ]

    all_at_once(acts)

    assert set(waiting()) == set(bookings)
    assert AffectedBooking.objects.count() == len(bookings)


@pytest.mark.django_db(transaction=True)
def test_a_role_taken_while_appointments_are_cancelled_never_deadlocks():
    sync_groups()
    staff, other = UserFactory.create_batch(2, role=Role.PROGRAMME_ADMIN)
    for _round in range(10):
        consultant = ConsultantFactory()
        booking = book(consultant)
        acts = [
            lambda user=consultant.user: take_role(user, by=staff),
            lambda booking=booking: services.cancel_booking(
                booking=booking, by=other, at=NOW, reason="Listrik padam"
            ),
        ]

        results = all_at_once(acts)

        assert [type(result).__name__ for result in results] == ["NoneType", "Booking"]
        assert waiting() == []


def test_hours_that_come_back_free_what_waited(staff):
    consultant = ConsultantFactory()
    booking = book(consultant)
    morning = consultant.weekly_hours.get(weekday=2, opens=time(8))
    services.end_hours(hours=morning, last_day=date(2026, 11, 24), by=staff, at=NOW)

    again = WeeklyHours(
        consultant=consultant,
        weekday=2,
        opens=time(8),
        closes=time(12),
        valid_from=WEDNESDAY,
    )
    services.add_hours(hours=again, by=staff, at=NOW)

    assert booking.disruptions.get().decision == Decision.LIFTED
