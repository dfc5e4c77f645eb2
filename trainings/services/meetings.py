"""Meetings of a batch: set, moved, called off – and those who take part always know."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.services import periods
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from trainings import notifications
from trainings.models import Batch, Course, Meeting
from trainings.models.tracks import MINUTES_PER_JP
from trainings.services import gates, guards


class MeetingOver(PortalError):
    pass


class TimePast(PortalError):
    status = 422


class CourseElsewhere(PortalError):
    status = 422


@transaction.atomic
def plan_meeting(
    *,
    batch: Batch,
    course: Course,
    starts_at: datetime,
    hours: int,
    trainer_name: str,
    by: User,
    at: datetime,
    ends_at: datetime | None = None,
    trainer: User | None = None,
    place: str = "",
    bring: str = "",
) -> Meeting:
    """Set a meeting, and tell who takes part and the trainer; reminders are scheduled.

    Without an end it lasts its hours of 45 minutes.
    Raises CourseElsewhere for a course that is not of the batch's track, TimePast, and WrongState
    for a batch that has ended.
    """
    guards.check_permission(by, "add_meeting")
    _check_to_come(starts_at, at=at)
    batch = guards.lock_batch(batch.pk)
    if course.stage.track_id != batch.track_id:
        raise CourseElsewhere(_("This course belongs to another track."))
    if batch.state in Batch.ENDED:
        raise guards.WrongState(_("This batch has ended, so no meeting is set any more."))
    meeting = Meeting.objects.create(
        batch=batch,
        course=course,
        starts_at=starts_at,
        ends_at=ends_at or starts_at + timedelta(minutes=hours * MINUTES_PER_JP),
        hours=hours,
        trainer_name=trainer_name,
        trainer=trainer,
        place=place or batch.place,
        bring=bring,
    )
    notifications.meeting_set(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    by: User,
    at: datetime,
    place: str | None = None,
) -> Meeting:
    """Give it another time or place, as long as before, and tell everyone who takes part.

    Called twice with the same it changes nothing. Raises MeetingOver, and TimePast for a time
    other than its own that has passed.
    """
    guards.check_permission(by, "change_meeting")
    meeting = _lock(meeting)
    if meeting.is_cancelled or meeting.ends_at <= at:
        raise MeetingOver(_("This meeting is over or was called off; it stays as it was."))
    new_place = meeting.place if place is None else place
    if (starts_at, new_place) == (meeting.starts_at, meeting.place):
        return meeting
    was_at = meeting.starts_at
    if starts_at != was_at:
        _check_to_come(starts_at, at=at)
    meeting.ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    meeting.starts_at, meeting.place = starts_at, new_place
    meeting.revision += 1
    meeting.save()
    notifications.meeting_moved(meeting, was_at=was_at, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Call it off; its hours count for nobody any more, which may open gates. Twice is harmless.

    Also afterwards, when nobody was there: the trainer stayed away, the room was flooded. Then
    nobody can set out in vain, and only the gates are told. Raises ReasonMissing, MeetingOver for
    one that was held, and MonthClosed for one whose month is settled (FM-60).
    """
    guards.check_permission(by, "change_meeting")
    reason = guards.check_reason(reason)
    meeting = _lock(meeting)
    if meeting.is_cancelled:
        return meeting
    periods.check_open(formats.wib_day(meeting.starts_at))
    is_over = meeting.ends_at <= at
    if is_over and meeting.attendances.counted().exists():
        raise MeetingOver(
            _(
                "Somebody was at this meeting, so it stays. Is that wrong? Undo the attendance first."
            )
        )
    meeting.is_cancelled, meeting.cancel_reason = True, reason
    meeting.revision += 1
    meeting.save()
    if not is_over:
        notifications.meeting_cancelled(meeting, by=by, at=at)
    gates.announce(meeting.batch.enrolments.enrolled().select_related("batch"), at=at)
    return meeting


def _lock(meeting: Meeting) -> Meeting:
    # Under the batch's lock, so that whoever enrols at this moment is told as well; and the
    # meeting's own, because a reminder that is being sent holds it.
    guards.lock_batch(meeting.batch_id)
    rows = Meeting.objects.select_related("batch__track", "course__stage")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)


def _check_to_come(starts_at: datetime, *, at: datetime) -> None:
    if starts_at <= at:
        raise TimePast(
            _("%(moment)s has passed. Please choose a time that is still to come.")
            % {"moment": formats.moment_text(starts_at)}
        )
