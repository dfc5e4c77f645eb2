"""Times held while somebody types: busy for others, free for the holder, gone after ten minutes."""

from datetime import timedelta

import pytest

from consultations import selectors, services, tasks
from consultations.models import BookingPolicy, TimeHold
from consultations.services import holds
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    TimeHoldFactory,
)
from tests.times import NOW, SECOND, THURSDAY_8, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

TEN_MINUTES = timedelta(minutes=10)
MINE, THEIRS = "m" * 32, "t" * 32


def hold(consultant, starts_at=TOMORROW_8, *, token=MINE, at=NOW):
    return services.hold_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        starts_at=starts_at,
        token=token,
        at=at,
    )


def book(consultant, starts_at=TOMORROW_8, *, token="", at=NOW):
    business = BusinessFactory()
    return services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=starts_at,
        topic="Cepat melempem",
        at=at,
        token=token,
    )


def is_free(consultant, starts_at=TOMORROW_8, *, token="", at=NOW):
    time = selectors.offered_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        starts_at=starts_at,
        at=at,
        token=token,
    )
    return time and time.is_free


def set_policy(**rules):
    policy = BookingPolicy.load()
    for name, value in rules.items():
        setattr(policy, name, value)
    policy.save()


def test_hold_time_takes_the_length_from_the_field_and_lasts_ten_minutes():
    held = hold(ConsultantFactory(expertise=ExpertiseFactory(session_minutes=45)))

    assert held.ends_at - held.starts_at == timedelta(minutes=45)
    assert held.occupied_until - held.ends_at == timedelta(minutes=15)
    assert held.expires_at - NOW == TEN_MINUTES


def test_a_hold_blocks_others_and_not_its_holder():
    held = hold(ConsultantFactory())

    with pytest.raises(services.TimeHeld) as refusal:
        book(held.consultant)
    booking = book(held.consultant, token=MINE)

    assert "07.10 WIB" in str(refusal.value)
    assert (booking.starts_at, TimeHold.objects.count()) == (TOMORROW_8, 0)


def test_a_hold_is_taken_wherever_times_are_shown():
    consultant = ConsultantFactory()
    hold(consultant, TODAY_9)
    whose = {"consultant": consultant, "expertise": consultant.expertises.get(), "at": NOW}

    (row,) = selectors.next_free_times(at=NOW)
    shown = {
        token: selectors.bookable_days(**whose, token=token, count=1)[0].times[0].is_free
        for token in ("", MINE, THEIRS)
    }
    nearest = selectors.alternatives(**whose, starts_at=TODAY_9)

    assert row.starts_at == TODAY_9.replace(hour=10, minute=30)
    assert shown == {"": False, MINE: True, THEIRS: False}
    assert TODAY_9 not in [time.starts_at for time in nearest]


def test_a_hold_ends_to_the_second():
    consultant = ConsultantFactory()
    hold(consultant)

    assert is_free(consultant, at=NOW + TEN_MINUTES - SECOND) is False
    with pytest.raises(services.TimeHeld):
        book(consultant, at=NOW + TEN_MINUTES - SECOND)
    assert is_free(consultant, at=NOW + TEN_MINUTES) is True
    assert book(consultant, at=NOW + TEN_MINUTES).starts_at == TOMORROW_8


def test_the_holder_of_an_expired_hold_still_books_a_time_that_is_free():
    held = hold(ConsultantFactory())

    booking = book(held.consultant, token=MINE, at=NOW + TEN_MINUTES + SECOND)

    assert (booking.starts_at, TimeHold.objects.count()) == (TOMORROW_8, 0)


def test_an_expired_hold_gives_no_right_to_a_time_somebody_booked():
    held = hold(ConsultantFactory())
    book(held.consultant, at=NOW + TEN_MINUTES)

    with pytest.raises(services.TimeTaken):
        book(held.consultant, token=MINE, at=NOW + TEN_MINUTES)


def test_a_hold_blocks_an_overlap_of_a_longer_session():
    consultant = ConsultantFactory()
    TimeHoldFactory(consultant=consultant, starts_at=TOMORROW_9)
    longer = ExpertiseFactory(session_minutes=120)
    consultant.expertises.add(longer)

    with pytest.raises(services.TimeHeld):
        services.hold_time(
            consultant=consultant, expertise=longer, starts_at=TOMORROW_8, token=MINE, at=NOW
        )


def test_hold_time_replaces_the_hold_before():
    first, second = ConsultantFactory(), ConsultantFactory()

    hold(first)
    hold(second, TOMORROW_9)

    (held,) = TimeHold.objects.all()
    assert (held.consultant, held.starts_at) == (second, TOMORROW_9)


def test_hold_time_of_the_same_time_adds_no_minutes():
    consultant = ConsultantFactory()
    first = hold(consultant)

    again = hold(consultant, at=NOW + timedelta(minutes=9))

    assert (again.pk, again.expires_at) == (first.pk, NOW + TEN_MINUTES)


def test_hold_time_again_after_it_ran_out_gives_ten_new_minutes():
    consultant = ConsultantFactory()
    hold(consultant)

    again = hold(consultant, at=NOW + TEN_MINUTES)

    assert again.expires_at == NOW + 2 * TEN_MINUTES


def test_hold_time_refuses_a_booked_and_a_held_time_and_keeps_the_hold_before():
    booking = BookingFactory()
    other = TimeHoldFactory(consultant=booking.consultant, starts_at=TOMORROW_9, token=THEIRS)
    mine = hold(booking.consultant, THURSDAY_8)

    with pytest.raises(services.TimeTaken) as booked:
        hold(booking.consultant, TOMORROW_8)
    with pytest.raises(services.TimeHeld):
        hold(booking.consultant, TOMORROW_9)

    assert booked.type is services.TimeTaken
    assert set(TimeHold.objects.all()) == {mine, other}


def test_fm03_hold_time_refuses_what_is_not_offered():
    consultant = ConsultantFactory()

    for starts_at in (NOW, TOMORROW_8 + timedelta(minutes=5), TOMORROW_8 + timedelta(days=90)):
        with pytest.raises(services.TimeNotOffered):
            hold(consultant, starts_at)


def test_a_held_time_is_hers_although_the_notice_begins_meanwhile():
    consultant = ConsultantFactory()
    just_in_time = TODAY_9 - timedelta(hours=2)
    hold(consultant, TODAY_9, at=just_in_time)

    late = just_in_time + timedelta(minutes=8)

    assert is_free(consultant, TODAY_9, token=MINE, at=late) is True
    assert is_free(consultant, TODAY_9, at=late) is None
    assert book(consultant, TODAY_9, token=MINE, at=late).starts_at == TODAY_9


def test_move_booking_respects_a_hold_and_uses_up_ones_own():
    booking = BookingFactory()
    hold(booking.consultant, TOMORROW_9)

    with pytest.raises(services.TimeHeld):
        services.move_booking(booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW)
    moved = services.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW, token=MINE
    )

    assert (moved.starts_at, TimeHold.objects.count()) == (TOMORROW_9, 0)


def test_a_refused_booking_keeps_the_hold():
    held = hold(ConsultantFactory())
    business = BusinessFactory()
    BookingFactory(business=business)

    with pytest.raises(services.BusinessElsewhere):
        services.book_time(
            consultant=held.consultant,
            expertise=held.expertise,
            business=business,
            booked_by=business.people.get(),
            starts_at=TOMORROW_8,
            topic="Cepat melempem",
            at=NOW,
            token=MINE,
        )

    assert list(TimeHold.objects.all()) == [held]


def test_hold_minutes_of_zero_switches_holding_off():
    set_policy(hold_minutes=0)

    assert hold(ConsultantFactory()) is None
    assert TimeHold.objects.count() == 0


def test_hold_minutes_are_the_offices():
    set_policy(hold_minutes=3)

    assert hold(ConsultantFactory()).expires_at == NOW + timedelta(minutes=3)


def test_fm47_nobody_empties_a_day_by_holding_it():
    consultant = ConsultantFactory()
    for number in range(holds.MOST_A_DAY):
        hold(consultant, TOMORROW_8 + number * timedelta(minutes=75), token=f"{number}" * 32)

    third = hold(consultant, TOMORROW_8.replace(hour=13))
    next_day = hold(consultant, THURSDAY_8)

    assert third is None
    assert next_day.starts_at == THURSDAY_8
    assert is_free(consultant, TOMORROW_8.replace(hour=13)) is True


def test_fm47_expired_holds_do_not_count_for_the_day():
    consultant = ConsultantFactory()
    for number in range(holds.MOST_A_DAY):
        TimeHoldFactory(
            consultant=consultant,
            starts_at=TOMORROW_8 + number * timedelta(minutes=75),
            created_at=NOW - TEN_MINUTES,
        )

    assert hold(consultant) is not None


def test_purge_holds_removes_the_expired_ones_only():
    TimeHoldFactory(created_at=NOW - timedelta(hours=1))
    live = TimeHoldFactory()

    assert tasks.purge_holds() == 1
    assert list(TimeHold.objects.all()) == [live]


@pytest.mark.parametrize("count", [1, 3])
def test_holds_add_one_query_however_many_there_are(django_assert_num_queries, count):
    consultants = ConsultantFactory.create_batch(count)
    for consultant in consultants:
        TimeHoldFactory.create_batch(2, consultant=consultant)
    day = TOMORROW_8.date()

    with django_assert_num_queries(9):
        selectors.calendars(consultants, day, day, at=NOW)


def newcomer(**changes):
    return services.Newcomer(
        **{"full_name": "Sumiati", "contact": "+6281234567890", "password": "apel-manalagi-7"}
        | changes
    )


def test_the_password_of_a_newcomer_is_not_printed():
    assert "apel-manalagi-7" not in repr(newcomer())


def test_release_without_a_token_gives_up_nothing():
    held = TimeHoldFactory(token=THEIRS)

    services.release(token="")

    assert list(TimeHold.objects.all()) == [held]
