"""What a consultant works from: the agenda, and the session records."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultations.models import Booking, InternalNote, SessionRecord
from consultations.selectors.checks import results_of
from plut_portal.accounts.models import User
from plut_portal.core import formats

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Agenda:
    """A consultant's day: what is on, what waits for a note, what comes."""

    today: list[Booking]
    unrecorded: list[Booking]
    coming: list[Booking]


def agenda(user: User, *, at: datetime) -> Agenda:
    """Today's sessions, older ones without an outcome, and the coming week."""
    today = formats.wib_day(at)
    midnight = formats.at_wib(today, datetime.min.time())
    tomorrow = midnight + timedelta(days=1)
    own = Booking.objects.of_consultant(user).with_people().order_by("starts_at", "pk")
    kept = own.exclude(status=Booking.Status.CANCELLED)
    return Agenda(
        today=list(kept.filter(starts_at__gte=midnight, starts_at__lt=tomorrow)),
        unrecorded=list(own.unrecorded(at=at).filter(starts_at__lt=midnight)),
        coming=list(own.open().filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + WEEK)),
    )


def session_initial(booking: Booking) -> dict[str, object]:
    """What the record form opens with: what was recorded before, or a blank for who came."""
    records = SessionRecord.objects.filter(booking=booking).select_related("constraint")
    record = records.prefetch_related("actions").first()
    outcome = booking.status if booking.status in Booking.OUTCOMES else None
    if record is None:
        suggested = results_of(booking.constraint_check) if booking.constraint_check else []
        return {
            "outcome": outcome or Booking.Status.ATTENDED,
            "constraint": next(iter(suggested), None),
            "problem": booking.topic,
        }
    initial: dict[str, object] = {
        "outcome": outcome,
        "constraint": record.constraint,
        "problem": record.problem,
        "findings": record.findings,
        "advice": record.advice,
        "internal": InternalNote.objects.filter(record=record)
        .values_list("text", flat=True)
        .first(),
    }
    for action in record.actions.all():
        initial[f"action_{action.position}"] = action.text
        initial[f"due_{action.position}"] = action.due_on
    return initial


def earlier_records(booking: Booking, *, user: User) -> list[SessionRecord]:
    """The last three records of the same business that this person may read."""
    records = SessionRecord.objects.visible_to(user).filter(booking__business=booking.business_id)
    earlier = records.filter(booking__starts_at__lt=booking.starts_at)
    return list(
        earlier.select_related("booking")
        .prefetch_related("actions")
        .order_by("-booking__starts_at", "-pk")[:3]
    )


def record_state(booking: Booking, *, at: datetime) -> str:
    """Whether the record can be written: EARLY, OPEN, LOCKED or CANCELLED."""
    if booking.status == Booking.Status.CANCELLED:
        return "CANCELLED"
    if at < booking.starts_at:
        return "EARLY"
    is_recorded = booking.status != Booking.Status.BOOKED
    too_late = at > booking.ends_at + SessionRecord.OPEN_FOR
    return "LOCKED" if is_recorded and too_late else "OPEN"


def record_of(booking: Booking, *, user: User) -> SessionRecord | None:
    """The shared part of the record with its actions, if this person may read it."""
    records = SessionRecord.objects.visible_to(user).filter(booking=booking)
    return records.prefetch_related("actions").select_related("recorded_by").first()
