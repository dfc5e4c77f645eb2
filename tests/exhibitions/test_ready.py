"""The ready list: opted in, called, first come."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from exhibitions import selectors, services
from exhibitions.models import Activity, Application, Call, CallAnswer, ReadyListing
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import State, confirmed, counter, office, owner_of
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    ProductFactory,
    RequirementFactory,
    UserFactory,
)
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(hours=1)


def listed(business=None, **fields):
    business = business or BusinessFactory()
    return services.be_ready(
        business=business,
        products=[ProductFactory(business=business)],
        pieces=40,
        by=business.people.first(),
        at=NOW,
        **fields,
    )


def event(**fields):
    """Filled by calling alone."""
    return ActivityFactory(
        **{"apply_from": None, "apply_until": None, "answer_by": None, "quota": 3} | fields
    )


def send(activity, wanted=1, **fields):
    return services.send_call(
        **{"activity": activity, "wanted": wanted, "answer_until": UNTIL, "at": NOW}
        | {"by": counter()}
        | fields
    )


def say(answer, comes=True, at=NOW + SECOND, by=None):
    return services.answer_call(
        answer=answer, comes=comes, by=by or answer.business.people.get(), at=at
    )


def test_on_the_list_for_thirty_days_with_own_products_only():
    listing = listed()

    for at, is_there in ((NOW, True), (NOW + timedelta(days=30), False)):
        assert listing.is_fresh(at=at) is is_there
        assert ReadyListing.objects.fresh(at=at).exists() is is_there
    with pytest.raises(services.NotTheirProduct):
        services.be_ready(
            business=listing.business,
            products=[ProductFactory()],
            pieces=1,
            by=owner_of(listing),
            at=NOW,
        )
    services.stop_being_ready(business=listing.business, by=owner_of(listing))
    assert not ReadyListing.objects.fresh(at=NOW).exists()


def test_called_urgently_and_who_is_first_comes():
    first, second = listed(), listed()
    activity = event(quota=1)
    call = send(activity)
    one, two = (call.answers.get(business=each.business) for each in (first, second))
    message = Message.objects.filter(kind="READY_CALL").first()
    assert (message.definition.time_critical, message.useless_after) == (True, UNTIL)

    say(one)
    with pytest.raises(services.PlaceGone):
        say(two)

    came = Application.objects.get(business=first.business)
    assert (came.state, came.entries.count()) == (State.CONFIRMED, 1)
    assert [Call.objects.get().state, selectors.call_state(call).coming] == ["FILLED", 1]


def test_an_answer_twice_is_one_and_a_no_may_become_a_yes():
    listing = listed()
    answer = send(event()).answers.get()

    for _time in range(2):
        say(answer, comes=False)
    for _time in range(2):
        say(answer)

    assert Application.objects.filter(business=listing.business).count() == 1


def test_too_late_or_closed_is_over():
    listed()
    call = send(event())
    answer = call.answers.get()

    with pytest.raises(services.CallOver):
        say(answer, at=UNTIL)
    services.close_call(call=call, by=office(), at=NOW)
    with pytest.raises(services.CallOver):
        say(answer)


def test_backing_out_opens_the_call_for_the_others():
    listed(), listed()
    call = send(event(quota=1))
    one, two = call.answers.order_by("pk")
    say(one)

    for _time in range(2):
        services.back_out(answer=one, by=one.business.people.get(), at=NOW + SECOND)

    assert say(two).state == CallAnswer.State.COMING
    assert Application.objects.confirmed().count() == 1
    one.refresh_from_db()
    with pytest.raises(services.WrongState):
        say(one)


def test_no_more_are_called_than_places_are_free():
    listed()
    activity = event(quota=2)
    send(activity, wanted=2)

    with pytest.raises(services.NothingFree):
        send(activity, wanted=1)


def test_what_is_called_for_is_not_offered_to_reserves_as_well():
    listed()
    reserve = confirmed(quota=2)
    activity = reserve.activity
    other = confirmed()
    Application.objects.filter(pk=other.pk).update(
        activity=activity, state=State.RESERVE, submitted_at=NOW, rank=2
    )
    call = send(activity)

    assert services.settle_places(activity=activity, at=NOW) == []
    services.close_call(call=call, by=office(), at=NOW)

    assert Application.objects.get(pk=other.pk).state == State.SELECTED


def test_only_who_can_come_is_called_and_the_list_says_why_not():
    out_of_town = event(kind=Activity.Kind.OUT_OF_TOWN)
    RequirementFactory(activity=out_of_town, kind="NIB")
    owing = confirmed(starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 11))
    listed(owing.business, goes_out_of_town=True)
    listed()

    found = selectors.candidates(out_of_town, at=NOW)

    # No report and no NIB; never out of town and no NIB.
    assert sorted(len(each.why_not) for each in found) == [2, 2]
    with pytest.raises(services.NobodyReady):
        send(out_of_town)


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_take_the_same_queries(django_assert_num_queries, count):
    activity = event()
    RequirementFactory(activity=activity, kind="NIB")
    for _each in range(count):
        listed()

    with django_assert_num_queries(10):
        selectors.candidates(activity, at=NOW)


def test_calls_are_for_published_activities_and_the_office():
    listed()
    with pytest.raises(services.WrongState):
        send(event(state="DRAFT"))
    with pytest.raises(services.NotAllowed):
        send(event(), by=UserFactory())
    with pytest.raises(services.CallOver):
        send(event(), answer_until=NOW)


def test_the_database_refuses_a_place_twice():
    listed(), listed()
    one, two = send(event()).answers.order_by("pk")
    say(one)

    with pytest.raises(IntegrityError), transaction.atomic():
        CallAnswer.objects.filter(pk=two.pk).update(state="COMING", place=1)


def test_calls_are_seen_by_those_who_were_called():
    listing = listed()
    call = send(event())

    assert list(Call.objects.visible_to(owner_of(listing))) == [call]
    assert not Call.objects.visible_to(UserFactory()).exists()
    assert not CallAnswer.objects.visible_to(UserFactory()).exists()
