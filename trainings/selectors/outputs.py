"""Outputs for those who hand them in and those who judge them."""

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
