"""What was asked for and could not be offered – as far as the portal writes it down.

A field without a consultant is refused at the counter and leaves no row, and no form has a box
for "something else"; the page says so.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from consultations.models import CheckResult, ConstraintCheck, Consultant
from exhibitions.models import Application
from plut_portal.core.periods import Period
from trainings.models import Enrolment

Status = Enrolment.Status
# Who did not answer an offer, or left, was not refused anything.
UNTAUGHT = (Status.WAITING, Status.NO_PLACE, Status.CANCELLED)


@dataclass(frozen=True)
class Unmet:
    outside: int
    nobody: int
    training: int
    market: int

    @property
    def total(self) -> int:
        return self.outside + self.nobody + self.training + self.market


def unmet(period: Period) -> Unmet:
    """In one query each."""
    return Unmet(
        outside=from_outside(period).count(),
        nobody=without_consultant(period).count(),
        training=without_training(period).count(),
        market=not_chosen(period).count(),
    )


def from_outside(period: Period) -> QuerySet[ConstraintCheck]:
    """Cek kendala finished by somebody whose business lies outside Batu."""
    return _finished(period).filter(is_outside_batu=True).order_by("finished_at", "pk")


def without_consultant(period: Period) -> QuerySet[ConstraintCheck]:
    """Cek kendala from Batu whose first kendala is in a field that nobody offers today."""
    helped = Consultant.objects.bookable().filter(
        expertises=OuterRef("constraint__expertise"), expertises__is_active=True
    )
    first = CheckResult.objects.filter(run=OuterRef("pk"), rank=1)
    runs = _finished(period).filter(Exists(first.exclude(Exists(helped))), is_outside_batu=False)
    return runs.order_by("finished_at", "pk")


def without_training(period: Period) -> QuerySet[Enrolment]:
    """Asked for a training in the period and wait, waited in vain, or the batch was called off."""
    asked = Enrolment.objects.filter(status__in=UNTAUGHT, **period.within("asked_at"))
    return asked.select_related("business__village", "batch__track").order_by("asked_at", "pk")


def not_chosen(period: Period) -> QuerySet[Application]:
    """Applied for an activity in the period and were not chosen, or wait on the reserve list.

    Both states are entered when results are released, so nothing is told too early.
    """
    refused = Application.objects.filter(
        state__in=[Application.State.REFUSED, Application.State.RESERVE],
        **period.within("submitted_at"),
    )
    return refused.select_related("business__village", "activity").order_by("submitted_at", "pk")


def _finished(period: Period) -> QuerySet[ConstraintCheck]:
    return ConstraintCheck.objects.filter(**period.within("finished_at")).select_related("village")
