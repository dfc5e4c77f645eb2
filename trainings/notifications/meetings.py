"""A meeting: set, reminded of, moved, called off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Batch, Enrolment, Meeting
from trainings.notifications.posting import new_kind, pk_of, post
from trainings.selectors.gates import state_of

DAY_BEFORE = timedelta(days=1)
# Later than this a reminder would only find the person on the road.
LAST_CALL = timedelta(minutes=30)


def _no_reminder(message: Message, at: datetime) -> str:
    rows = Meeting.objects.select_related("batch", "course__stage")
    meeting = rows.select_for_update(no_key=True, of=("self",)).get(pk=pk_of(message))
    off = meeting.is_cancelled or meeting.batch.state == Batch.State.CANCELLED
    if off or meeting.revision != message.version:
        return _("The meeting was moved or called off since.")
    if message.recipient_id == meeting.trainer_id:
        return ""
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
BATCH_CANCELLED = new_kind(
    "BATCH_CANCELLED",
    gettext_lazy("Training called off, to its trainers"),
    time_critical=True,
    calls_off=True,
)


def _trains_no_more(message: Message, at: datetime) -> str:
    meetings = Meeting.objects.kept().filter(batch=pk_of(message), trainer=message.recipient_id)
    if meetings.filter(starts_at__gt=at, batch__state=Batch.State.PUBLISHED).exists():
        return ""
    return _("The training was called off, or this person no longer trains there.")


BATCH_TO_TRAIN = new_kind(
    "BATCH_TO_TRAIN",
    gettext_lazy("Training published, to its trainers"),
    why_not=_trains_no_more,
)


def remind_of_all(enrolment: Enrolment, *, at: datetime) -> None:
    """Schedule a reminder of every meeting to come."""
    coming = enrolment.batch.meetings.kept().filter(starts_at__gt=at)
    for meeting in coming.select_related("course__stage").in_order():
        _remind(meeting, enrolment, at=at)


def meeting_set(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell everyone at once, as it may be tomorrow, and remind who takes part a day before.

    Whether it is still true is asked when it leaves.
    """
    for person in _everyone(meeting):
        _tell(
            meeting,
            person,
            MEETING_SET,
            gettext_noop("New meeting: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.starts_at,
        )
    for enrolment in _takers(meeting):
        _remind(meeting, enrolment, at=at)


def meeting_moved(meeting: Meeting, *, was_at: datetime, by: User, at: datetime) -> None:
    """Withdraw what spoke of the old time, tell the new one, remind anew."""
    _withdraw_older(meeting)
    for person in _everyone(meeting):
        _tell(
            meeting,
            person,
            MOVED,
            gettext_noop("New time or place: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.starts_at,
            needed_by=min(was_at, meeting.starts_at),
        )
    for enrolment in _takers(meeting):
        _remind(meeting, enrolment, at=at)


def meeting_cancelled(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell everyone who would set out; at any hour when it is today."""
    _withdraw_older(meeting)
    for person in _everyone(meeting):
        _tell(
            meeting,
            person,
            MEETING_CANCELLED,
            gettext_noop("Called off: %(course)s, %(moment)s"),
            by=by,
            at=at,
            useless_after=meeting.ends_at,
            needed_by=meeting.starts_at,
        )


def batch_to_train(batch: Batch, *, by: User, at: datetime) -> None:
    """Each trainer with an account learns of her meetings, once, when everybody may know."""
    coming = batch.meetings.kept().filter(starts_at__gt=at).select_related("course").in_order()
    for trainer in User.objects.filter(is_active=True, pk__in=coming.values("trainer")):
        meetings = list(coming.filter(trainer=trainer))
        post(
            User.objects.filter(pk=trainer.pk),
            BATCH_TO_TRAIN,
            topic=f"batch:{batch.pk}",
            subject=gettext_noop("You train: %(track)s"),
            link=reverse("trainings:output_list"),
            at=at,
            by=by,
            useless_after=meetings[-1].starts_at,
            facts={"track": batch.track.name},
            batch=batch,
            meetings=meetings,
        )


def batch_off_for_trainers(batch: Batch, *, reason: str, by: User, at: datetime) -> None:
    """Once to each trainer with an account who was still to come; useless once she has set out."""
    coming = batch.meetings.kept().filter(starts_at__gt=at, trainer__isnull=False)
    for trainer, first in coming.values_list("trainer").annotate(first=Min("starts_at")):
        post(
            User.objects.filter(pk=trainer, is_active=True),
            BATCH_CANCELLED,
            topic=f"batch:{batch.pk}",
            subject=gettext_noop("Called off: %(track)s"),
            link=batch.get_absolute_url(),
            at=at,
            by=by,
            useless_after=first,
            facts={"track": batch.track.name},
            batch=batch,
            reason=reason,
        )


def _remind(meeting: Meeting, enrolment: Enrolment, *, at: datetime) -> None:
    _tell(
        meeting,
        _participant(enrolment),
        REMINDER,
        gettext_noop("Reminder: %(course)s, %(moment)s"),
        at=at,
        due_at=meeting.starts_at - DAY_BEFORE,
        useless_after=meeting.starts_at - LAST_CALL,
    )


@dataclass(frozen=True)
class _Person:
    """Whom a meeting concerns, and the page that says more to her."""

    pk: int
    link: str


def _participant(enrolment: Enrolment) -> _Person:
    return _Person(enrolment.participant_id, enrolment.get_absolute_url())


def _everyone(meeting: Meeting) -> list[_Person]:
    """Those who take part and the trainer, who knows of no draft."""
    people = [_participant(enrolment) for enrolment in _takers(meeting)]
    if meeting.trainer_id and meeting.batch.state == Batch.State.PUBLISHED:
        people.append(_Person(meeting.trainer_id, reverse("trainings:output_list")))
    return people


def _tell(
    meeting: Meeting,
    person: _Person,
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
        User.objects.filter(pk=person.pk, is_active=True),
        kind,
        topic=meeting.message_topic,
        version=meeting.revision,
        subject=subject,
        link=person.link,
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
    )


def _withdraw_older(meeting: Meeting) -> None:
    outbox.withdraw(
        topic=meeting.message_topic,
        before_version=meeting.revision,
        reason=_("The meeting was moved or called off since."),
    )


def _takers(meeting: Meeting) -> QuerySet[Enrolment]:
    return meeting.batch.enrolments.enrolled().select_related("batch__track").order_by("pk")
