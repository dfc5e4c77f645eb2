"""A batch at a glance, for the office."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from trainings.models import Batch, BatchStage, Meeting
from trainings.selectors.catalogue import BatchCard, cards_of


@dataclass(frozen=True)
class StagePlan:
    """A stage as the batch takes it, with its meetings; each counts in `present` who came."""

    planned: BatchStage
    meetings: list[Meeting]

    @property
    def hours(self) -> int:
        return sum(meeting.hours for meeting in self.meetings if not meeting.is_cancelled)


@dataclass(frozen=True)
class BatchFacts:
    card: BatchCard
    enrolled: int
    stages: list[StagePlan]


def batch_facts(batch: Batch, *, at: datetime) -> BatchFacts:
    """Places, line, stages and meetings, in six queries however many there are."""
    came = Count("attendances", filter=Q(attendances__undone_at=None))
    meetings = list(batch.meetings.select_related("course").annotate(present=came).in_order())
    planned = batch.batch_stages.select_related("stage", "consultant__user")
    return BatchFacts(
        card=cards_of([batch], at=at)[0],
        enrolled=batch.enrolments.enrolled().count(),
        stages=[
            StagePlan(row, [each for each in meetings if each.course.stage_id == row.stage_id])
            for row in planned.order_by("stage__position")
        ],
    )
