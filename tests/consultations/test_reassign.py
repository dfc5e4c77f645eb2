"""Deciding about affected appointments: another time, a colleague, or cancelled."""

from datetime import date, timedelta

import pytest

from consultations import selectors, services
from consultations.models import AffectedBooking, Booking, Leave
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.notifications.models import Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ReachableUserFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, THURSDAY_8, THURSDAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 11, 25)
Decision = AffectedBooking.Decision


@pytest.fixture
def staff(db):
    sync_groups()
    return UserFactory(role=Role.PROGRAMME_ADMIN)


@pytest.fixture
def hit(staff):
    return make_hit()


def make_hit(substitute=None, starts_at=TOMORROW_8, consultant=None):
    consultant = consultant or ConsultantFactory()
    business = BusinessFactory(owner=ReachableUserFactory())
    booking = services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        at=NOW,
    )
    leave = Leave(
        consultant=consultant, starts_on=WEDNESDAY, ends_on=WEDNESDAY, substitute=substitute
    )
    services.save_leave(leave=leave, by=consultant.user, at=NOW)
    return booking.disruptions.get()


def colleague_of(hit):
    return ConsultantFactory(expertise=hit.booking.expertise)


def decide(hit, decision, *, by, message="Konsultan sakit.", **choice):
    return services.decide(
        hit=hit, choice=services.Choice(decision, **choice), message=message, by=by, at=NOW
    )


def hand_over(hit, colleague, *, by, starts_at=TOMORROW_8):
    return decide(hit, Decision.HANDED_OVER, by=by, consultant=colleague, starts_at=starts_at)


def told(booking, **fields):
    return Message.objects.filter(topic=booking.message_topic, **fields)


def test_decide_to_cancel_tells_the_owner_why(hit, staff):
    booking = decide(hit, Decision.CANCELLED, by=staff)

    hit.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("CANCELLED", "Konsultan sakit.")
    assert (hit.decision, hit.decided_by, hit.decided_at) == ("CANCELLED", staff, NOW)
    assert "Konsultan sakit." in told(booking, kind="BOOKING_CANCELLED").get().body


def test_decide_to_move_tells_the_owner_why_and_uses_up_no_move_of_hers(hit, staff):
    booking = decide(hit, Decision.MOVED, by=staff, starts_at=THURSDAY_8)

    hit.refresh_from_db()
    assert (booking.starts_at, hit.decision) == (THURSDAY_8, "MOVED")
    assert hit.starts_at == TOMORROW_8
    assert "Konsultan sakit." in told(booking, kind="BOOKING_MOVED").get().body


def test_hand_over_gives_it_to_a_colleague_and_tells_everyone(hit, staff):
    before, colleague = hit.consultant, colleague_of(hit)

    booking = hand_over(hit, colleague, by=staff)

    hit.refresh_from_db()
    assert (booking.consultant, booking.starts_at, booking.revision) == (colleague, TOMORROW_8, 1)
    assert (booking.moves_made, hit.decision, hit.consultant) == (0, "HANDED_OVER", before)
    owner = told(booking, kind="BOOKING_HANDED_OVER", recipient=booking.booked_by).get()
    assert colleague.display_name in owner.body
    assert "Konsultan sakit." in owner.body
    agendas = {m.recipient: m.body for m in told(booking, kind="AGENDA_CHANGED")}
    assert set(agendas) == {before.user, colleague.user}
    assert "menggantikan sesi ini" in agendas[before.user]
    assert "masuk agenda Anda" in agendas[colleague.user]
    assert told(booking, kind="BOOKING_REMINDER_HOURS", version=1).exists()


def test_hand_over_frees_the_old_consultants_time(hit, staff):
    hand_over(hit, colleague_of(hit), by=staff)

    calendar = selectors.calendars([hit.consultant], WEDNESDAY, WEDNESDAY, at=NOW)[
        hit.consultant.pk
    ]
    assert calendar.busy == []


def test_hand_over_to_a_taken_time_keeps_everything(hit, staff):
    colleague = colleague_of(hit)
    BookingFactory(consultant=colleague, starts_at=TOMORROW_8)

    with pytest.raises(services.TimeTaken):
        hand_over(hit, colleague, by=staff)

    booking = Booking.objects.get(pk=hit.booking_id)
    assert (booking.consultant, booking.revision) == (hit.consultant, 0)
    assert AffectedBooking.objects.pending().get() == hit


def test_hand_over_to_somebody_of_another_field_is_refused(hit, staff):
    with pytest.raises(services.TimeNotOffered):
        hand_over(hit, ConsultantFactory(), by=staff)


def test_hand_over_to_the_substitute_is_fine_whatever_the_field(staff):
    substitute = ConsultantFactory()
    hit = make_hit(substitute=substitute)

    booking = hand_over(hit, substitute, by=staff)

    assert (booking.consultant, booking.expertise) == (substitute, hit.booking.expertise)


def test_hand_over_off_the_colleagues_grid_is_refused(hit, staff):
    with pytest.raises(services.TimeNotOffered):
        hand_over(hit, colleague_of(hit), by=staff, starts_at=TOMORROW_8.replace(minute=30))


def test_hand_over_of_a_closed_booking_is_refused(staff):
    booking = BookingFactory(status=Booking.Status.CANCELLED)
    colleague = ConsultantFactory(expertise=booking.expertise)

    with pytest.raises(services.WrongState):
        services.hand_over_booking(
            booking=booking,
            consultant=colleague,
            starts_at=TOMORROW_8,
            by=staff,
            at=NOW,
            reason="Rapat",
        )


def test_handing_over_owes_the_owner_a_reason(hit, staff):
    colleague = ConsultantFactory(expertise=hit.booking.expertise)

    with pytest.raises(services.ReasonMissing):
        services.hand_over_booking(
            booking=hit.booking,
            consultant=colleague,
            starts_at=TOMORROW_8,
            by=staff,
            at=NOW,
            reason=" ",
        )


def test_decide_twice_is_refused(hit, staff):
    decide(hit, Decision.CANCELLED, by=staff)

    with pytest.raises(services.WrongState):
        decide(hit, Decision.CANCELLED, by=staff)


def test_decide_to_move_to_the_very_same_time_is_no_decision(hit, staff):
    with pytest.raises(services.TimeNotOffered):
        decide(hit, Decision.MOVED, by=staff, starts_at=TOMORROW_8)


@pytest.mark.parametrize("message", ["", "  "])
def test_decide_without_a_word_to_the_owner_is_refused(hit, staff, message):
    with pytest.raises(services.ReasonMissing):
        decide(hit, Decision.CANCELLED, by=staff, message=message)


def test_hit_rows_offer_own_times_and_those_of_the_field_and_the_substitute(staff):
    substitute = ConsultantFactory()
    ConsultantFactory()
    hit = make_hit(substitute=substitute)
    colleague = colleague_of(hit)

    (row,) = selectors.hit_rows([hit], at=NOW)

    assert {offer.consultant for offer in row.colleagues} == {substitute, colleague}
    days = {time.starts_at.date() for time in row.own.times}
    assert days
    assert WEDNESDAY not in days


@pytest.mark.parametrize(("hits", "consultants"), [(1, 2), (3, 2), (3, 40)])
def test_hit_rows_query_count(django_assert_num_queries, staff, hits, consultants):
    made = [make_hit(starts_at=TOMORROW_8) for _number in range(hits)]
    ConsultantFactory.create_batch(consultants, expertise=made[0].booking.expertise)
    found = list(AffectedBooking.objects.with_people())

    with django_assert_num_queries(11):
        selectors.hit_rows(found, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_fm04_of_hand_overs_to_one_time_one_is_approved_and_the_others_stay_pending():
    sync_groups()
    staff = UserFactory(role=Role.PROGRAMME_ADMIN)
    first = make_hit()
    expertise = first.booking.expertise
    hits = [first] + [
        make_hit(consultant=ConsultantFactory(expertise=expertise)) for _number in range(4)
    ]
    colleague = ConsultantFactory(expertise=expertise)

    results = all_at_once([lambda hit=hit: hand_over(hit, colleague, by=staff) for hit in hits])

    # The others stay, each with a sentence, and none of them in a deadlock.
    assert sorted(type(r).__name__ for r in results) == ["Booking"] + ["TimeTaken"] * 4
    assert Booking.objects.filter(consultant=colleague, starts_at=TOMORROW_8).count() == 1
    assert AffectedBooking.objects.pending().count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_swap_their_sessions_do_not_deadlock():
    sync_groups()
    staff = UserFactory(role=Role.PROGRAMME_ADMIN)
    one = ConsultantFactory()
    two = ConsultantFactory(expertise=one.expertises.get())
    mine = BookingFactory(consultant=one, starts_at=THURSDAY_8)
    theirs = BookingFactory(consultant=two, starts_at=THURSDAY_9)

    results = all_at_once(
        [
            lambda: services.hand_over_booking(
                booking=mine,
                consultant=two,
                starts_at=THURSDAY_8,
                by=staff,
                at=NOW,
                reason="Rapat",
            ),
            lambda: services.hand_over_booking(
                booking=theirs,
                consultant=one,
                starts_at=THURSDAY_9,
                by=staff,
                at=NOW,
                reason="Rapat",
            ),
        ]
    )

    assert [type(result).__name__ for result in results] == ["Booking", "Booking"]


def test_the_decision_settles_before_the_next_reminder_is_asked(hit, staff):
    booking = decide(hit, Decision.MOVED, by=staff, starts_at=TOMORROW_9 + timedelta(days=1))

    assert not selectors.awaits_decision(booking)
