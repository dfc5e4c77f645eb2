"""What participants are told. Each function writes rows to the outbox."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Certificate, Enrolment, Meeting, Output, OutputComment, Stage
from trainings.selectors import places
from trainings.selectors.gates import state_of

DAY_BEFORE = timedelta(days=1)
# Later than this a reminder would only find the person on the road.
LAST_CALL = timedelta(minutes=30)


def _pk(message: Message) -> int:
    return int(message.topic.partition(":")[2])


def _stale(message: Message, at: datetime) -> str:
    # Under lock, so that a change under way is seen or waits (FM-24).
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=_pk(message))
    if enrolment.revision != message.version:
        return _("The enrolment has moved on since.")
    return "" if _acts_for(enrolment, message) else _no_longer_theirs()


def _no_reminder(message: Message, at: datetime) -> str:
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=_pk(message))
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


def _judged_anew(message: Message, at: datetime) -> str:
    output = Output.objects.select_for_update(no_key=True).get(pk=_pk(message))
    meant = {RETURNED.code: Output.State.RETURNED, ACCEPTED.code: Output.State.ACCEPTED}
    if output.state != meant[message.kind]:
        return _("The output has been handed in or judged anew since.")
    return "" if _acts_for(output.enrolment, message) else _no_longer_theirs()


def _acts_for(enrolment: Enrolment, message: Message) -> bool:
    return _owners(enrolment).filter(pk=message.recipient_id).exists()


def _no_longer_theirs() -> str:
    return _("This person no longer acts for the business.")


def _kind(code: str, label: str | Promise, **more: object) -> kinds.Kind:
    return kinds.register(kinds.Kind(code, label, **more))  # type: ignore[arg-type]


ENROLLED = _kind("TRAINING_ENROLLED", gettext_lazy("Place in a training"), why_not=_stale)
WAITING = _kind("TRAINING_WAITING", gettext_lazy("On the waiting list"), why_not=_stale)
OFFER = _kind(
    "TRAINING_OFFER", gettext_lazy("A place is offered"), time_critical=True, why_not=_stale
)
OFFER_EXPIRED = _kind(
    "TRAINING_OFFER_EXPIRED", gettext_lazy("An offered place ran out"), why_not=_stale
)
TO_WAITING = _kind(
    "TRAINING_TO_WAITING",
    gettext_lazy("Moved to the waiting list"),
    time_critical=True,
    calls_off=True,
    why_not=_stale,
)
WITHDRAWN = _kind("TRAINING_WITHDRAWN", gettext_lazy("Enrolment ended"), why_not=_stale)
CANCELLED = _kind(
    "TRAINING_CANCELLED",
    gettext_lazy("Training called off"),
    time_critical=True,
    calls_off=True,
)
REMINDER = _kind(
    "MEETING_REMINDER",
    gettext_lazy("Reminder of a training meeting"),
    time_critical=True,
    why_not=_no_reminder,
    consent=Consent.Purpose.REMINDERS,
)
MOVED = _kind(
    "MEETING_MOVED",
    gettext_lazy("Training meeting moved"),
    time_critical=True,
    calls_off=True,
    why_not=_no_reminder,
)
MEETING_CANCELLED = _kind(
    "MEETING_CANCELLED",
    gettext_lazy("Training meeting called off"),
    time_critical=True,
    calls_off=True,
)
RETURNED = _kind("OUTPUT_RETURNED", gettext_lazy("Output to be mended"), why_not=_judged_anew)
ACCEPTED = _kind("OUTPUT_ACCEPTED", gettext_lazy("Output accepted"), why_not=_judged_anew)
COMMENTED = _kind("OUTPUT_COMMENTED", gettext_lazy("Comment on an output"))
GATE_OPENED = _kind("GATE_OPENED", gettext_lazy("The next stage is open"))
CERTIFICATE = _kind("CERTIFICATE_ISSUED", gettext_lazy("Certificate issued"))
CERTIFICATE_REVOKED = _kind("CERTIFICATE_REVOKED", gettext_lazy("Certificate revoked"))


def enrolled(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Confirm the place, and schedule a reminder of every meeting to come."""
    _tell_owners(enrolment, ENROLLED, gettext_noop("Your place: %(track)s"), by=by, at=at)
    for meeting in _coming(enrolment, at=at):
        _remind(meeting, enrolment, at=at)


def waiting(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """The receipt of a place on the waiting list, with its number."""
    _tell_owners(
        enrolment,
        WAITING,
        gettext_noop("On the waiting list: %(track)s"),
        by=by,
        at=at,
        place=places.place_in_line(enrolment),
    )


def place_offered(enrolment: Enrolment, *, at: datetime) -> None:
    """Time-critical: useless once the offer has run out."""
    _tell_owners(
        enrolment,
        OFFER,
        gettext_noop("A place for you until %(until)s: %(track)s"),
        at=at,
        useless_after=enrolment.offer_until,
    )


def offer_expired(enrolment: Enrolment, *, at: datetime) -> None:
    _tell_owners(enrolment, OFFER_EXPIRED, gettext_noop("The offer is over: %(track)s"), at=at)


def moved_to_waiting(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """The quota shrank, and the office decided who gives up the place; with the reason."""
    _tell_owners(
        enrolment,
        TO_WAITING,
        gettext_noop("Moved to the waiting list: %(track)s"),
        by=by,
        at=at,
        useless_after=places.begins_at(enrolment.batch),
    )


def withdrawn(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    _tell_owners(enrolment, WITHDRAWN, gettext_noop("Enrolment ended: %(track)s"), by=by, at=at)


def batch_cancelled(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Everyone who was in or waited; useless once it would have begun."""
    _tell_owners(
        enrolment,
        CANCELLED,
        gettext_noop("Called off: %(track)s"),
        by=by,
        at=at,
        useless_after=places.begins_at(enrolment.batch),
    )


def schedule_reminders(meeting: Meeting, *, at: datetime) -> None:
    """For everyone who has a place. Whether it is still true is asked when it leaves."""
    for enrolment in _takers(meeting):
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


def output_returned(output: Output, *, text: str, at: datetime) -> None:
    """With what is to be mended; the page it leads to has the consultant's next free times."""
    _tell_about(output, RETURNED, gettext_noop("Please mend: %(output)s"), at=at, text=text)


def output_accepted(output: Output, *, at: datetime) -> None:
    _tell_about(output, ACCEPTED, gettext_noop("Accepted: %(output)s"), at=at)


def output_commented(comment: OutputComment, *, at: datetime) -> None:
    """To the business's people other than the writer. The consultant finds it among the work."""
    _tell_about(
        comment.output,
        COMMENTED,
        gettext_noop("New comment: %(output)s"),
        at=at,
        besides=comment.author,
        version=comment.pk,
        text=comment.text,
    )


def gate_opened(enrolment: Enrolment, stage: Stage, *, at: datetime) -> None:
    """Once for every gate, however often it is found open."""
    _post(
        _owners(enrolment),
        GATE_OPENED,
        topic=f"gate:{enrolment.pk}:{stage.pk}",
        subject=gettext_noop("Open for you: %(stage)s"),
        link=enrolment.get_absolute_url(),
        at=at,
        facts={"stage": stage.name},
        enrolment=enrolment,
        stage=stage,
        meeting=enrolment.batch.meetings.kept()
        .filter(course__stage=stage, starts_at__gt=at)
        .in_order()
        .first(),
    )


def certificate_issued(certificate: Certificate, *, at: datetime) -> None:
    _tell_holder(certificate, CERTIFICATE, gettext_noop("Your certificate: %(track)s"), at=at)


def certificate_revoked(certificate: Certificate, *, at: datetime) -> None:
    _tell_holder(
        certificate, CERTIFICATE_REVOKED, gettext_noop("Certificate revoked: %(track)s"), at=at
    )


def _tell_owners(
    enrolment: Enrolment,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    by: User | None = None,
    useless_after: datetime | None = None,
    place: int = 0,
) -> None:
    outbox.withdraw(
        topic=enrolment.message_topic,
        before_version=enrolment.revision,
        reason=_("The enrolment has moved on since."),
    )
    _post(
        _owners(enrolment),
        kind,
        topic=enrolment.message_topic,
        version=enrolment.revision,
        subject=subject,
        link=enrolment.get_absolute_url(),
        at=at,
        by=by,
        useless_after=useless_after,
        facts={
            "track": enrolment.batch.track.name,
            "until": formats.moment_text(enrolment.offer_until) if enrolment.offer_until else "",
        },
        enrolment=enrolment,
        begins_at=places.begins_at(enrolment.batch),
        place=place,
    )


def _tell_about(
    output: Output,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    besides: User | None = None,
    version: int = 0,
    text: str = "",
) -> None:
    people = _owners(output.enrolment)
    _post(
        people.exclude(pk=besides.pk) if besides else people,
        kind,
        topic=output.message_topic,
        version=version,
        subject=subject,
        link=output.get_absolute_url(),
        at=at,
        facts={"output": output.stage.output_name},
        output=output,
        text=text,
    )


def _tell_holder(certificate: Certificate, kind: kinds.Kind, subject: str, *, at: datetime) -> None:
    enrolment = certificate.enrolment
    _post(
        _owners(enrolment),
        kind,
        topic=certificate.message_topic,
        subject=subject,
        link=certificate.get_absolute_url(),
        at=at,
        facts={"track": enrolment.batch.track.name},
        certificate=certificate,
        enrolment=enrolment,
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
    _post(
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


def _post(
    people: QuerySet[User],
    kind: kinds.Kind,
    *,
    topic: str,
    subject: str,
    link: str,
    at: datetime,
    facts: dict[str, str],
    version: int = 0,
    by: User | None = None,
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_any_hour: bool = False,
    **context: object,
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        heading = _(subject) % facts
        body = render_to_string(
            f"trainings/messages/{kind.code.lower()}.txt",
            {"office": OfficeIdentity.load(), **context},
        )
    for person in people:
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic,
            version=version,
            subject=heading,
            body=body,
            link=link,
            at=at,
            due_at=due_at,
            useless_after=useless_after,
            needed_by=needed_by,
            # Night is broken only by what the receiver just did, and by what is off today (FM-32).
            at_any_hour=at_any_hour or person == by,
        )


def _withdraw_older(meeting: Meeting) -> None:
    outbox.withdraw(
        topic=meeting.message_topic,
        before_version=meeting.revision,
        reason=_("The meeting was moved or called off since."),
    )


def _owners(enrolment: Enrolment) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=enrolment.business_id, memberships__is_active=True, is_active=True
    ).order_by("pk")


def _takers(meeting: Meeting) -> QuerySet[Enrolment]:
    return meeting.batch.enrolments.enrolled().select_related("batch__track").order_by("pk")


def _coming(enrolment: Enrolment, *, at: datetime) -> QuerySet[Meeting]:
    coming = enrolment.batch.meetings.kept().filter(starts_at__gt=at)
    return coming.select_related("course__stage").order_by("starts_at", "pk")
