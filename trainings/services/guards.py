"""What stands before every change in trainings: refusals, locks, who may."""

from django.utils.translation import gettext as _

from businesses.models import Business
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from trainings.models import Batch, BatchStage, Enrolment, Stage


class NotAllowed(PortalError):
    status = 403


class ReasonMissing(PortalError):
    status = 422


class WrongState(PortalError):
    pass


class NotEnrolled(PortalError):
    pass


def lock_batch(batch_id: int) -> Batch:
    # Everyone who wants, gives back or moves a place of this batch queues on this row, so that
    # what is counted below cannot go stale.
    batches = Batch.objects.select_related("track")
    return batches.select_for_update(no_key=True, of=("self",)).get(pk=batch_id)


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """For what concerns this participant alone: attendance, outputs, exceptions, certificate."""
    rows = Enrolment.objects.select_related("batch__track", "business", "participant")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)


def is_staff(user: User) -> bool:
    return user.has_perm("trainings.manage_enrolments")


def check_permission(user: User, name: str) -> None:
    if not user.has_perm(f"trainings.{name}"):
        raise NotAllowed(_("Only the programme admin may do this."))


def check_acts_for(business: Business, user: User) -> None:
    """An owner for her own business, or staff for anybody's."""
    if not (is_staff(user) or Business.objects.run_by(user).filter(pk=business.pk).exists()):
        raise NotAllowed(_("Only those who act for this business may do this."))


def check_reason(reason: str) -> str:
    """The reason without blanks around it."""
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason; it is kept."))
    return reason.strip()


def check_enrolled(enrolment: Enrolment) -> None:
    if not enrolment.is_enrolled:
        raise NotEnrolled(_("This business has no place in this batch."))


def judges(user: User, *, batch_id: int, stage: Stage) -> bool:
    """Whether this is the consultant named for the stage in this batch."""
    return BatchStage.objects.filter(batch=batch_id, stage=stage, consultant__user=user).exists()
