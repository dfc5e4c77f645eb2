"""A session's record: whether it can be written, what its form opens with, what is read of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from consultations.models import (
    ActionItem,
    Addendum,
    Booking,
    ClosedMonth,
    Constraint,
    InternalNote,
    RecordDraft,
    SessionAttachment,
    SessionRecord,
)
from consultations.selectors.checks import results_of
from plut_portal.accounts.models import User
from plut_portal.core import formats

ACTIONS = Prefetch("actions", ActionItem.objects.in_order())


@dataclass(frozen=True)
class Opening:
    """What the form opens with; `draft` when that was typed and not saved yet."""

    initial: dict[str, object]
    # The days of the steps that were recorded.
    days: frozenset[date]
    version: str
    draft: RecordDraft | None
    # When what stands there was kept last: what a device kept later is newer.
    kept_at: datetime | None


@dataclass(frozen=True)
class Extras:
    """What goes with a record and came before or after it was written."""

    addenda: list[Addendum]
    attachments: list[SessionAttachment]


def record_state(booking: Booking, *, user: User, at: datetime) -> str:
    """Whether this person may write it: EARLY, OPEN, LOCKED, LATE, CANCELLED, or CLOSED (month)."""
    if booking.status == Booking.Status.CANCELLED:
        return "CANCELLED"
    if at < booking.starts_at:
        return "EARLY"
    if booking.is_recorded and at > booking.ends_at + SessionRecord.OPEN_FOR:
        return "LOCKED"
    if ClosedMonth.objects.covers(formats.wib_day(booking.starts_at)):
        return "CLOSED"
    return "LATE" if booking.is_late_for(user, at=at) and not booking.is_recorded else "OPEN"


def opening(booking: Booking, *, user: User) -> Opening:
    """What was recorded before, or a blank for who came, and over it what this person typed since."""
    records = SessionRecord.objects.filter(booking=booking).select_related("constraint")
    record = records.prefetch_related("actions").first()
    initial = _recorded(booking, record) if record else _blank(booking)
    days = frozenset(action.due_on for action in record.actions.all()) if record else frozenset()
    recorded_at = record.recorded_at if record else None
    draft = RecordDraft.objects.filter(booking=booking, by=user).first()
    if draft is None or (recorded_at and draft.saved_at < recorded_at):
        return Opening(initial, days, _version(booking, recorded_at), None, recorded_at)
    typed = initial | _typed(draft)
    return Opening(typed, days, _version(booking, recorded_at), draft, draft.saved_at)


def record_version(booking: Booking) -> str:
    """Changes with every saving of an outcome; empty before the first."""
    records = SessionRecord.objects.filter(booking=booking)
    return _version(booking, records.values_list("recorded_at", flat=True).first())


def _version(booking: Booking, recorded_at: datetime | None) -> str:
    if recorded_at:
        return recorded_at.isoformat()
    return booking.status if booking.status in Booking.ABSENCES else ""


def _typed(draft: RecordDraft) -> dict[str, object]:
    constraint = draft.typed.get("constraint")
    chosen = Constraint.objects.filter(pk=constraint).first() if constraint else None
    return draft.typed | {"constraint": chosen}


def _blank(booking: Booking) -> dict[str, object]:
    suggested = results_of(booking.constraint_check) if booking.constraint_check else []
    return _outcome(booking) | {
        "constraint": next(iter(suggested), None),
        "problem": booking.topic,
        "contact_minutes": booking.minutes,
        "preparation_minutes": 0,
    }


def _recorded(booking: Booking, record: SessionRecord) -> dict[str, object]:
    note = InternalNote.objects.filter(record=record).values_list("text", flat=True).first()
    initial = _outcome(booking) | {
        "constraint": record.constraint,
        "problem": record.problem,
        "findings": record.findings,
        "advice": record.advice,
        "contact_minutes": record.contact_minutes,
        "preparation_minutes": record.preparation_minutes,
        "internal": note,
    }
    for action in record.actions.all():
        initial[f"action_{action.position}"] = action.text
        initial[f"due_{action.position}"] = action.due_on
    return initial


def _outcome(booking: Booking) -> dict[str, object]:
    is_recorded = booking.status in Booking.OUTCOMES
    return {"outcome": booking.status if is_recorded else Booking.Status.ATTENDED}


def record_of(booking: Booking, *, user: User) -> SessionRecord | None:
    """The shared part of the record with its actions, if this person may read it."""
    records = SessionRecord.objects.visible_to(user).filter(booking=booking)
    return records.prefetch_related(ACTIONS).select_related("recorded_by").first()


def attachments_of(booking: Booking, *, user: User) -> list[SessionAttachment]:
    return list(SessionAttachment.objects.visible_to(user).of(booking))


def extras_of(booking: Booking, *, user: User) -> Extras:
    """What this person may read beside the record: additions to it, and files that are ready."""
    record = SessionRecord.objects.visible_to(user).filter(booking=booking).first()
    files = SessionAttachment.objects.visible_to(user).of(booking).ready()
    return Extras(addenda_of(record) if record else [], list(files))


def addenda_of(record: SessionRecord) -> list[Addendum]:
    """What was added to it, oldest first, for whoever may read the record."""
    return list(record.addenda.select_related("by").order_by("at", "pk"))
