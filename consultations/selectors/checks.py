"""Cek kendala: where a visitor stands in it, and what the answers point to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Prefetch

from consultations.models import (
    AnswerWeight,
    Booking,
    CheckAnswer,
    CheckQuestion,
    CheckResult,
    CheckVersion,
    Constraint,
    ConstraintCheck,
)
from plut_portal.core import clock

SESSION_KEY = "constraint_check"
VALID_FOR = timedelta(days=1)
MOST_SHOWN = 3


@dataclass(frozen=True)
class Progress:
    """The questions of a run's own version, and which answer was given to which."""

    questions: list[CheckQuestion]
    answered: dict[int, int]

    @property
    def steps(self) -> int:
        """The questions and, last, the village."""
        return len(self.questions) + 1

    @property
    def furthest(self) -> int:
        """The first step without an answer; nobody skips one."""
        for step, question in enumerate(self.questions, start=1):
            if question.pk not in self.answered:
                return step
        return self.steps


def published_version() -> CheckVersion | None:
    return CheckVersion.objects.published().first()


def count_of_questions() -> int:
    """How many questions are asked at present; 0 where no questionnaire is published."""
    return CheckQuestion.objects.filter(version__in=CheckVersion.objects.published()).count()


def run_of(session: SessionBase, *, at: datetime) -> ConstraintCheck | None:
    """The run this visitor is in, finished or not, unless it lies more than a day back."""
    public_id = session.get(SESSION_KEY)
    if not public_id:
        return None
    runs = ConstraintCheck.objects.recent(VALID_FOR, at=at).select_related("version")
    return runs.filter(public_id=public_id).first()


def check_of(session: SessionBase, *, at: datetime | None = None) -> ConstraintCheck | None:
    """The check this visitor has finished within a day, to be carried into a booking."""
    run = run_of(session, at=at or clock.now())
    return run if run and run.finished_at else None


def suggested_topic(check: ConstraintCheck | None) -> str:
    """What she would like to talk about, as the first constraint puts it; empty without one."""
    results = CheckResult.objects.filter(run=check).select_related("constraint")
    first = results.order_by("rank").first() if check else None
    return first.constraint.label if first else ""


def answered_in_check(session: SessionBase, *, at: datetime) -> dict[str, object]:
    """What the form of a booking need not ask anew, by field; nothing without a check."""
    check = check_of(session, at=at)
    if check is None:
        return {}
    return {
        "topic": suggested_topic(check),
        "village": check.village_id,
        "operating_state": check.operating_state,
    }


def progress(run: ConstraintCheck) -> Progress:
    return Progress(
        questions=questions_of(run.version),
        answered=dict(run.responses.values_list("question_id", "answer_id")),
    )


def questions_of(version: CheckVersion) -> list[CheckQuestion]:
    """In order, each with its answers in order, in two queries."""
    answers = CheckAnswer.objects.order_by("position", "pk")
    in_order = version.questions.order_by("position", "pk")
    return list(in_order.prefetch_related(Prefetch("answers", answers)))


def ranked(
    weights: Iterable[tuple[int, int]], places: Mapping[int, tuple[int, int]]
) -> list[tuple[int, int]]:
    """Constraints with their sums of weights, heaviest first; ties go by place.

    `weights` are pairs of constraint and weight; what has no place counts for nothing.
    """
    scores: Counter[int] = Counter()
    for constraint, weight in weights:
        if constraint in places:
            scores[constraint] += weight
    return sorted(scores.items(), key=lambda item: (-item[1], places[item[0]]))


def ranking_of(run: ConstraintCheck) -> list[tuple[int, int]]:
    """The constraints in use that the answers of this run point to, and how strongly."""
    weights = AnswerWeight.objects.filter(answer__in=run.responses.values("answer"))
    places = {pk: (position, pk) for pk, position in _active_places()}
    return ranked(weights.values_list("constraint_id", "weight"), places)


def _active_places() -> Iterable[tuple[int, int]]:
    return Constraint.objects.active().values_list("pk", "position")


def results_of(check: ConstraintCheck) -> list[Constraint]:
    """The constraints of a finished check, the weightiest first."""
    results = check.results.select_related("constraint__expertise").order_by("rank")
    return [result.constraint for result in results[:MOST_SHOWN]]


@dataclass(frozen=True)
class Answers:
    """A check as the consultant reads it before the session, in words."""

    suggested: list[Constraint]
    pairs: list[tuple[str, str]]


def answers_before(booking: Booking) -> Answers | None:
    """What was answered before this booking, and what it pointed to."""
    check = booking.constraint_check
    if check is None:
        return None
    responses = check.responses.select_related("question", "answer")
    in_order = responses.order_by("question__position", "question__pk")
    return Answers(
        suggested=results_of(check),
        pairs=[(response.question.text, response.answer.text) for response in in_order],
    )
