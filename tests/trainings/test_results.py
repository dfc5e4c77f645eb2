import pytest

from tests.factories import EnrolmentFactory
from tests.times import NOW
from tests.trainings.school import batch_of_three, counter, office, stage_of
from trainings import services
from trainings.models import StageProgress

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return batch_of_three(stages={1: {"pass_mark": 60}})


@pytest.fixture
def enrolment(batch):
    return EnrolmentFactory(batch=batch)


def score(enrolment, points, position=1, by=None):
    return services.record_score(
        enrolment=enrolment,
        stage=stage_of(enrolment.batch, position),
        points=points,
        by=by or office(),
        at=NOW,
    )


def test_record_score_again_replaces_and_history_keeps(enrolment):
    score(enrolment, 50)

    progress = score(enrolment, 70)

    assert StageProgress.objects.get() == progress
    assert list(progress.history.order_by("history_id").values_list("test_points", flat=True)) == [
        50,
        70,
    ]


def test_record_score_refuses(enrolment, batch):
    with pytest.raises(services.NotAllowed):
        score(enrolment, 70, by=counter())
    with pytest.raises(services.NoTest):
        score(enrolment, 70, position=2)
    for points in (-1, 101):
        with pytest.raises(services.PointsOutOfRange):
            score(enrolment, points)
    with pytest.raises(services.NotEnrolled):
        score(EnrolmentFactory(batch=batch, status="WAITING"), 70)


def test_import_scores_enters_all_or_nothing(batch):
    people = EnrolmentFactory.create_batch(2, batch=batch)
    good = [
        services.ScoreRow(line, f" {each.business.registration_code.lower()} ", 80)
        for line, each in enumerate(people, start=2)
    ]
    bad = [
        services.ScoreRow(4, "UMK-0000-00", 80),
        services.ScoreRow(5, good[0].registration_code, 101),
    ]
    facts = {"batch": batch, "stage": stage_of(batch, 1), "by": office(), "at": NOW}

    faults = services.import_scores(**facts, rows=good + bad)
    assert [fault.line for fault in faults] == [4, 5]
    assert services.import_scores(**facts, rows=good, dry_run=True) == []
    assert not StageProgress.objects.exists()

    assert services.import_scores(**facts, rows=good) == []
    assert list(StageProgress.objects.values_list("test_points", flat=True)) == [80, 80]
