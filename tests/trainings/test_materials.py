import pytest

from tests.factories import CourseFactory, EnrolmentFactory, UserFactory
from tests.trainings.school import AFTER, attend, batch_of_three, office, stage_of
from trainings import selectors
from trainings.models import Material

pytestmark = pytest.mark.django_db


def test_materials_stand_behind_the_gate_of_their_stage():
    batch = batch_of_three()
    first, second = (
        Material.objects.create(
            course=CourseFactory(stage=stage_of(batch, position)),
            title="Lembar kerja",
            link="https://video.example/",
        )
        for position in (1, 2)
    )
    mine, waits = EnrolmentFactory(batch=batch), EnrolmentFactory(batch=batch, status="WAITING")

    def may(person):
        return [selectors.may_read(person, each, at=AFTER) for each in (first, second)]

    assert [may(person) for person in (mine.participant, waits.participant, UserFactory())] == [
        [True, False],
        [False, False],
        [False, False],
    ]
    assert selectors.materials_of(mine, at=AFTER) == {first.course.stage: [first]}
    assert selectors.materials_of(waits, at=AFTER) == {}
    assert may(office()) == [True, True]
    attend(mine, 1)
    assert may(mine.participant) == [True, True]
