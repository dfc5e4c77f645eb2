from datetime import timedelta

import pytest

from plut_portal.core import formats
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.selectors import to_call
from tests.factories import BusinessFactory, CourseFactory, ReachableUserFactory
from tests.times import NOW, SECOND
from tests.trainings.school import (
    AFTER,
    BEGINS,
    ask,
    attend,
    batch_of_three,
    counter,
    meetings_of,
    office,
)
from trainings import services
from trainings.models import Batch

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def batch():
    return batch_of_three()


@pytest.fixture
def enrolment(batch):
    return ask(batch, business=BusinessFactory(owner=ReachableUserFactory()))


def reminder(enrolment, meeting):
    return Message.objects.get(
        kind="MEETING_REMINDER", topic=meeting.message_topic, version=meeting.revision
    )


def sent(message):
    """What becomes of the mail when its hour has come."""
    mail = message.deliveries.get(channel=Delivery.Channel.EMAIL)
    return outbox.deliver(delivery_id=mail.pk, at=message.due_at)


def test_every_meeting_is_reminded_of_a_day_before(enrolment, batch):
    first = meetings_of(batch, 1)[0]

    assert Message.objects.filter(kind="MEETING_REMINDER").count() == 4
    message = reminder(enrolment, first)
    assert message.due_at == BEGINS - DAY
    assert sent(message) == "SENT"


def test_no_reminder_for_a_stage_whose_gate_is_closed(enrolment, batch):
    second_stage = meetings_of(batch, 2)[0]

    assert sent(reminder(enrolment, second_stage)) == "SKIPPED"


def test_a_reminder_follows_once_the_gate_is_open(enrolment, batch):
    attend(enrolment, 1)

    assert sent(reminder(enrolment, meetings_of(batch, 2)[0])) == "SENT"


def test_no_reminder_after_withdrawing_moving_or_calling_off(enrolment, batch):
    first, second = meetings_of(batch, 1)
    old = reminder(enrolment, first)
    other = reminder(enrolment, second)

    services.move_meeting(meeting=first, starts_at=BEGINS + timedelta(hours=3), by=office(), at=NOW)
    services.cancel_meeting(meeting=second, reason="Banjir", by=office(), at=NOW)

    assert [sent(old), sent(other)] == ["not ours"] * 2
    first.refresh_from_db()
    fresh = reminder(enrolment, first)
    services.withdraw(enrolment=enrolment, by=enrolment.participant, at=NOW)
    assert sent(fresh) == "SKIPPED"


def test_meeting_changes_are_urgent_and_told_once(enrolment, batch):
    meeting = meetings_of(batch, 1)[0]
    later = BEGINS + timedelta(hours=3)

    for _time in range(2):
        services.move_meeting(meeting=meeting, starts_at=later, by=office(), at=NOW)
    for _time in range(2):
        services.cancel_meeting(meeting=meeting, reason="Banjir", by=office(), at=NOW)

    moved = Message.objects.get(kind="MEETING_MOVED")
    off = Message.objects.get(kind="MEETING_CANCELLED")
    assert (moved.needed_by, moved.definition.time_critical) == (BEGINS, True)
    assert (off.needed_by, off.definition.calls_off) == (later, True)
    assert "Banjir" in off.body


def test_meetings_refuse(enrolment, batch):
    meeting = meetings_of(batch, 1)[0]
    with pytest.raises(services.NotAllowed):
        services.cancel_meeting(meeting=meeting, reason="Banjir", by=counter(), at=NOW)
    with pytest.raises(services.ReasonMissing):
        services.cancel_meeting(meeting=meeting, reason=" ", by=office(), at=NOW)
    with pytest.raises(services.MeetingOver):
        services.move_meeting(
            meeting=meeting, starts_at=BEGINS, by=office(), at=BEGINS + DAY, place="X"
        )
    with pytest.raises(services.CourseElsewhere):
        services.plan_meeting(
            batch=batch,
            course=CourseFactory(),
            starts_at=BEGINS,
            hours=4,
            trainer_name="Bu Ratna",
            by=office(),
            at=NOW,
        )


def test_plan_meeting_lasts_its_hours_and_reminds_who_is_in(enrolment, batch):
    course = meetings_of(batch, 1)[0].course

    meeting = services.plan_meeting(
        batch=batch,
        course=course,
        starts_at=BEGINS + 9 * DAY,
        hours=4,
        trainer_name="Bu Ratna",
        by=office(),
        at=NOW,
    )

    assert meeting.ends_at - meeting.starts_at == timedelta(hours=3)
    assert reminder(enrolment, meeting).recipient == enrolment.participant


def test_a_meeting_set_for_tomorrow_is_told_at_once_or_to_be_called(enrolment, batch):
    by_phone = ask(batch, business=BusinessFactory())
    evening = BEGINS - timedelta(hours=12)

    meeting = services.plan_meeting(
        batch=batch,
        course=meetings_of(batch, 1)[0].course,
        starts_at=BEGINS,
        hours=4,
        trainer_name="Bu Ratna",
        by=office(),
        at=evening,
    )

    news = Message.objects.filter(kind="MEETING_SET", topic=meeting.message_topic)
    assert {each.recipient for each in news} == {enrolment.participant, by_phone.participant}
    assert news[0].subject.startswith("Pertemuan baru: ")
    fates = {each.recipient: sent(each) for each in news}
    assert fates == {enrolment.participant: "SENT", by_phone.participant: "NO_CONTACT"}
    assert by_phone.participant in [each.recipient for each in to_call(at=evening + SECOND)]


def test_a_meeting_moved_before_its_news_left_is_told_at_its_new_time_alone(enrolment, batch):
    meeting = services.plan_meeting(
        batch=batch,
        course=meetings_of(batch, 1)[0].course,
        starts_at=BEGINS + 9 * DAY,
        hours=4,
        trainer_name="Bu Ratna",
        by=office(),
        at=NOW,
    )
    services.move_meeting(meeting=meeting, starts_at=BEGINS + 8 * DAY, by=office(), at=NOW)

    fates = [
        sent(Message.objects.get(kind=kind, topic=meeting.message_topic))
        for kind in ("MEETING_SET", "MEETING_MOVED")
    ]

    assert fates == ["not ours", "SENT"]


def test_a_trainer_with_an_account_is_told_what_moves_and_what_is_off(enrolment, batch):
    trainer = ReachableUserFactory()
    batch.meetings.update(trainer=trainer)
    first, second = meetings_of(batch, 1)

    services.move_meeting(meeting=first, starts_at=BEGINS + timedelta(hours=3), by=office(), at=NOW)
    services.cancel_meeting(meeting=second, reason="Banjir", by=office(), at=NOW)
    third = meetings_of(batch, 2)[0]
    services.move_meeting(meeting=third, starts_at=AFTER, by=office(), at=NOW)
    assert sent(trainer.messages_received.get(topic=third.message_topic)) == "SENT"
    for _time in range(2):
        services.cancel_batch(batch=batch, reason="Gedung rusak", by=office(), at=NOW)

    news = trainer.messages_received.exclude(topic=third.message_topic).order_by("pk")
    assert [(each.kind, sent(each)) for each in news] == [
        # Called off since with its batch.
        ("MEETING_MOVED", "SKIPPED"),
        ("MEETING_CANCELLED", "SENT"),
        ("BATCH_CANCELLED", "SENT"),
    ]
    assert news[2].useless_after == BEGINS + timedelta(hours=3)
    assert "Gedung rusak" in news[2].body


def test_a_trainer_with_an_account_is_told_of_a_new_meeting(batch):
    trainer = ReachableUserFactory()

    meeting = services.plan_meeting(
        batch=batch,
        course=meetings_of(batch, 1)[0].course,
        starts_at=BEGINS + 9 * DAY,
        hours=4,
        trainer_name="Bu Ratna",
        trainer=trainer,
        by=office(),
        at=NOW,
    )

    [told] = trainer.messages_received.all()
    assert (told.kind, told.topic, sent(told)) == ("MEETING_SET", meeting.message_topic, "SENT")


def test_trainers_learn_of_their_meetings_once_the_batch_is_published():
    draft = batch_of_three(state=Batch.State.DRAFT)
    here, gone = ReachableUserFactory(), ReachableUserFactory()
    first, second = meetings_of(draft, 1)
    third = meetings_of(draft, 2)[0]
    for meeting, trainer in [(first, here), (third, here), (second, gone)]:
        meeting.trainer = trainer
        meeting.save()

    for _time in range(2):
        services.publish_batch(batch=draft, by=office(), at=NOW)
    services.cancel_meeting(meeting=second, reason="Banjir", by=office(), at=NOW)

    told = here.messages_received.get()
    assert (told.kind, sent(told)) == ("BATCH_TO_TRAIN", "SENT")
    assert told.subject == f"Anda mengajar: {draft.track.name}"
    days = [formats.date_text(meeting.starts_at) for meeting in (first, second, third)]
    assert [day in told.body for day in days] == [True, False, True]
    assert sent(gone.messages_received.get(kind="BATCH_TO_TRAIN")) == "SKIPPED"


@pytest.mark.parametrize("state", [Batch.State.FINISHED, Batch.State.CANCELLED])
def test_no_meeting_is_set_in_a_batch_that_has_ended(batch, state):
    course = meetings_of(batch, 1)[0].course
    Batch.objects.filter(pk=batch.pk).update(state=state)

    with pytest.raises(services.WrongState):
        services.plan_meeting(
            batch=batch,
            course=course,
            starts_at=BEGINS + 9 * DAY,
            hours=4,
            trainer_name="Bu Ratna",
            by=office(),
            at=NOW,
        )


def test_a_trainer_is_not_told_what_becomes_of_a_draft():
    draft = batch_of_three(state=Batch.State.DRAFT)
    trainer = ReachableUserFactory()
    draft.meetings.update(trainer=trainer)
    meeting = meetings_of(draft, 1)[0]

    services.move_meeting(meeting=meeting, starts_at=BEGINS + DAY, by=office(), at=NOW)
    services.cancel_batch(batch=draft, reason="Gedung rusak", by=office(), at=NOW)

    assert not trainer.messages_received.exists()


def test_a_batch_called_off_while_it_runs_is_told_before_the_next_meeting(enrolment, batch):
    after_the_first = BEGINS + timedelta(hours=5)

    services.cancel_batch(batch=batch, reason="Gedung rusak", by=office(), at=after_the_first)

    message = Message.objects.get(kind="TRAINING_CANCELLED")
    assert (sent(message), message.needed_by) == ("SENT", meetings_of(batch, 1)[1].starts_at)


def test_messages_are_in_indonesian_and_say_what_to_do(enrolment, batch):
    batch.quota = 1
    batch.save()
    waits = ask(batch)

    place = Message.objects.get(kind="TRAINING_ENROLLED")
    waiting = Message.objects.get(kind="TRAINING_WAITING")
    assert place.subject == f"Tempat untuk Anda: {batch.track.name}"
    assert "Mulai: Selasa, 8 Desember 2026, 07.00 WIB" in place.body
    assert "Urutan Anda: 1" in waiting.body
    assert waiting.link == waits.get_absolute_url()
    assert place.at_any_hour
