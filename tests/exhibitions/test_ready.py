"""The ready list: opted in, called, first come."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from businesses.models import Product
from exhibitions import selectors, services
from exhibitions.models import (
    Activity,
    Application,
    Call,
    CallAnswer,
    ReadyListing,
    Verdict,
)
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.selectors import to_call
from plut_portal.notifications.services import deliver
from tests.exhibitions.fair import (
    CLOSED,
    JUDGED,
    RELEASED,
    Outcome,
    State,
    confirmed,
    counter,
    decide,
    office,
    owner_of,
    release,
    score_all,
)
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BusinessFactory,
    ProductFactory,
    ReachableUserFactory,
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


def test_what_is_no_longer_made_is_neither_called_for_nor_brought():
    some, none = listed(), listed()
    gone = ProductFactory(business=some.business)
    some.products.add(gone)
    Product.objects.filter(pk__in=[gone.pk, none.products.get().pk]).update(is_active=False)

    call = send(event())
    say(call.answers.get())

    came = Application.objects.get(business=some.business)
    assert gone not in [entry.product for entry in came.entries.all()]
    assert came.entries.count() == 1


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


@pytest.mark.parametrize("end", ["called off", "finished"])
def test_calls_end_with_their_activity(end):
    listed()
    activity = event()
    call = send(activity, answer_until=activity.over_at)
    if end == "called off":
        services.cancel_activity(activity=activity, reason="Banjir", by=office(), at=NOW)
    else:
        at = activity.over_at
        services.finish_activity(activity=activity, by=office(), at=at)

    with pytest.raises(services.CallOver):
        say(call.answers.get())

    assert not selectors.calls_to_answer(call.answers.get().business.people.get(), at=NOW)
    asked = Message.objects.get(kind="READY_CALL")
    assert asked.definition.why_not(asked, NOW) == "Panggilannya sudah berakhir."


def test_nobody_answers_after_the_activity():
    listed()
    activity = event()

    with pytest.raises(services.WrongState):
        send(activity, answer_until=activity.over_at + SECOND)


def called_before_the_curation(*, quota, wanted):
    """So many were called while others applied; who was called, and who is chosen from."""
    activity = ActivityFactory(panel=2, weights=[1], quota=quota)
    listed()
    call = send(activity, wanted=wanted, answer_until=RELEASED + timedelta(days=1))
    rows = [ApplicationFactory(activity=activity) for _each in range(quota)]
    activity = services.begin_review(activity=activity, by=office(), at=CLOSED)
    for row in rows:
        row.refresh_from_db()
    score_all(activity, rows, *[4] * quota)
    return activity, call.answers.get(), rows


@pytest.mark.parametrize("has_answered", [True, False])
def test_fm08_what_a_call_took_is_not_given_again_by_the_curation(has_answered):
    activity, answer, rows = called_before_the_curation(quota=2, wanted=1)
    if has_answered:
        say(answer)

    made = services.propose_verdicts(activity=activity, by=office(), at=JUDGED)

    assert [each.outcome for each in made] == [Outcome.SELECT, Outcome.RESERVE]
    with pytest.raises(services.TooManySelected):
        decide(made[1].application, Outcome.SELECT)
    Verdict.objects.update(outcome=Outcome.SELECT)
    with pytest.raises(services.NotReady, match="2 terpilih untuk 1"):
        services.order_release(activity=activity, by=office(), at=RELEASED)
    assert len(rows) == 2


def test_who_left_the_curation_and_answered_a_call_is_not_chosen_from():
    activity, answer, rows = called_before_the_curation(quota=2, wanted=1)
    entry = ApplicationFactory(activity=activity, business=answer.business)
    Application.objects.filter(pk=entry.pk).update(
        state=State.WITHDRAWN, frozen_at=CLOSED, frozen=rows[0].frozen
    )
    say(answer, at=JUDGED)
    decide(rows[0], Outcome.SELECT)
    decide(rows[1], Outcome.RESERVE)

    assert release(activity) == "DONE"

    entry.refresh_from_db()
    assert (entry.state, entry.rank) == (State.CONFIRMED, None)
    ranked = [each.application for each in selectors.ranking_of(activity)]
    assert sorted(each.pk for each in ranked) == sorted(row.pk for row in rows)


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


def asked(answer):
    """The messages that ask for this answer, oldest first."""
    return Message.objects.filter(topic=answer.message_topic).order_by("pk")


def test_a_place_that_is_free_again_is_told_to_those_who_have_not_answered():
    for _each in range(3):
        listed(BusinessFactory(owner=ReachableUserFactory()))
    call = send(event())
    comes, silent, not_coming = call.answers.order_by("pk")
    say(not_coming, comes=False)
    say(comes)
    assert asked(silent).get().deliveries.get(channel="EMAIL").state == "SKIPPED"

    services.back_out(answer=comes, by=owner_of(comes), at=NOW + SECOND)

    assert Call.objects.get().state == Call.State.OPEN
    again = asked(silent)[1]
    assert (again.deliveries.get(channel="EMAIL").state, again.useless_after) == ("WAITING", UNTIL)
    assert [asked(each).count() for each in (comes, not_coming)] == [1, 1]
    assert again.definition.why_not(again, NOW) == ""


def test_a_place_that_is_free_again_too_late_for_answers_is_for_the_reserves():
    listed()
    activity = event(quota=1)
    answer = send(activity).answers.get()
    say(answer)
    reserve = ApplicationFactory(activity=activity, state=State.RESERVE)
    Activity.objects.update(state=Activity.State.RELEASED)

    services.back_out(answer=answer, by=owner_of(answer), at=UNTIL)

    reserve.refresh_from_db()
    assert (Call.objects.get().state, reserve.state) == (Call.State.CLOSED, State.SELECTED)


def silent_ones(*, at=NOW):
    return set(to_call(at=at).filter(kind="READY_CALL").values_list("recipient", flat=True))


def decline(call):
    say(call.answers.first(), comes=False)


def fill(call):
    say(call.answers.first())


def close(call):
    services.close_call(call=call, by=office(), at=NOW)


def call_off(call):
    services.cancel_activity(activity=call.activity, reason="Banjir", by=office(), at=NOW)


@pytest.mark.parametrize(("end", "left"), [(decline, 1), (fill, 0), (close, 0), (call_off, 0)])
def test_nobody_is_to_be_called_about_what_is_settled(end, left):
    for _each in range(2):
        listed()
    call = send(event())
    for delivery in Delivery.objects.due(at=NOW):
        deliver(delivery_id=delivery.pk, at=NOW)
    assert len(silent_ones()) == 2

    end(call)

    assert len(silent_ones()) == left


def test_a_call_that_night_keeps_from_leaving_is_made_by_telephone():
    evening = NOW.replace(hour=20, minute=30)
    listed(BusinessFactory(owner=ReachableUserFactory()))

    call = send(event(), answer_until=evening + timedelta(hours=3), at=evening)

    assert silent_ones(at=evening) == {owner_of(call.answers.get()).pk}


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
