"""Giving out places: every change under the batch's lock ends by settling the waiting list."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.selectors import time_to_be_called
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.notifications.services import out_of_quiet_hours
from plut_portal.waitlists import services as waitlists
from trainings import notifications
from trainings.models import Batch, Enrolment
from trainings.models.enrolments import EnrolmentQuerySet
from trainings.selectors import places
from trainings.services import guards

Status = Enrolment.Status


class OfferGone(PortalError):
    pass


@dataclass(frozen=True)
class BatchLine:
    """The waiting list of a batch that the caller has locked."""

    batch: Batch

    def rows(self) -> EnrolmentQuerySet:
        return Enrolment.objects.filter(batch=self.batch).select_related("batch__track")

    def next(self, *, at: datetime) -> Enrolment | None:
        may_offer = places.offers_places(self.batch, at=at)
        return places.next_in_line(self.batch, at=at) if may_offer else None

    def offer_ends(self, row: Enrolment, *, at: datetime) -> datetime:
        """Kept for a while from when its news may leave; never beyond the time for offers.

        Whoever has no confirmed e-mail is called, so the office has a whole working day for it.
        """
        ends = out_of_quiet_hours(at) + self.batch.offer_length
        if not row.business.memberships.reached_by_mail().exists():
            ends = max(ends, time_to_be_called(at=at))
        return min(ends, places.offers_end(self.batch))

    def tell_offered(self, row: Enrolment, *, at: datetime) -> None:
        notifications.place_offered(row, at=at)

    def tell_expired(self, row: Enrolment, *, at: datetime) -> None:
        notifications.offer_expired(row, at=at)


@transaction.atomic
def offer_places(*, batch: Batch, at: datetime) -> list[Enrolment]:
    """End what ran out and offer every free place to whoever is next. Twice offers nothing twice."""
    return settle(guards.lock_batch(batch.pk), at=at)


def settle(batch: Batch, *, at: datetime) -> list[Enrolment]:
    """For a batch that the caller has locked. Answers with the offers made."""
    return waitlists.settle(BatchLine(batch), at=at)


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
    takes_place = batch.state == Batch.State.PUBLISHED and not places.has_begun(batch, at=at)
    return takes_place and enrolment.is_offered(at=at)


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
    waitlists.end(enrolment, Status.DECLINED, by=by, at=at)
    settle(batch, at=at)
    return enrolment


def sweep_offers(*, at: datetime) -> int:
    """Poke a worker for each batch in which an offer ran out or somebody waits while it enrols.

    The second is for places kept for first-timers, which time alone sets free.
    """
    overdue = Enrolment.objects.overdue(at=at).values_list("batch", flat=True)
    waiting = Enrolment.objects.waiting().filter(batch__in=Batch.objects.enrolling(at=at))
    due = {*overdue, *waiting.values_list("batch", flat=True)}
    return waitlists.poke("trainings.offer_places", "batch_id", due)
