"""My path: where an enrolment stands, what opens the next gate, which meetings there are."""

from dataclasses import dataclass
from datetime import datetime

from plut_portal.accounts.models import User
from trainings.models import Attendance, Batch, Enrolment, Meeting, Output
from trainings.selectors.gates import GateState, Ledger, Missing, Step


@dataclass(frozen=True)
class MeetingRow:
    """A meeting with whether this participant was there. A note of presence counts alone."""

    meeting: Meeting
    noted_at: datetime | None
    at: datetime

    @property
    def is_present(self) -> bool:
        return self.noted_at is not None

    @property
    def is_over(self) -> bool:
        return self.meeting.ends_at <= self.at

    @property
    def takes_code(self) -> bool:
        return self.meeting.takes_code(at=self.at) and not self.is_present


@dataclass(frozen=True)
class PathStep:
    """One stage on the path, with the output as it was last handed in."""

    step: Step
    output: Output | None
    is_current: bool

    @property
    def state(self) -> str:
        if self.step.result.is_waived:
            return "waived"
        if self.step.result.is_passed:
            return "passed"
        if self.is_current:
            return "current"
        return "open" if self.step.gate.is_open else "closed"


@dataclass(frozen=True)
class Journey:
    steps: list[PathStep]
    current: Step | None
    following: Step | None
    missing: list[Missing]

    @property
    def is_done(self) -> bool:
        return self.current is None

    @property
    def entered(self) -> set[int]:
        """The stages whose gate is open."""
        return {each.step.stage.pk for each in self.steps if each.step.gate.is_open}

    @property
    def output(self) -> Output | None:
        """What was last handed in at the present stage."""
        return next((step.output for step in self.steps if step.is_current), None)


def journey_of(enrolment: Enrolment, *, at: datetime) -> Journey:
    """The stage one is in is the first that is not passed; what is missing opens the next gate."""
    path = Ledger([enrolment], at=at).path(enrolment)
    current = next((step for step in path if not step.result.is_passed), None)
    following = path[path.index(current) + 1] if current and current != path[-1] else None
    outputs = {
        output.stage_id: output
        for output in Output.objects.current().filter(enrolment=enrolment).order_by("pk")
    }
    steps = [PathStep(step, outputs.get(step.stage.pk), step is current) for step in path]
    return Journey(steps, current, following, _missing(current, following))


def _missing(current: Step | None, following: Step | None) -> list[Missing]:
    if current is None:
        return []
    if not current.gate.is_open:
        return current.gate.missing
    ahead = following.gate.missing if following else []
    papers = [missing for missing in ahead if missing.kind == "PERMIT"]
    return [*current.result.missing, *papers]


def meetings_of(enrolment: Enrolment, *, at: datetime) -> list[MeetingRow]:
    """All of the batch in order, called off or not, in two queries."""
    noted = dict(
        Attendance.objects.counted().filter(enrolment=enrolment).values_list("meeting", "noted_at")
    )
    meetings = Meeting.objects.filter(batch=enrolment.batch_id).select_related("course__stage")
    return [MeetingRow(each, noted.get(each.pk), at) for each in meetings.in_order()]


def next_meeting(rows: list[MeetingRow]) -> MeetingRow | None:
    coming = (row for row in rows if not row.is_over and not row.meeting.is_cancelled)
    return next(coming, None)


@dataclass(frozen=True)
class Participant:
    """Somebody on the list of a meeting."""

    enrolment: Enrolment
    attendance: Attendance | None
    gate: GateState


def participants_of(meeting: Meeting, *, at: datetime) -> list[Participant]:
    """Everybody with a place, by name, in as many queries for forty as for one."""
    rows = meeting.batch.enrolments.enrolled().select_related("participant", "business", "batch")
    people = sorted(rows, key=lambda each: (each.participant.full_name.lower(), each.pk))
    there = {
        attendance.enrolment_id: attendance
        for attendance in Attendance.objects.counted().filter(meeting=meeting)
    }
    ledger = Ledger(people, at=at)
    stage = meeting.course.stage
    return [Participant(each, there.get(each.pk), ledger.gate(each, stage)) for each in people]


def enrolments_of(user: User) -> list[Enrolment]:
    """Those of her businesses that still mean something to her, offers first."""
    mine = Enrolment.objects.run_by(user).live().select_related("batch__track", "business")
    return sorted(mine.order_by("-pk"), key=lambda each: each.status != Enrolment.Status.OFFERED)


@dataclass(frozen=True)
class Ahead:
    """What comes next for an owner in training: an offer, a meeting, what opens a gate."""

    enrolment: Enrolment
    meeting: Meeting | None = None
    following: Step | None = None
    missing: Missing | None = None


def ahead_of(user: User, *, at: datetime) -> Ahead | None:
    """Of one of her trainings that run or are to begin, an offer before all others."""
    running = Enrolment.objects.run_by(user).holding_a_place().filter(batch__state="PUBLISHED")
    # OFFERED comes after ENROLLED in the alphabet.
    rows = running.select_related("batch__track", "business").order_by("-status", "-pk")
    enrolment = rows.first()
    if enrolment is None:
        return None
    return _ahead_in(enrolment, at=at) if enrolment.is_enrolled else Ahead(enrolment)


def _ahead_in(enrolment: Enrolment, *, at: datetime) -> Ahead | None:
    journey = journey_of(enrolment, at=at)
    if journey.is_done:
        return None
    rows = meetings_of(enrolment, at=at)
    row = next_meeting([each for each in rows if each.meeting.course.stage_id in journey.entered])
    return Ahead(
        enrolment,
        row.meeting if row else None,
        journey.following,
        journey.missing[0] if journey.missing else None,
    )


def may_attend(user: User) -> list[Enrolment]:
    """Whom she can note as present: those with a place in a batch that runs."""
    running = Enrolment.objects.run_by(user).enrolled().filter(batch__state="PUBLISHED")
    return list(running.select_related("batch__track", "business").order_by("pk"))


def attending_now(enrolments: list[Enrolment], *, at: datetime) -> list[Enrolment]:
    """Those of them whose meeting takes its code at this moment."""
    batches = set(
        Meeting.objects.kept()
        .filter(
            batch__in=[each.batch_id for each in enrolments],
            starts_at__lte=at + Meeting.OPENS_BEFORE,
            ends_at__gte=at - Meeting.CLOSES_AFTER,
        )
        .values_list("batch", flat=True)
    )
    return [each for each in enrolments if each.batch_id in batches]


def meetings_to_list(user: User, *, at: datetime) -> list[Meeting]:
    """Of whoever teaches or judges: those of today and to come, the next first, a dozen.

    What is only planned, or called off with its batch, does not take place.
    """
    still = Meeting.objects.kept().filter(ends_at__gt=at - Meeting.CLOSES_AFTER)
    mine = still.filter(batch__state=Batch.State.PUBLISHED).listed_by(user)
    return list(mine.select_related("batch__track", "course__stage").in_order()[:12])
