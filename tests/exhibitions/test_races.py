"""Rivals in real threads on real PostgreSQL."""

from collections import Counter
from datetime import timedelta

import pytest

from exhibitions import services
from exhibitions.models import Application, BoothPlace
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import (
    JUDGED,
    RELEASED,
    Outcome,
    State,
    confirmed,
    decide,
    in_review,
    office,
    owner_of,
    released,
    score_all,
)
from tests.exhibitions.test_ready import listed
from tests.factories import (
    ActivityFactory,
    BoothFactory,
    BusinessFactory,
    ProductFactory,
    ZoneFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db(transaction=True)
LAPSES = RELEASED + timedelta(hours=48)


def test_fm08_of_thirty_who_say_yes_the_first_five_come():
    activity = ActivityFactory(apply_from=None, apply_until=None, answer_by=None, quota=5)
    for _each in range(30):
        listed()
    call = services.send_call(
        activity=activity, wanted=5, answer_until=NOW + timedelta(hours=1), by=office(), at=NOW
    )
    answers = [(each, each.business.people.get()) for each in call.answers.all()]

    results = all_at_once(
        [
            lambda answer=answer, owner=owner: services.answer_call(
                answer=answer, comes=True, by=owner, at=NOW + SECOND
            )
            for answer, owner in answers
        ]
    )

    assert Counter(type(each).__name__ for each in results) == {"CallAnswer": 5, "PlaceGone": 25}
    assert Application.objects.confirmed().count() == 5
    assert sorted(call.answers.coming().values_list("place", flat=True)) == [1, 2, 3, 4, 5]
    call.refresh_from_db()
    assert call.state == "FILLED"


@pytest.mark.parametrize("_round", range(3))
def test_fm10_confirmed_while_it_lapses_has_one_outcome(_round):
    activity, [chosen, reserve] = released([Outcome.SELECT, Outcome.RESERVE], quota=1)
    owner = owner_of(chosen)

    all_at_once(
        [
            lambda: services.confirm_place(application=chosen, by=owner, at=LAPSES - SECOND),
            lambda: services.settle_places(activity=activity, at=LAPSES),
            lambda: services.settle_places(activity=activity, at=LAPSES),
        ]
    )

    chosen.refresh_from_db()
    reserve.refresh_from_db()
    assert (chosen.state, reserve.state) in [
        (State.CONFIRMED, State.RESERVE),
        (State.LAPSED, State.SELECTED),
    ]


def test_fm08_a_booth_for_three_takes_three_of_twelve():
    activity = confirmed().activity
    booth = BoothFactory(zone=ZoneFactory(activity=activity), capacity=3)
    rows = [confirmed() for _each in range(12)]
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(activity=activity)
    rows = list(Application.objects.filter(pk__in=[row.pk for row in rows]))
    staff = office()

    results = all_at_once(
        [
            lambda row=row: services.give_booth(application=row, booth=booth, by=staff, at=NOW)
            for row in rows
        ]
    )

    assert Counter(type(each).__name__ for each in results) == {"BoothPlace": 3, "BoothFull": 9}
    assert sorted(BoothPlace.objects.values_list("seat", flat=True)) == [1, 2, 3]


def test_the_same_business_applying_at_once_has_one_application():
    activity = ActivityFactory()
    business = BusinessFactory()
    owner = business.people.get()
    product = ProductFactory(business=business)

    def ask():
        return services.save_draft(
            activity=activity, business=business, products=[product], by=owner, at=NOW
        )

    results = all_at_once([ask] * 8)

    assert len({each.pk for each in results}) == 1
    assert Application.objects.get().entries.count() == 1


def test_fm08_chosen_by_two_at_once_there_are_never_more_than_places():
    _activity, rows = in_review(entries=6, quota=2)
    staff = [office(), office()]

    results = all_at_once(
        [
            lambda row=row, by=staff[number % 2]: decide(row, Outcome.SELECT, by=by)
            for number, row in enumerate(rows)
        ]
    )

    assert Counter(type(each).__name__ for each in results) == {"Verdict": 2, "TooManySelected": 4}


def test_released_by_three_workers_at_once_each_is_told_once():
    activity, rows = in_review(entries=4, panel=2, quota=2)
    score_all(activity, rows)
    services.propose_verdicts(activity=activity, by=office(), at=JUDGED)
    order = activity.releases.create(total=4, ordered_by=office(), ordered_at=RELEASED)

    results = all_at_once(
        [lambda: services.carry_out_release(release_id=order.pk, at=RELEASED)] * 3
    )

    assert sorted(results) == ["DONE", "not ours", "not ours"]
    assert (
        Message.objects.filter(kind__startswith="APPLICATION_")
        .exclude(kind="APPLICATION_CONFIRM_BY")
        .count()
        == 4
    )
