"""The gate of a stage: open or closed, and in words why. Pages, admin and services ask here only.

A stage is passed when enough of its hours were attended, its test reached the mark and its output
was accepted, or when it was waived on evidence. The gate into a stage is open when the stage
before it is passed – a waived one is looked through – and the permits it asks for are there, or
when the office opened it with a reason. Nothing of this is stored: it is derived from what
happened, so that an attendance undone closes the gate again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from businesses.models import BusinessDocument, OwnerProfile
from consultations.models import Consultant
from trainings.models import (
    Attendance,
    BatchStage,
    Enrolment,
    Meeting,
    Output,
    Stage,
    StageProgress,
)


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a gate closed: what it is, what to do, and who helps."""

    kind: str
    what: str
    todo: str
    consultant: Consultant | None = None


@dataclass(frozen=True)
class Hours:
    """Hours (JP) of one enrolment at one stage. Cancelled meetings do not count."""

    attended: int
    total: int
    to_come: int
    needed_percent: int

    @property
    def percent(self) -> int:
        """Rounded down, for people to read; never compared."""
        return self.attended * 100 // self.total if self.total else 0

    @property
    def is_enough(self) -> bool:
        # Whole numbers only: 79 of 100 JP are not 80 percent, whatever a float makes of it.
        if self.total == 0:
            return self.needed_percent == 0
        return self.attended * 100 >= self.needed_percent * self.total

    @property
    def can_be_enough(self) -> bool:
        reachable = (self.attended + self.to_come) * 100
        return self.total == 0 or reachable >= self.needed_percent * self.total


@dataclass(frozen=True)
class Result:
    """How far an enrolment is within one stage."""

    stage: Stage
    hours: Hours
    points: int | None
    output_state: str
    waiver: str
    missing: list[Missing] = field(default_factory=list)

    @property
    def is_waived(self) -> bool:
        return bool(self.waiver)

    @property
    def is_passed(self) -> bool:
        return self.is_waived or not self.missing


@dataclass(frozen=True)
class GateState:
    """Whether a stage may be entered. `exception` is the reason it was opened with, if it was."""

    stage: Stage
    is_open: bool
    missing: list[Missing]
    exception: str = ""

    @property
    def sentence(self) -> str:
        """The one refusal that every path gives (FM-54)."""
        if self.is_open:
            return ""
        return _("The stage “%(stage)s” is not open yet: %(missing)s.") % {
            "stage": self.stage.name,
            "missing": "; ".join(each.what for each in self.missing),
        }


@dataclass(frozen=True)
class Step:
    """One stage on somebody's path."""

    stage: Stage
    gate: GateState
    result: Result


def state_of(*, enrolment: Enrolment, stage: Stage, at: datetime) -> GateState:
    """The gate into this stage for this enrolment, as it is at this moment."""
    return Ledger([enrolment], at=at).gate(enrolment, stage)


def result_of(*, enrolment: Enrolment, stage: Stage, at: datetime) -> Result:
    return Ledger([enrolment], at=at).result(enrolment, stage)


def path_of(enrolment: Enrolment, *, at: datetime) -> list[Step]:
    """All stages in order, each with its gate and what was done in it."""
    return Ledger([enrolment], at=at).path(enrolment)


class Ledger:
    """The facts about many enrolments, read in the same few queries as about one."""

    def __init__(self, enrolments: Iterable[Enrolment], *, at: datetime) -> None:
        self.enrolments = list(enrolments)
        self.at = at
        batches = {enrolment.batch_id for enrolment in self.enrolments}
        self._stages = self._read_stages()
        self._judges = self._read_judges(batches)
        self._total, self._to_come = self._read_hours(batches)
        self._attended = self._read_attended()
        self._outputs = self._read_outputs()
        self._progress = self._read_progress()
        self._permits = self._read_permits()

    def stages(self, enrolment: Enrolment) -> list[Stage]:
        return self._stages[enrolment.batch.track_id]

    def path(self, enrolment: Enrolment) -> list[Step]:
        return [
            Step(stage, self.gate(enrolment, stage), self.result(enrolment, stage))
            for stage in self.stages(enrolment)
        ]

    def gate(self, enrolment: Enrolment, stage: Stage) -> GateState:
        progress = self._progress.get((enrolment.pk, stage.pk))
        missing = [*self._from_before(enrolment, stage), *self._papers(enrolment, stage)]
        exception = progress.override_reason if progress and progress.is_overridden else ""
        return GateState(stage, bool(exception) or not missing, missing, exception)

    def result(self, enrolment: Enrolment, stage: Stage) -> Result:
        progress = self._progress.get((enrolment.pk, stage.pk))
        hours = self.hours(enrolment, stage)
        points = progress.test_points if progress else None
        output_state = self._outputs.get((enrolment.pk, stage.pk), "")
        missing = [
            *self._attendance(enrolment, stage, hours),
            *self._test(stage, points),
            *self._output(enrolment, stage, output_state),
        ]
        waiver = progress.waiver_evidence if progress and progress.is_waived else ""
        return Result(stage, hours, points, output_state, waiver, missing)

    def hours(self, enrolment: Enrolment, stage: Stage) -> Hours:
        planned = (enrolment.batch_id, stage.pk)
        return Hours(
            attended=self._attended.get((enrolment.pk, stage.pk), 0),
            total=self._total.get(planned, 0),
            to_come=self._to_come.get(planned, 0),
            needed_percent=stage.attendance_percent,
        )

    def has_passed(self, enrolment: Enrolment, kinds: Iterable[str]) -> bool:
        """All stages of these kinds, of which there is at least one."""
        stages = [stage for stage in self.stages(enrolment) if stage.kind in kinds]
        return bool(stages) and all(self.result(enrolment, each).is_passed for each in stages)

    def _from_before(self, enrolment: Enrolment, stage: Stage) -> list[Missing]:
        before = [each for each in self.stages(enrolment) if each.position < stage.position]
        for earlier in reversed(before):
            result = self.result(enrolment, earlier)
            if not result.is_waived:
                return result.missing
        return []

    def _attendance(self, enrolment: Enrolment, stage: Stage, hours: Hours) -> list[Missing]:
        if hours.is_enough:
            return []
        facts = {
            "stage": stage.name,
            "attended": hours.attended,
            "total": hours.total,
            "percent": hours.percent,
            "needed": stage.attendance_percent,
        }
        if hours.total == 0:
            what = _("no meeting of the stage “%(stage)s” has been set yet")
            todo = _("You need not do anything; we tell you the dates.")
        else:
            what = _(
                "attendance in “%(stage)s” is %(attended)d of %(total)d JP (%(percent)d%%), and"
                " %(needed)d%% are needed"
            )
            todo = (
                _("Come to the next meetings and type in the code shown in the room.")
                if hours.can_be_enough
                else _("Too many meetings were missed. Ask the office how to make up for them.")
            )
        judge = self._judges.get((enrolment.batch_id, stage.pk))
        return [Missing("ATTENDANCE", what % facts, todo, judge)]

    def _test(self, stage: Stage, points: int | None) -> list[Missing]:
        if stage.pass_mark is None or (points is not None and points >= stage.pass_mark):
            return []
        facts = {"stage": stage.name, "points": points, "mark": stage.pass_mark}
        if points is None:
            what = _("the post-test of “%(stage)s” has no points yet, and %(mark)d are needed")
            todo = _("Take the test after the last meeting; the office enters the points.")
        else:
            what = _("the post-test of “%(stage)s” has %(points)d points, and %(mark)d are needed")
            todo = _("Ask the office for another test; a consultant helps you to prepare.")
        return [Missing("TEST", what % facts, todo)]

    def _output(self, enrolment: Enrolment, stage: Stage, state: str) -> list[Missing]:
        if not stage.asks_for_output or state == Output.State.ACCEPTED:
            return []
        whats = {
            "": _("“%(output)s” has not been handed in"),
            Output.State.SUBMITTED: _("“%(output)s” has not been accepted yet"),
            Output.State.RETURNED: _("“%(output)s” came back to be mended"),
        }
        todos = {
            "": _("Hand it in on your path; a photo with the phone is enough."),
            Output.State.SUBMITTED: _("You need not do anything; the consultant looks at it."),
            Output.State.RETURNED: _("Read what the consultant wrote, mend it, hand it in again."),
        }
        what = whats[state] % {"output": stage.output_name}
        judge = self._judges.get((enrolment.batch_id, stage.pk))
        return [Missing("OUTPUT", what, todos[state], judge)]

    def _papers(self, enrolment: Enrolment, stage: Stage) -> list[Missing]:
        there = self._permits[enrolment.business_id]
        return [
            Missing(
                "PERMIT",
                _("%(permit)s is missing") % {"permit": Stage.Permit(permit).label},
                _(
                    "Add %(permit)s to the papers of your business. Not yet there? The consultants"
                    " help you to get it, free of charge."
                )
                % {"permit": Stage.Permit(permit).label},
            )
            for permit in stage.permits
            if permit not in there
        ]

    def _read_stages(self) -> dict[int, list[Stage]]:
        tracks = {enrolment.batch.track_id for enrolment in self.enrolments}
        stages: dict[int, list[Stage]] = {track: [] for track in tracks}
        for stage in Stage.objects.filter(track__in=tracks).in_order():
            stages[stage.track_id].append(stage)
        return stages

    def _read_judges(self, batches: set[int]) -> dict[tuple[int, int], Consultant]:
        rows = BatchStage.objects.filter(batch__in=batches).select_related("consultant__user")
        return {(row.batch_id, row.stage_id): row.consultant for row in rows}

    def _read_hours(
        self, batches: set[int]
    ) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
        rows = (
            Meeting.objects.kept()
            .filter(batch__in=batches)
            .values_list("batch", "course__stage")
            .annotate(
                total=Sum("hours"), to_come=Sum("hours", filter=Q(ends_at__gt=self.at), default=0)
            )
        )
        total, to_come = {}, {}
        for batch, stage, hours, coming in rows:
            total[batch, stage], to_come[batch, stage] = hours, coming
        return total, to_come

    def _read_attended(self) -> dict[tuple[int, int], int]:
        rows = (
            Attendance.objects.counted()
            .filter(enrolment__in=self._keys(), meeting__is_cancelled=False)
            .values_list("enrolment", "meeting__course__stage")
            .annotate(hours=Sum("meeting__hours"))
        )
        return {(enrolment, stage): hours for enrolment, stage, hours in rows}

    def _read_outputs(self) -> dict[tuple[int, int], str]:
        rows = Output.objects.current().filter(enrolment__in=self._keys())
        return {(row.enrolment_id, row.stage_id): row.state for row in rows}

    def _read_progress(self) -> dict[tuple[int, int], StageProgress]:
        rows = StageProgress.objects.filter(enrolment__in=self._keys())
        return {(row.enrolment_id, row.stage_id): row for row in rows}

    def _read_permits(self) -> dict[int, set[str]]:
        """By business. A NIB belongs to its owner, and every business of hers may show it."""
        businesses = {enrolment.business_id for enrolment in self.enrolments}
        there: dict[int, set[str]] = defaultdict(set)
        papers = BusinessDocument.objects.ready().filter(business__in=businesses)
        for business, kind in papers.values_list("business", "kind"):
            there[business].add(kind)
        with_nib = OwnerProfile.objects.exclude(nib="").filter(
            user__memberships__business__in=businesses, user__memberships__is_active=True
        )
        for business in with_nib.values_list("user__memberships__business", flat=True):
            there[business].add(Stage.Permit.NIB)
        return there

    def _keys(self) -> list[int]:
        return [enrolment.pk for enrolment in self.enrolments]
