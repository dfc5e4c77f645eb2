"""Recording what happened in a session."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import (
    Booking,
    Constraint,
    InternalNote,
    RecordDraft,
    SessionRecord,
)
from consultations.selectors import record_version
from consultations.services import guards, periods
from consultations.services.actions import write_actions
from consultations.services.guards import WrongState
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError


class NotYetStarted(PortalError):
    pass


class RecordLocked(PortalError):
    status = 403


class SavedElsewhere(PortalError):
    pass


class TooLate(PortalError):
    status = 403


@dataclass(frozen=True)
class SessionNote:
    """What the consultant writes: everything but `internal` is for the owner.

    Without `contact_minutes` the session took as long as its appointment.
    """

    advice: str
    constraint: Constraint | None = None
    problem: str = ""
    findings: str = ""
    internal: str = ""
    actions: list[tuple[str, date]] = field(default_factory=list)
    contact_minutes: int | None = None
    preparation_minutes: int = 0


@transaction.atomic
def record_session(
    *,
    booking: Booking,
    outcome: Booking.Status,
    by: User,
    at: datetime,
    note: SessionNote | None = None,
    version: str | None = None,
) -> Booking:
    """Record who came and, when the owner did, what was said. Saving again replaces the record.

    `version` is that of the record the page was opened on, if there was a page: SavedElsewhere when
    the record was saved since, so that nobody undoes what she has not read.
    What nobody recorded may be recorded for a month by the consultant and later by a supervisor, so
    that the list of such sessions can be emptied (FM-12, FM-60). Raises NotYetStarted before the
    session begins, TooLate after that month, WrongState for a cancelled booking or an absence after
    a note was written, RecordLocked a week after the session for what was recorded before,
    MonthClosed for a session in a closed month.
    """
    booking = Booking.objects.select_for_update(of=("self",)).with_people().get(pk=booking.pk)
    check_open(booking, by=by, at=at)
    if version is not None and record_version(booking) != version:
        raise SavedElsewhere(
            _(
                "This record was saved in another window since. Below stands what it says now."
                " Save again to put what you typed in its place."
            )
        )
    if outcome != booking.status:
        if not booking.may_become(outcome):
            raise WrongState(_("This booking was cancelled; there is nothing to record."))
        booking.status = outcome
        with guards.refused_by_the_database():
            booking.save(update_fields=["status", "updated_at"])
        if outcome == Booking.Status.CONSULTANT_ABSENT:
            notifications.consultant_absent(booking, by=by, at=at)
    if outcome == Booking.Status.ATTENDED and note is not None:
        _write_record(booking, note, by=by, at=at)
        notifications.session_recorded(booking, by=by, at=at)
    elif outcome != Booking.Status.ATTENDED and hasattr(booking, "record"):
        raise WrongState(_("A note was already written for this session, so somebody came."))
    RecordDraft.objects.filter(booking=booking, by=by).delete()
    return booking


def check_open(booking: Booking, *, by: User, at: datetime) -> None:
    """Refuse to write about a session that has not begun, is locked, or is too long ago.

    Call inside the transaction that writes, so that its month is not closed meanwhile (FM-60).
    """
    periods.check_open(formats.wib_day(booking.starts_at))
    if at < booking.starts_at:
        raise NotYetStarted(_("This session has not begun yet."))
    if booking.is_recorded and at > booking.ends_at + SessionRecord.OPEN_FOR:
        raise RecordLocked(_("A week has passed; this record can no longer be changed."))
    if not booking.is_recorded and booking.is_late_for(by, at=at):
        raise TooLate(
            _(
                "This session was more than 30 days ago. Please ask the programme admin to record it."
            )
        )


def _write_record(booking: Booking, note: SessionNote, *, by: User, at: datetime) -> None:
    written = {
        "constraint": note.constraint,
        "problem": note.problem,
        "findings": note.findings,
        "advice": note.advice,
        "contact_minutes": note.contact_minutes or booking.minutes,
        "preparation_minutes": note.preparation_minutes,
        "recorded_by": by,
        "recorded_at": at,
    }
    record, _created = SessionRecord.objects.update_or_create(
        booking=booking,
        defaults=written,
        create_defaults=written | {"first_recorded_at": at},
    )
    write_actions(record, note.actions, at=at)
    _write_internal_note(record, note.internal, by=by)


def _write_internal_note(record: SessionRecord, text: str, *, by: User) -> None:
    if text:
        InternalNote.objects.update_or_create(record=record, defaults={"text": text, "author": by})
    else:
        InternalNote.objects.filter(record=record).delete()
