"""Who was there: by the code in the room, or by the list of whoever teaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.services import periods
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from plut_portal.core.validators import ascii_digits
from trainings.models import Attendance, Enrolment, Meeting
from trainings.selectors.gates import Ledger
from trainings.services import gates, guards


class CodeUnknown(PortalError):
    status = 422


class OutsideWindow(PortalError):
    pass


class MeetingNotHeld(PortalError):
    pass


class MeetingLongAgo(PortalError):
    status = 403


@dataclass(frozen=True)
class Refusal:
    enrolment: Enrolment
    sentence: str


@dataclass(frozen=True)
class Marked:
    """What came of a list: who is noted, before or now, and who could not be."""

    attendances: list[Attendance]
    refusals: list[Refusal]


@transaction.atomic
def attend_by_code(*, enrolment: Enrolment, code: str, by: User, at: datetime) -> Attendance:
    """Note that the participant is in the room. The time is ours, never the phone's (FM-52).

    Sent twice, or beside the trainer's list, it is one attendance (FM-51). Raises CodeUnknown,
    OutsideWindow with the hours in which the code works, NotEnrolled, GateClosed and MonthClosed.
    """
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_acts_for(enrolment.business, by)
    guards.check_enrolled(enrolment)
    meeting = _meeting_with(code, enrolment, at=at)
    _check_month_open(meeting)
    gates.check_open(enrolment, meeting.course.stage, at=at)
    attendance = _note(meeting, enrolment, Attendance.Source.CODE, by=by, at=at)
    gates.announce([enrolment], at=at)
    return attendance


def _meeting_with(code: str, enrolment: Enrolment, *, at: datetime) -> Meeting:
    with_code = (
        Meeting.objects.kept()
        .filter(batch=enrolment.batch_id, code=ascii_digits(code))
        .select_related("course__stage")
        .in_order()
    )
    found = list(with_code)
    if not found:
        raise CodeUnknown(
            _("This is not the code of your meeting. Please look at the six digits again.")
        )
    if taking := [meeting for meeting in found if meeting.takes_code(at=at)]:
        return taking[0]
    raise OutsideWindow(
        _(
            "The code of this meeting works on %(day)s from %(opens)s to %(closes)s, by the clock"
            " of the portal. Were you there? Ask the trainer to put you on the list."
        )
        % {
            "day": formats.short_date_text(found[0].starts_at),
            "opens": formats.clock_text(found[0].code_opens_at),
            "closes": formats.time_text(found[0].code_closes_at),
        }
    )


@transaction.atomic
def mark_present(
    *, meeting: Meeting, enrolments: Iterable[Enrolment], by: User, at: datetime
) -> Marked:
    """Put these on the list; a whole class at once. Ticking twice is one attendance.

    For the trainer, the stage's consultant and staff; others get NotAllowed. Raises
    MeetingNotHeld before it begins or when it was called off, MeetingLongAgo after a month except
    for a supervisor, and MonthClosed (FM-60). Whoever may not be there, because a gate is closed,
    is answered with that gate's sentence; the others are noted all the same.
    """
    meeting = Meeting.objects.select_related("course__stage").get(pk=meeting.pk)
    _check_may_list(meeting, by)
    _check_held(meeting, at=at)
    _check_not_late(meeting, by, at=at)
    _check_month_open(meeting)
    people = _lock_all(meeting, enrolments)
    ledger = Ledger(people, at=at)
    noted, refusals = [], []
    for enrolment in people:
        gate = ledger.gate(enrolment, meeting.course.stage)
        if enrolment.is_enrolled and gate.is_open:
            noted.append(_note(meeting, enrolment, Attendance.Source.LIST, by=by, at=at))
        else:
            refusals.append(Refusal(enrolment, gate.sentence or _no_place()))
    gates.announce([attendance.enrolment for attendance in noted], at=at)
    return Marked(noted, refusals)


def _no_place() -> str:
    return _("This business has no place in this batch.")


@transaction.atomic
def undo_attendance(*, attendance: Attendance, by: User, at: datetime) -> Attendance:
    """Take a wrong tick back; who noted and who undid it stays. Twice is harmless.

    Raises NotAllowed, MeetingLongAgo after a month except for a supervisor, MonthClosed, and
    WrongState once a certificate counts these hours.
    """
    enrolment = guards.lock_enrolment(attendance.enrolment)
    _check_may_list(attendance.meeting, by)
    _check_not_late(attendance.meeting, by, at=at)
    _check_month_open(attendance.meeting)
    if enrolment.certificates.valid().exists():
        raise guards.WrongState(
            _("A certificate counts these hours. Revoke it first, then undo the attendance.")
        )
    Attendance.objects.counted().filter(pk=attendance.pk).update(undone_at=at, undone_by=by)
    attendance.refresh_from_db()
    return attendance


def _note(
    meeting: Meeting, enrolment: Enrolment, source: str, *, by: User, at: datetime
) -> Attendance:
    attendance, _created = Attendance.objects.counted().get_or_create(
        meeting=meeting,
        enrolment=enrolment,
        defaults={"source": source, "noted_at": at, "noted_by": by},
    )
    return attendance


def _lock_all(meeting: Meeting, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """In one order for everybody, so that two lists at once do not deadlock."""
    mine = Enrolment.objects.filter(
        batch=meeting.batch_id, pk__in=[enrolment.pk for enrolment in enrolments]
    ).select_related("batch__track", "business")
    return list(mine.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _check_may_list(meeting: Meeting, by: User) -> None:
    if not Meeting.objects.listed_by(by).filter(pk=meeting.pk).exists():
        raise guards.NotAllowed(_("Only the trainer of this meeting and the office may do this."))


def _check_held(meeting: Meeting, *, at: datetime) -> None:
    if meeting.is_cancelled:
        raise MeetingNotHeld(_("This meeting was called off."))
    if at < meeting.code_opens_at:
        raise MeetingNotHeld(
            _("The list opens on %(moment)s.")
            % {"moment": formats.moment_text(meeting.code_opens_at)}
        )


def _check_not_late(meeting: Meeting, by: User, *, at: datetime) -> None:
    if meeting.is_late_for(by, at=at):
        raise MeetingLongAgo(
            _(
                "This meeting was more than 30 days ago. Please ask the programme admin to note who"
                " came."
            )
        )


def _check_month_open(meeting: Meeting) -> None:
    periods.check_open(formats.wib_day(meeting.starts_at))
