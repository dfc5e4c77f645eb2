"""The share of urgent messages that reached a person, at its edges."""

from datetime import date, timedelta

import pytest

from plut_portal.notifications import selectors
from plut_portal.notifications.models import ContactAttempt, Delivery
from plut_portal.notifications.selectors import Period, Reach
from tests.factories import ContactAttemptFactory, DeliveryFactory
from tests.times import NOW, SECOND

State, Outcome = Delivery.State, ContactAttempt.Outcome
WEEK = selectors.period("minggu", NOW.date())
MONDAY = NOW.replace(day=23, hour=0)

pytestmark = pytest.mark.django_db


def urgent(state=State.NO_CONTACT, *, due_at=NOW, useless_after=None, **fields):
    sent_at = due_at if state == State.SENT else None
    row = DeliveryFactory(
        message__kind="BOOKING_CANCELLED",
        message__due_at=due_at,
        message__useless_after=useless_after,
        state=state,
        sent_at=sent_at,
        **fields,
    )
    return row.message


def share(when=WEEK, *, at=NOW):
    return selectors.reach(when, at=at)


@pytest.mark.parametrize(
    ("name", "day", "first", "last"),
    [
        ("minggu", date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 29)),
        ("minggu", date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        ("bulan", date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 30)),
        ("bulan", date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29)),
        ("bulan", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("tahun", date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 29)),
    ],
)
def test_periods_are_weeks_from_monday_and_months(name, day, first, last):
    when = selectors.period(name, day)

    assert (when.first, when.last) == (first, last)
    assert selectors.period(name, when.before).after == first


def test_the_week_begins_and_ends_at_midnight_wib():
    end = MONDAY + timedelta(days=7)
    for due_at in (MONDAY - SECOND, MONDAY, end - SECOND, end):
        urgent(due_at=due_at)

    assert share(at=end).due == 2


def test_what_is_due_later_is_not_counted_yet():
    urgent(due_at=NOW + SECOND)

    assert (share().due, share(at=NOW + SECOND).due) == (0, 1)


@pytest.mark.parametrize(
    ("state", "due", "reached"),
    [
        (State.SENT, 1, 1),
        (State.FAILED, 1, 0),
        (State.NO_CONTACT, 1, 0),
        (State.MISSED, 1, 0),
        (State.WAITING, 1, 0),
        (State.SENDING, 1, 0),
        (State.SKIPPED, 0, 0),
    ],
)
def test_skipped_messages_are_no_part_of_it(state, due, reached):
    urgent(state)

    assert (share().due, share().reached) == (due, reached)


def test_other_kinds_and_the_inbox_do_not_count():
    DeliveryFactory(state=State.SENT, sent_at=NOW)
    urgent(State.SENT, channel=Delivery.Channel.INBOX)

    assert share().due == 0


@pytest.mark.parametrize(
    ("outcome", "reached"),
    [
        (Outcome.REACHED, 1),
        (Outcome.STARTED, 0),
        (Outcome.NOT_REACHED, 0),
        (Outcome.WRONG_NUMBER, 0),
        (Outcome.LEFT_WORD, 0),
    ],
)
def test_only_a_call_that_reached_the_person_counts(outcome, reached):
    ContactAttemptFactory(messages=[urgent()], outcome=outcome)

    assert (share().by_call, share().due) == (reached, 1)


@pytest.mark.parametrize(("late", "reached"), [(timedelta(0), 1), (SECOND, 0)])
def test_a_call_counts_until_the_message_is_useless(late, reached):
    message = urgent(useless_after=NOW)
    ContactAttemptFactory(messages=[message], at=NOW + late)

    assert share(at=NOW + late).by_call == reached


def test_the_newest_outcome_counts():
    message = urgent()
    ContactAttemptFactory(messages=[message], at=NOW, outcome=Outcome.REACHED)
    ContactAttemptFactory(messages=[message], at=NOW, outcome=Outcome.NOT_REACHED)

    assert share().by_call == 0


def test_mailed_and_called_is_reached_once():
    message = urgent(State.SENT)
    ContactAttemptFactory(messages=[message])

    assert (share().by_mail, share().by_call, share().reached) == (1, 0, 1)


@pytest.mark.parametrize(
    ("reached", "due", "percent", "meets_goal"),
    [
        (0, 0, None, True),
        (19, 20, 95.0, True),
        (94, 99, 94.9, False),
        (949_999, 1_000_000, 94.9, False),
        (1, 1, 100.0, True),
    ],
)
def test_the_goal_is_not_met_by_rounding(reached, due, percent, meets_goal):
    result = Reach(due=due, by_mail=reached, by_call=0, still_open=0)

    assert (result.percent, result.meets_goal) == (percent, meets_goal)


def test_the_share_is_two_queries(django_assert_num_queries):
    for _number in range(3):
        urgent()

    with django_assert_num_queries(2):
        assert share(Period("minggu", WEEK.first, WEEK.after)).due == 3
