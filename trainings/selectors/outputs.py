"""Outputs for those who hand them in and those who judge them."""

from datetime import datetime

from consultations import selectors as consultations
from consultations.availability import Day
from consultations.models import Consultant
from plut_portal.accounts.models import User
from trainings.models import Enrolment, Output, Stage
from trainings.models.outputs import OutputQuerySet


def versions_of(enrolment: Enrolment, stage: Stage) -> OutputQuerySet:
    """All that was handed in, the newest first, with files, comments and who wrote them."""
    rows = Output.objects.filter(enrolment=enrolment, stage=stage)
    everything = rows.select_related("submitted_by", "judged_by")
    return everything.prefetch_related("files", "comments__author").order_by("-version")


def to_judge(user: User) -> OutputQuerySet:
    """What waits for this consultant, the longest-waiting first."""
    waiting = Output.objects.waiting().judged_by(user)
    return waiting.select_related(
        "enrolment__business", "enrolment__batch__track", "stage"
    ).order_by("submitted_at", "pk")


def first_times_with(consultant: Consultant | None, *, at: datetime) -> list[Day]:
    """The judge's next few free times, for whoever got an output back."""
    if consultant is None or not Consultant.objects.bookable().filter(pk=consultant.pk).exists():
        return []
    field = consultations.main_expertise(consultant)
    days = consultations.bookable_days(consultant=consultant, expertise=field, at=at)
    soon = [
        Day(day.date, free[:3]) for day in days if (free := [t for t in day.times if t.is_free])
    ]
    return soon[:2]
