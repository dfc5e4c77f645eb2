"""Giving out places: every change under the batch's lock ends by settling the waiting list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core import queue
from plut_portal.core.errors import PortalError
from trainings import notifications
from trainings.models import Batch, Enrolment
from trainings.selectors import places
from trainings.services import guards

Status = Enrolment.Status


class OfferGone(PortalError):
    pass


@transaction.atomic
def offer_places(*, batch: Batch, at: datetime) -> list[Enrolment]:
    """End what ran out and offer every free place to whoever is next. Twice offers nothing twice."""
    return settle(guards.lock_batch(batch.pk), at=at)


def settle(batch: Batch, *, at: datetime) -> list[Enrolment]:
    """For a batch that the caller has locked. Answers with the offers made."""
    for overdue in batch.enrolments.overdue(at=at).order_by("pk"):
        _end_offer(overdue, Status.EXPIRED, at=at)
        notifications.offer_expired(overdue, at=at)
    offers: list[Enrolment] = []
    while places.offers_places(batch, at=at) and (first := places.next_in_line(batch, at=at)):
        offers.append(_offer(first, batch, at=at))
    return offers


def _offer(enrolment: Enrolment, batch: Batch, *, at: datetime) -> Enrolment:
    """Kept for a while; never beyond the end of enrolment or the first meeting."""
    ends = [at + batch.offer_length, batch.enrol_until, places.begins_at(batch)]
    enrolment.become(Status.OFFERED)
    enrolment.offered_at = at
    enrolment.offer_until = min(end for end in ends if end)
    enrolment.save()
    notifications.place_offered(enrolment, at=at)
    return enrolment


@transaction.atomic
def accept_offer(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Take the offered place; calling twice keeps it.

    Raises OfferGone when it ran out, was declined or the batch will not take place. Whoever gets
    the batch's lock first, this or the expiry, decides; the other finds it decided (FM-10).
    """
    batch = guards.lock_batch(enrolment.batch_id)
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_acts_for(enrolment.business, by)
    if enrolment.is_enrolled:
        return enrolment
    if not _may_still_be_taken(enrolment, batch, at=at):
        raise OfferGone(
            _("This offer is over. You can ask for a place again; you then stand last in line.")
        )
    enrolment.become(Status.ENROLLED)
    enrolment.enrolled_at = at
    enrolment.save()
    notifications.enrolled(enrolment, by=by, at=at)
    return enrolment


def _may_still_be_taken(enrolment: Enrolment, batch: Batch, *, at: datetime) -> bool:
    if enrolment.status != Status.OFFERED or enrolment.offer_until is None:
        return False
    takes_place = batch.state == Batch.State.PUBLISHED and not places.has_begun(batch, at=at)
    return takes_place and at < enrolment.offer_until


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Give the offered place to the next; calling twice is harmless. Raises OfferGone."""
    batch = guards.lock_batch(enrolment.batch_id)
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_acts_for(enrolment.business, by)
    if enrolment.status == Status.DECLINED:
        return enrolment
    if enrolment.status != Status.OFFERED:
        raise OfferGone(_("There is no offer to decline any more."))
    _end_offer(enrolment, Status.DECLINED, by=by, at=at)
    settle(batch, at=at)
    return enrolment


def _end_offer(
    enrolment: Enrolment, status: Enrolment.Status, *, at: datetime, by: User | None = None
) -> None:
    enrolment.become(status)
    enrolment.ended_at, enrolment.ended_by = at, by
    enrolment.save()


def sweep_offers(*, at: datetime) -> int:
    """Poke a worker for each batch in which an offer ran out or somebody waits while it enrols.

    The second is for places kept for first-timers, which time alone sets free.
    """
    overdue = Enrolment.objects.overdue(at=at).values_list("batch", flat=True)
    waiting = Enrolment.objects.waiting().filter(batch__in=Batch.objects.enrolling(at=at))
    due = {*overdue, *waiting.values_list("batch", flat=True)}
    for batch_id in sorted(due):
        queue.enqueue("trainings.offer_places", batch_id=batch_id)
    return len(due)
