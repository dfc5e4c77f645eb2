import importlib
from datetime import date, timedelta

import pytest
from django.db import connection

from plut_portal.notifications.models import Message
from tests.factories import BatchFactory, BatchStageFactory, StageFactory, TrackFactory
from tests.times import NOW
from tests.trainings.school import ask, batch_of_three, counter, office
from trainings import services
from trainings.models import Batch, Enrolment

pytestmark = pytest.mark.django_db

Status = Enrolment.Status


def statuses(batch):
    return list(batch.enrolments.order_by("pk").values_list("status", flat=True))


def test_change_quota_offers_new_places_at_once():
    batch = BatchFactory(quota=1)
    ask(batch), ask(batch), ask(batch)

    services.change_quota(batch=batch, quota=2, by=office(), at=NOW)

    assert statuses(batch) == [Status.ENROLLED, Status.OFFERED, Status.WAITING]


def test_fm15_below_its_participants_asks_for_a_decision():
    batch = BatchFactory(quota=3)
    ask(batch), ask(batch), ask(batch)

    with pytest.raises(services.QuotaTooSmall, match="sebutkan 2"):
        services.change_quota(batch=batch, quota=1, by=office(), at=NOW)

    batch.refresh_from_db()
    assert (batch.quota, statuses(batch)) == (3, [Status.ENROLLED] * 3)


def test_fm15_the_named_move_to_the_head_of_the_list_and_read_why():
    batch = BatchFactory(quota=2)
    first, second, waits = ask(batch), ask(batch), ask(batch)

    services.change_quota(
        batch=batch, quota=1, by=office(), at=NOW, to_waiting=[first], reason="Ruang lebih kecil"
    )

    assert statuses(batch) == [Status.WAITING, Status.ENROLLED, Status.WAITING]
    told = Message.objects.get(kind="TRAINING_TO_WAITING")
    assert told.recipient == first.participant
    assert "Ruang lebih kecil" in told.body
    services.withdraw(enrolment=second, by=second.participant, at=NOW)
    assert statuses(batch) == [Status.OFFERED, Status.WITHDRAWN, Status.WAITING]
    assert waits.pk > first.pk


def test_fm15_names_exactly_as_many_as_have_to_move_with_a_reason():
    batch = BatchFactory(quota=2)
    people = [ask(batch), ask(batch)]

    with pytest.raises(services.QuotaTooSmall):
        services.change_quota(
            batch=batch, quota=1, by=office(), at=NOW, to_waiting=people, reason="Sempit"
        )
    with pytest.raises(services.ReasonMissing):
        services.change_quota(batch=batch, quota=1, by=office(), at=NOW, to_waiting=people[:1])
    with pytest.raises(services.NotAllowed):
        services.change_quota(batch=batch, quota=5, by=counter(), at=NOW)


def test_fm15_nobody_is_moved_once_the_batch_has_begun():
    batch = batch_of_three(quota=1)
    held = ask(batch)

    with pytest.raises(services.QuotaTooSmall):
        services.change_quota(
            batch=batch,
            quota=0,
            by=office(),
            at=NOW + timedelta(days=15),
            to_waiting=[held],
            reason="Sempit",
        )


def test_publish_batch_wants_a_judge_and_days_for_every_stage():
    batch = BatchFactory(state=Batch.State.DRAFT)
    stage = StageFactory(track=batch.track)

    with pytest.raises(services.NotReady, match=stage.name):
        services.publish_batch(batch=batch, by=office(), at=NOW)
    BatchStageFactory(batch=batch, stage=stage)
    for _time in range(2):
        services.publish_batch(batch=batch, by=office(), at=NOW)

    batch.refresh_from_db()
    assert batch.state == Batch.State.PUBLISHED


def test_cancel_batch_tells_everyone_once_and_needs_a_reason():
    batch = BatchFactory(quota=1)
    ask(batch), ask(batch)

    with pytest.raises(services.ReasonMissing):
        services.cancel_batch(batch=batch, reason="", by=office(), at=NOW)
    for _time in range(2):
        services.cancel_batch(batch=batch, reason="Gedung banjir", by=office(), at=NOW)

    assert statuses(batch) == [Status.CANCELLED] * 2
    assert Message.objects.filter(kind="TRAINING_CANCELLED").count() == 2


def test_finish_batch_ends_the_list_and_never_returns():
    batch = BatchFactory(quota=1)
    ask(batch), ask(batch)

    services.finish_batch(batch=batch, by=office(), at=NOW)

    assert statuses(batch) == [Status.ENROLLED, Status.NO_PLACE]
    with pytest.raises(services.WrongState):
        services.cancel_batch(batch=batch, reason="Banjir", by=office(), at=NOW)


@pytest.mark.parametrize(
    ("hours", "ended"), [(23, Status.NO_PLACE), (24, Status.EXPIRED), (25, Status.EXPIRED)]
)
def test_finish_batch_tells_an_offer_that_ran_out_from_one_that_could_be_answered(hours, ended):
    batch = BatchFactory(quota=1)
    held, _offered = ask(batch), ask(batch)
    services.withdraw(enrolment=held, by=held.participant, at=NOW)

    services.finish_batch(batch=batch, by=office(), at=NOW + timedelta(hours=hours))

    assert statuses(batch) == [Status.WITHDRAWN, ended]


def test_who_left_before_is_told_from_who_was_ended_with_the_batch_in_older_rows():
    finished, off = BatchFactory(quota=1), BatchFactory(quota=1)
    for batch in (finished, off):
        _held, leaves, _waits = ask(batch), ask(batch), ask(batch)
        services.withdraw(enrolment=leaves, by=leaves.participant, at=NOW)
    services.finish_batch(batch=finished, by=office(), at=NOW)
    services.cancel_batch(batch=off, reason="Banjir", by=office(), at=NOW)
    migration = importlib.import_module(
        "trainings.migrations.0003_tell_the_unplaced_from_the_withdrawn"
    )

    def run(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
        history = Enrolment.history.latest_of_each().order_by("id")
        assert list(history.values_list("status", flat=True)) == statuses(finished) + statuses(off)
        return statuses(finished), statuses(off)

    held, left = Status.ENROLLED, Status.WITHDRAWN
    assert run(migration.FORGET) == ([held, left, left], [left] * 3)
    told = [held, left, Status.NO_PLACE], [Status.CANCELLED, left, Status.CANCELLED]
    assert run(migration.TELL) == told


def test_copy_last_batch_moves_every_date_alike_and_takes_no_participants():
    last = batch_of_three(number=4, quota=30, place="Aula")
    ask(last)

    copy = services.copy_last_batch(
        track=last.track, begins_on=date(2027, 2, 9), by=office(), at=NOW
    )

    later = timedelta(days=63)
    assert (copy.number, copy.state, copy.quota, copy.place) == (5, "DRAFT", 30, "Aula")
    assert copy.enrol_until == last.enrol_until + later
    assert [m.starts_at for m in copy.meetings.in_order()] == [
        m.starts_at + later for m in last.meetings.in_order()
    ]
    assert list(copy.batch_stages.values_list("stage", "consultant").order_by("stage")) == list(
        last.batch_stages.values_list("stage", "consultant").order_by("stage")
    )
    assert not copy.enrolments.exists()
    assert not set(copy.meetings.values_list("code")) & set(last.meetings.values_list("code"))


def test_copy_last_batch_refuses_where_there_is_none():
    with pytest.raises(services.NothingToCopy):
        services.copy_last_batch(
            track=TrackFactory(), begins_on=date(2027, 2, 9), by=office(), at=NOW
        )
