"""Rivals in real threads on real PostgreSQL."""

from collections import Counter
from datetime import timedelta

import pytest

from plut_portal.notifications.models import Message
from tests.factories import BatchFactory, BusinessFactory, EnrolmentFactory
from tests.rivals import all_at_once
from tests.times import NOW, SECOND
from tests.trainings.school import AFTER, ask, batch_of_three, graduate, meetings_of, office
from trainings import selectors, services
from trainings.models import Attendance, Certificate, Enrolment

pytestmark = pytest.mark.django_db(transaction=True)

RIVALS = 40
Status = Enrolment.Status


def test_fm08_of_forty_rivals_the_last_ten_places_go_to_ten():
    batch = BatchFactory(quota=10)
    businesses = [(each, each.people.get()) for each in BusinessFactory.create_batch(RIVALS)]

    results = all_at_once(
        [
            lambda business=business, owner=owner: services.enrol(
                batch=batch, business=business, by=owner, at=NOW
            )
            for business, owner in businesses
        ]
    )

    assert Counter(each.status for each in results) == {Status.ENROLLED: 10, Status.WAITING: 30}
    line = list(batch.enrolments.waiting().in_line())
    assert [selectors.place_in_line(each) for each in line] == list(range(1, 31))
    # Each was told the number it really has.
    told = {
        message.recipient_id: f"Urutan Anda: {place}" in message.body
        for place, each in enumerate(line, start=1)
        for message in Message.objects.filter(
            kind="TRAINING_WAITING", recipient=each.participant_id
        )
    }
    assert list(told.values()) == [True] * 30


def test_the_same_business_asking_at_once_has_one_place():
    batch = BatchFactory(quota=10)
    business = BusinessFactory()

    results = all_at_once([lambda: ask(batch, business=business)] * 8)

    assert len({each.pk for each in results}) == 1


def test_two_batches_of_a_track_at_once_leave_a_business_in_one():
    batches = [BatchFactory(quota=10)]
    batches.append(BatchFactory(track=batches[0].track))
    business = BusinessFactory()

    results = all_at_once([lambda batch=each: ask(batch, business=business) for each in batches])

    assert Enrolment.objects.count() == 1
    assert {type(each).__name__ for each in results} == {"Enrolment", "SameTraining"}


@pytest.mark.parametrize("_round", range(5))
def test_fm10_accepted_while_it_runs_out_has_one_outcome(_round):
    batch = BatchFactory(quota=1)
    held, offered = ask(batch), ask(batch)
    ask(batch)
    services.withdraw(enrolment=held, by=held.participant, at=NOW)
    ends = NOW + timedelta(days=1)

    all_at_once(
        [
            lambda: services.accept_offer(
                enrolment=offered, by=offered.participant, at=ends - SECOND
            ),
            lambda: services.offer_places(batch=batch, at=ends),
            lambda: services.offer_places(batch=batch, at=ends),
        ]
    )

    offered.refresh_from_db()
    others = batch.enrolments.holding_a_place().exclude(pk=offered.pk).count()
    assert (offered.status, others) in [(Status.ENROLLED, 0), (Status.EXPIRED, 1)]


def test_fm51_forty_in_the_same_minute_twice_each_are_forty():
    batch = batch_of_three()
    meeting = meetings_of(batch, 1)[0]
    people = EnrolmentFactory.create_batch(20, batch=batch)

    def come(enrolment):
        return services.attend_by_code(
            enrolment=enrolment,
            code=meeting.code,
            by=enrolment.participant,
            at=meeting.starts_at,
        )

    staff = office()
    acts = [lambda each=each: come(each) for each in people * 2]
    acts.append(
        lambda: services.mark_present(
            meeting=meeting, enrolments=people, by=staff, at=meeting.starts_at
        )
    )
    all_at_once(acts)

    assert Attendance.objects.count() == 20


def test_fm53_forty_issued_at_once_have_forty_numbers_without_a_gap():
    batch = batch_of_three(hours=((4,), (4,), (4,)))
    holders = [graduate(batch) for _each in range(RIVALS)]
    staff = office()

    all_at_once(
        [
            lambda each=each: services.issue_certificate(enrolment=each, by=staff, at=AFTER)
            for each in holders
        ]
    )

    serials = sorted(Certificate.objects.values_list("serial", flat=True))
    assert serials == list(range(1, RIVALS + 1))
    assert Certificate.objects.values("number").distinct().count() == RIVALS
