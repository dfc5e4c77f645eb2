"""A meeting: set, reminded of, moved, called off."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Enrolment, Meeting
from trainings.notifications.posting import new_kind, pk_of, post
from trainings.selectors.gates import state_of

DAY_BEFORE = timedelta(days=1)
# Later than this a reminder would only find the person on the road.
LAST_CALL = timedelta(minutes=30)


def _no_reminder(message: Message, at: datetime) -> str:
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    if meeting.is_cancelled or meeting.revision != message.version:
        return _("The meeting was moved or called off since.")
    mine = Enrolment.objects.enrolled().filter(
        batch=meeting.batch_id, participant=message.recipient_id
    )
    stage = meeting.course.stage
    theirs = list(mine.select_related("batch"))
    if not theirs:
        return _("This person no longer takes part.")
    if not any(state_of(enrolment=each, stage=stage, at=at).is_open for each in theirs):
        return _("The gate to this stage is not open for this person.")
    return ""


REMINDER = new_kind(
    "MEETING_REMINDER",
    gettext_lazy("Reminder of a training meeting"),
    time_critical=True,
    why_not=_no_reminder,
    consent=Consent.Purpose.REMINDERS,
)
MEETING_SET = new_kind(
    "MEETING_SET",
    gettext_lazy("Training meeting set"),
    time_critical=True,
    why_not=_no_reminder,
)
MOVED = new_kind(
    "MEETING_MOVED",
    gettext_lazy("Training meeting moved"),
    time_critical=True,
    calls_off=True,
    why_not=_no_reminder,
)
MEETING_CANCELLED = new_kind(
    "MEETING_CANCELLED",
    gettext_lazy("Training meeting called off"),
    time_critical=True,
    calls_off=True,
)


def remind_of_all(enrolment: Enrolment, *, at: datetime) -> None:
    """Schedule a reminder of every meeting to come."""
    coming = enrolment.batch.meetings.kept().filter(starts_at__gt=at)
    for meeting in coming.select_related("course__stage").in_order():
        _remind(meeting, enrolment, at=at)


def meeting_set(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell everyone who has a place at once, as it may be tomorrow, and remind them a day before.

    Whether it is still true is asked when it leaves.
    """
    for enrolment in _takers(meeting):
        _tell_participant(
            meeting,
            enrolment,
            MEETING_SET,
            gettext_noop("New meeting: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.starts_at,
        )
        _remind(meeting, enrolment, at=at)


def meeting_moved(meeting: Meeting, *, was_at: datetime, by: User, at: datetime) -> None:
    """Withdraw what spoke of the old time, tell the new one, remind anew."""
    _withdraw_older(meeting)
    for enrolment in _takers(meeting):
        _tell_participant(
            meeting,
            enrolment,
            MOVED,
            gettext_noop("New time or place: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.starts_at,
            needed_by=min(was_at, meeting.starts_at),
        )
        _remind(meeting, enrolment, at=at)


def meeting_cancelled(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell everyone who would set out; at any hour when it is today."""
    _withdraw_older(meeting)
    for enrolment in _takers(meeting):
        _tell_participant(
            meeting,
            enrolment,
            MEETING_CANCELLED,
            gettext_noop("Called off: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.ends_at,
            needed_by=meeting.starts_at,
        )


def _remind(meeting: Meeting, enrolment: Enrolment, *, at: datetime) -> None:
    _tell_participant(
        meeting,
        enrolment,
        REMINDER,
        gettext_noop("Reminder: %(course)s, %(moment)s"),
        at=at,
        due_at=meeting.starts_at - DAY_BEFORE,
        useless_after=meeting.starts_at - LAST_CALL,
    )


def _tell_participant(
    meeting: Meeting,
    enrolment: Enrolment,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    by: User | None = None,
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
) -> None:
    today = formats.wib_day(meeting.starts_at) == formats.wib_day(at)
    post(
        User.objects.filter(pk=enrolment.participant_id, is_active=True),
        kind,
        topic=meeting.message_topic,
        version=meeting.revision,
        subject=subject,
        link=enrolment.get_absolute_url(),
        at=at,
        by=by,
        due_at=due_at,
        useless_after=useless_after,
        needed_by=needed_by,
        at_any_hour=kind is MEETING_CANCELLED and today,
        facts={
            "course": meeting.course.title,
            "moment": formats.moment_text(meeting.starts_at),
        },
        meeting=meeting,
        enrolment=enrolment,
    )


def _withdraw_older(meeting: Meeting) -> None:
    outbox.withdraw(
        topic=meeting.message_topic,
        before_version=meeting.revision,
        reason=_("The meeting was moved or called off since."),
    )


def _takers(meeting: Meeting) -> QuerySet[Enrolment]:
    return meeting.batch.enrolments.enrolled().select_related("batch__track").order_by("pk")
