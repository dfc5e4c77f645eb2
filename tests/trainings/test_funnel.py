from datetime import time, timedelta

import pytest

from businesses import merits
from plut_portal.core import formats
from tests.factories import BusinessFactory, EnrolmentFactory, VillageFactory
from tests.times import NOW
from tests.trainings.school import AFTER, attend, batch_of_three, graduate
from trainings import selectors, services

pytestmark = pytest.mark.django_db


def numbers(row):
    return (row.enrolled, row.production, row.packaging, row.marketing, row.all_three)


def test_funnel_counts_who_began_and_how_far_they_came():
    batch = batch_of_three(quota=9)
    graduate(batch)
    dropped_out = EnrolmentFactory(batch=batch)
    attend(dropped_out, 1)
    services.withdraw(enrolment=dropped_out, by=dropped_out.participant, at=AFTER)
    left_before = EnrolmentFactory(batch=batch)
    services.withdraw(enrolment=left_before, by=left_before.participant, at=NOW)
    EnrolmentFactory(batch=batch, status="WAITING")
    other = batch_of_three()
    elsewhere = VillageFactory(code="35.79.02.2001")
    EnrolmentFactory(batch=other, business__village=elsewhere)

    funnel = selectors.funnel_of([batch, other], at=AFTER)

    assert numbers(funnel.total) == (3, 2, 1, 1, 1)
    assert funnel.total.percent == 33
    assert {row.label: numbers(row) for row in funnel.by_track} == {
        batch.track.name: (2, 2, 1, 1, 1),
        other.track.name: (1, 0, 0, 0, 0),
    }
    assert [row.label for row in funnel.by_village] == ["Ngaglik", elsewhere.name]
    assert len(funnel.by_batch) == 2


def test_a_batch_that_is_still_to_begin_is_not_counted():
    begun, to_come = batch_of_three(), batch_of_three()
    first = to_come.batch_stages.order_by("starts_on").first().starts_on
    begun.batch_stages.update(starts_on=first - timedelta(days=1))
    day = formats.at_wib(first - timedelta(days=1), time(23, 59))

    def counted(at):
        year = {"first": first.replace(month=1, day=1), "last": first.replace(month=12, day=31)}
        return list(selectors.begun_between(**year, at=at))

    assert counted(day) == [begun]
    assert counted(day + timedelta(minutes=1)) == [begun, to_come]


def test_a_track_without_one_of_the_three_never_passes_all_three():
    batch = batch_of_three()
    batch.meetings.filter(course__stage__position=3).delete()
    graduate(batch)

    assert selectors.funnel_of([batch], at=AFTER).total.all_three == 0


@pytest.mark.parametrize("count", [1, 3])
def test_funnel_asks_the_same_for_one_and_many(django_assert_num_queries, count):
    batch = batch_of_three()
    EnrolmentFactory.create_batch(count, batch=batch)

    with django_assert_num_queries(12):
        selectors.funnel_of([batch], at=AFTER)


def test_other_apps_ask_who_passed_without_knowing_trainings():
    batch = batch_of_three()
    passed, other = graduate(batch), EnrolmentFactory(batch=batch)
    attend(other, 1)

    found = merits.holders(
        merits.TRACK_PASSED, [passed.business, other.business, BusinessFactory()], at=AFTER
    )

    assert found == {passed.business_id}
