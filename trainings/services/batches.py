"""What staff decide about a batch: its quota, whether it takes place, the next one like it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.waitlists import services as waitlists
from trainings import notifications
from trainings.models import Batch, BatchStage, Enrolment, Meeting, Track
from trainings.selectors import places
from trainings.services import guards
from trainings.services.places import settle

State, Status = Batch.State, Enrolment.Status


class QuotaTooSmall(PortalError):
    """More businesses hold a place than there would be: somebody has to decide (FM-15)."""


class NothingToCopy(PortalError):
    pass


class NotReady(PortalError):
    status = 422


@transaction.atomic
def change_quota(
    *,
    batch: Batch,
    quota: int,
    by: User,
    at: datetime,
    to_waiting: Collection[Enrolment] = (),
    reason: str = "",
) -> Batch:
    """Set how many places there are; new ones are offered to the waiting list at once.

    Below the number of those who hold one it is refused with QuotaTooSmall until the decision is
    named: exactly the businesses that move to the waiting list, with a reason they read. They
    keep their rank, so they are the first to come back. Once the batch has begun nobody is moved.
    """
    batch = guards.lock_batch(batch.pk)
    guards.check_permission(by, "change_batch")
    moved = batch.enrolments.holding_a_place().filter(pk__in=[each.pk for each in to_waiting])
    _check_decision(batch, quota, len(moved), at=at)
    if moved:
        reason = guards.check_reason(reason)
    batch.quota = quota
    batch.save()
    for enrolment in moved.order_by("pk"):
        _move_to_the_list(enrolment, reason=reason, by=by, at=at)
    settle(batch, at=at)
    return batch


def _check_decision(batch: Batch, quota: int, named: int, *, at: datetime) -> None:
    held = batch.enrolments.holding_a_place().count()
    too_many = max(0, held - quota)
    facts = {"held": held, "quota": quota, "count": too_many, "named": named}
    if too_many and places.has_begun(batch, at=at):
        raise QuotaTooSmall(
            _(
                "%(held)d businesses take part and the batch has begun. Keep at least %(held)d places."
            )
            % facts
        )
    if named < too_many:
        raise QuotaTooSmall(
            _(
                "%(held)d businesses hold a place. For %(quota)d places, name the %(count)d that"
                " move to the waiting list, or keep at least %(held)d."
            )
            % facts
        )
    if named > too_many:
        raise QuotaTooSmall(
            _("You named %(named)d businesses, but only %(count)d have to move.") % facts
        )


def _move_to_the_list(enrolment: Enrolment, *, reason: str, by: User, at: datetime) -> None:
    enrolment.become(Status.WAITING)
    enrolment.enrolled_at = enrolment.offered_at = enrolment.offer_until = None
    enrolment.status_reason = reason
    enrolment.save()
    notifications.moved_to_waiting(enrolment, by=by, at=at)


@transaction.atomic
def publish_batch(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Show it and let businesses enrol; its trainers are told.

    Raises NotReady while a stage lacks days and a judge.
    """
    batch = guards.lock_batch(batch.pk)
    guards.check_permission(by, "change_batch")
    if batch.state == State.PUBLISHED:
        return batch
    planned = batch.batch_stages.values("stage")
    if open_stages := list(batch.track.stages.exclude(pk__in=planned).order_by("position")):
        raise NotReady(
            _("These stages have no days and no consultant yet: %(stages)s.")
            % {"stages": ", ".join(stage.name for stage in open_stages)}
        )
    _become(batch, State.PUBLISHED)
    notifications.batch_to_train(batch, by=by, at=at)
    return batch


@transaction.atomic
def finish_batch(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Close the books. Whoever still waits, or could still answer an offer, waited in vain."""
    batch = guards.lock_batch(batch.pk)
    guards.check_permission(by, "change_batch")
    if batch.state == State.FINISHED:
        return batch
    _become(batch, State.FINISHED)
    _end_all(batch.enrolments.overdue(at=at), Status.EXPIRED, by=by, at=at)
    left = batch.enrolments.filter(status__in=[Status.WAITING, Status.OFFERED])
    _end_all(left, Status.NO_PLACE, by=by, at=at)
    return batch


@transaction.atomic
def cancel_batch(*, batch: Batch, reason: str, by: User, at: datetime) -> Batch:
    """Call it off; tell everyone who was in or waited, and trainers. Raises ReasonMissing."""
    batch = guards.lock_batch(batch.pk)
    guards.check_permission(by, "change_batch")
    if batch.state == State.CANCELLED:
        return batch
    reason = guards.check_reason(reason)
    if batch.state == State.PUBLISHED:
        notifications.batch_off_for_trainers(batch, reason=reason, by=by, at=at)
    _become(batch, State.CANCELLED)
    live = batch.enrolments.live()
    for enrolment in _end_all(live, Status.CANCELLED, by=by, at=at, reason=reason):
        notifications.batch_cancelled(enrolment, by=by, at=at)
    return batch


def _become(batch: Batch, state: Batch.State) -> None:
    if not batch.may_become(state):
        raise guards.WrongState(
            _("A batch that is “%(state)s” cannot become “%(next)s”.")
            % {"state": batch.get_state_display(), "next": state.label}
        )
    batch.state = state
    batch.save()


def _end_all(
    rows: QuerySet[Enrolment], status: Enrolment.Status, *, by: User, at: datetime, reason: str = ""
) -> list[Enrolment]:
    ended = list(rows.select_related("business").order_by("pk"))
    for enrolment in ended:
        enrolment.status_reason = reason
        waitlists.end(enrolment, status, by=by, at=at)
    return ended


@transaction.atomic
def copy_last_batch(*, track: Track, begins_on: date, by: User, at: datetime) -> Batch:
    """A draft like the last batch of the track, all its dates moved by the same number of days.

    Stages with their consultants, meetings with trainers and places, quota and rules come along;
    participants and attendance codes do not. Raises NothingToCopy for a track without a batch.
    """
    guards.check_permission(by, "add_batch")
    # Two copies at once take turns, so that each gets a number of its own.
    track = Track.objects.select_for_update(no_key=True).get(pk=track.pk)
    last = track.batches.exclude(state=State.CANCELLED).order_by("number").last()
    if last is None or not last.batch_stages.exists():
        raise NothingToCopy(_("This track has no batch yet whose plan could be copied."))
    later = begins_on - last.batch_stages.aggregate(day=Min("starts_on"))["day"]
    number = track.batches.aggregate(last=Max("number"))["last"] + 1
    batch = _copy(last, number, later)
    _copy_stages(last, batch, later)
    _copy_meetings(last, batch, later)
    return batch


def _copy(last: Batch, number: int, later: timedelta) -> Batch:
    return Batch.objects.create(
        track=last.track,
        number=number,
        quota=last.quota,
        first_timer_percent=last.first_timer_percent,
        first_timers_until=last.first_timers_until + later,
        enrol_from=last.enrol_from + later,
        enrol_until=last.enrol_until + later,
        offer_hours=last.offer_hours,
        place=last.place,
    )


def _copy_stages(last: Batch, batch: Batch, later: timedelta) -> None:
    for row in last.batch_stages.order_by("pk"):
        BatchStage.objects.create(
            batch=batch,
            stage_id=row.stage_id,
            consultant_id=row.consultant_id,
            starts_on=row.starts_on + later,
            ends_on=row.ends_on + later,
        )


def _copy_meetings(last: Batch, batch: Batch, later: timedelta) -> None:
    for row in last.meetings.kept().in_order():
        Meeting.objects.create(
            batch=batch,
            course_id=row.course_id,
            starts_at=row.starts_at + later,
            ends_at=row.ends_at + later,
            hours=row.hours,
            place=row.place,
            trainer_name=row.trainer_name,
            trainer_id=row.trainer_id,
            bring=row.bring,
        )
