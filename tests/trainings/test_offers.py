from datetime import date, time, timedelta

import pytest

from plut_portal.core import formats
from plut_portal.notifications.models import Message
from tests.factories import BatchFactory, BusinessFactory, MeetingFactory, UserFactory
from tests.times import NOW, SECOND
from tests.trainings.school import ask, office
from trainings import services, tasks
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db

Status = Enrolment.Status
DAY = timedelta(days=1)


@pytest.fixture
def batch():
    return BatchFactory(quota=1)


def statuses(batch):
    return list(batch.enrolments.order_by("pk").values_list("status", flat=True))


def offered(batch, at=NOW):
    """Somebody to whom the only place was just offered, and who waits after her."""
    held, first = ask(batch), ask(batch)
    ask(batch)
    services.withdraw(enrolment=held, by=held.participant, at=at)
    first.refresh_from_db()
    return first


def test_an_offer_is_kept_for_its_hours_and_is_urgent(batch):
    first = offered(batch)

    message = Message.objects.get(kind="TRAINING_OFFER")
    assert (first.status, first.offer_until) == (Status.OFFERED, NOW + DAY)
    assert (message.recipient, message.useless_after) == (first.participant, NOW + DAY)
    assert message.definition.time_critical


def test_an_offer_ends_with_enrolment_and_with_the_first_meeting():
    closing = BatchFactory(quota=1, enrol_until=NOW + timedelta(hours=3))
    beginning = BatchFactory(quota=1)
    MeetingFactory(batch=beginning, starts_at=NOW + timedelta(hours=2))

    assert offered(closing).offer_until == NOW + timedelta(hours=3)
    assert offered(beginning).offer_until == NOW + timedelta(hours=2)


def test_an_offer_on_friday_to_somebody_with_a_phone_alone_outlasts_the_weekend():
    batch = BatchFactory(quota=1, enrol_until=NOW + 20 * DAY)
    held, by_phone = ask(batch), ask(batch, business=BusinessFactory())
    friday = formats.at_wib(date(2026, 11, 27), time(14, 30))

    services.withdraw(enrolment=held, by=held.participant, at=friday)
    services.offer_places(batch=batch, at=friday + DAY)

    by_phone.refresh_from_db()
    assert by_phone.offer_until == formats.at_wib(date(2026, 11, 30), time(20))
    monday = formats.at_wib(date(2026, 11, 30), time(10))
    accepted = services.accept_offer(enrolment=by_phone, by=by_phone.participant, at=monday)
    assert accepted.status == Status.ENROLLED


def test_fm32_an_offer_made_by_night_is_kept_from_the_morning_on():
    batch = BatchFactory(quota=1, offer_hours=3)
    night = formats.at_wib(date(2026, 11, 24), time(22))

    first = offered(batch, at=night)

    assert first.offer_until == formats.at_wib(date(2026, 11, 25), time(10))
    mail = Message.objects.get(kind="TRAINING_OFFER").deliveries.get(channel="EMAIL")
    assert (mail.state, mail.due_at) == ("WAITING", formats.at_wib(date(2026, 11, 25), time(7)))


def test_fm32_nothing_is_offered_by_night_that_ends_before_the_morning(batch):
    batch.enrol_until = batch.first_timers_until = formats.at_wib(date(2026, 11, 25), time(6))
    batch.save()
    night = formats.at_wib(date(2026, 11, 24), time(22))

    first = offered(batch, at=night)
    newcomer = ask(batch, at=night)

    # And nobody overtakes her either.
    assert (first.status, newcomer.status) == (Status.WAITING, Status.WAITING)
    assert not Message.objects.filter(kind="TRAINING_OFFER").exists()


def test_accept_offer_twice_keeps_one_place(batch):
    first = offered(batch)

    for _time in range(2):
        accepted = services.accept_offer(enrolment=first, by=first.participant, at=NOW + SECOND)

    assert (accepted.status, accepted.enrolled_at) == (Status.ENROLLED, NOW + SECOND)
    assert first.participant.messages_received.filter(kind="TRAINING_ENROLLED").count() == 1


def test_accept_offer_refuses_at_its_last_moment(batch):
    first = offered(batch)

    with pytest.raises(services.OfferGone):
        services.accept_offer(enrolment=first, by=first.participant, at=NOW + DAY)


def test_accept_offer_refuses_strangers_and_the_called_off(batch):
    first = offered(batch)

    with pytest.raises(services.NotAllowed):
        services.accept_offer(enrolment=first, by=UserFactory(), at=NOW)
    services.cancel_batch(batch=batch, reason="Gedung banjir", by=office(), at=NOW)
    with pytest.raises(services.OfferGone):
        services.accept_offer(enrolment=first, by=first.participant, at=NOW)


def test_decline_offer_twice_passes_it_on_once(batch):
    first = offered(batch)

    for _time in range(2):
        services.decline_offer(enrolment=first, by=first.participant, at=NOW)

    assert statuses(batch) == [Status.WITHDRAWN, Status.DECLINED, Status.OFFERED]
    with pytest.raises(services.OfferGone):
        services.accept_offer(enrolment=first, by=first.participant, at=NOW)


def test_decline_offer_refuses_where_there_is_none(batch):
    held = ask(batch)

    with pytest.raises(services.OfferGone):
        services.decline_offer(enrolment=held, by=held.participant, at=NOW)


def test_offer_places_passes_on_what_ran_out_once(batch):
    offered(batch)

    for _time in range(2):
        services.offer_places(batch=batch, at=NOW + DAY)

    assert statuses(batch) == [Status.WITHDRAWN, Status.EXPIRED, Status.OFFERED]
    assert Message.objects.filter(kind="TRAINING_OFFER").count() == 2
    assert Message.objects.filter(kind="TRAINING_OFFER_EXPIRED").count() == 1


@pytest.mark.parametrize("closing", ["closed", "begun", "called off"])
def test_fm09_nothing_is_offered_after_the_end(closing):
    batch = BatchFactory(quota=1, enrol_until=NOW + 20 * DAY)
    held, waits = ask(batch), ask(batch)
    late = NOW + DAY
    if closing == "closed":
        batch.enrol_until = batch.first_timers_until = late
        batch.save()
    elif closing == "begun":
        MeetingFactory(batch=batch, starts_at=late)
    else:
        services.cancel_batch(batch=batch, reason="Banjir", by=office(), at=NOW)

    if closing != "called off":
        services.withdraw(enrolment=held, by=held.participant, at=late)
    assert services.offer_places(batch=batch, at=late) == []

    waits.refresh_from_db()
    assert waits.status == (Status.CANCELLED if closing == "called off" else Status.WAITING)
    assert not Message.objects.filter(kind="TRAINING_OFFER").exists()


def test_fm09_moved_up_with_a_reason_comes_first_and_the_history_has_it(batch):
    held, first, second = ask(batch), ask(batch), ask(batch)

    services.move_up(enrolment=second, reason="Dapur terbakar", by=office(), at=NOW)
    services.withdraw(enrolment=held, by=held.participant, at=NOW)

    assert statuses(batch) == [Status.WITHDRAWN, Status.WAITING, Status.OFFERED]
    second.refresh_from_db()
    assert second.history.latest().priority_reason == "Dapur terbakar"
    assert first.business_id != second.business_id


@pytest.mark.parametrize("how", ["withdraw", "decline", "expire", "accept then withdraw"])
def test_fm09_each_way_out_frees_exactly_one_place(batch, how):
    first = offered(batch)
    ask(batch)

    if how == "expire":
        services.offer_places(batch=batch, at=NOW + DAY)
    elif how == "decline":
        services.decline_offer(enrolment=first, by=first.participant, at=NOW)
    else:
        if how != "withdraw":
            services.accept_offer(enrolment=first, by=first.participant, at=NOW)
        services.withdraw(enrolment=first, by=first.participant, at=NOW)

    assert statuses(batch)[2:] == [Status.OFFERED, Status.WAITING]


def test_fm10_accepted_and_run_out_have_one_outcome_in_either_order(batch):
    first = offered(batch)
    services.accept_offer(enrolment=first, by=first.participant, at=NOW + DAY - SECOND)
    services.offer_places(batch=batch, at=NOW + DAY)
    first.refresh_from_db()
    assert first.status == Status.ENROLLED

    other = offered(BatchFactory(quota=1))
    services.offer_places(batch=other.batch, at=NOW + DAY)
    with pytest.raises(services.OfferGone):
        services.accept_offer(enrolment=other, by=other.participant, at=NOW + DAY - SECOND)
    other.refresh_from_db()
    assert other.status == Status.EXPIRED


def test_beat_finds_what_ran_out(batch, portal_clock, django_capture_on_commit_callbacks):
    offered(batch)
    portal_clock(NOW + DAY)

    with django_capture_on_commit_callbacks(execute=True):
        found = tasks.expire_offers()

    assert found == 1
    assert statuses(batch)[1:] == [Status.EXPIRED, Status.OFFERED]
