"""The office's side of cek kendala: the first questionnaire, new drafts, publishing."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations import selectors
from consultations.models import (
    AnswerWeight,
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
    Expertise,
)
from consultations.services.guards import WrongState
from plut_portal.core.errors import PortalError

DATA = Path(__file__).resolve().parent.parent / "data"


class FieldsMissing(PortalError):
    pass


class DraftExists(PortalError):
    pass


class NotReady(PortalError):
    status = 422


@transaction.atomic
def load_first_questionnaire(*, at: datetime) -> CheckVersion:
    """Enter the constraints and the questionnaire the portal comes with, and publish it.

    Constraints already entered stay as they are. Raises WrongState once there is any
    questionnaire, FieldsMissing when a field the constraints belong to is not there yet.
    """
    if CheckVersion.objects.exists():
        raise WrongState(_("There is a questionnaire already. Make a new draft from it."))
    constraints = _load_constraints()
    version = CheckVersion.objects.create(number=1)
    for position, rows in enumerate(_by_question(), start=1):
        question = CheckQuestion.objects.create(
            version=version, position=position, text=rows[0]["question"], help=rows[0]["help"]
        )
        for place, row in enumerate(rows, start=1):
            _create_answer(question, place, row, constraints)
    return publish_version(version=version, at=at)


def _by_question() -> list[list[dict[str, str]]]:
    """The rows of the file, one list a question; only its first row names it."""
    questions: list[list[dict[str, str]]] = []
    for row in _rows("questionnaire.csv"):
        if row["question"]:
            questions.append([])
        questions[-1].append(row)
    return questions


def _create_answer(
    question: CheckQuestion, place: int, row: dict[str, str], constraints: dict[str, Constraint]
) -> None:
    answer = CheckAnswer.objects.create(
        question=question, position=place, text=row["answer"], operating_state=row["state"]
    )
    AnswerWeight.objects.bulk_create(
        AnswerWeight(answer=answer, constraint=constraints[slug], weight=int(weight))
        for slug, _colon, weight in (pair.partition(":") for pair in row["weights"].split())
    )


def _load_constraints() -> dict[str, Constraint]:
    rows = list(_rows("constraints.csv"))
    fields = {field.slug: field for field in Expertise.objects.all()}
    if missing := sorted({row["field"] for row in rows} - set(fields)):
        raise FieldsMissing(
            _("Enter these fields first, each with this as its address: %(slugs)s.")
            % {"slugs": ", ".join(missing)}
        )
    for position, row in enumerate(rows):
        field = fields[row.pop("field")]
        Constraint.objects.get_or_create(
            slug=row.pop("slug"), defaults={"expertise": field, "position": position} | row
        )
    return {constraint.slug: constraint for constraint in Constraint.objects.all()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


@transaction.atomic
def copy_version(*, version: CheckVersion) -> CheckVersion:
    """Make a draft with the same questions, answers and weights. Raises DraftExists."""
    # Whoever else copies now waits here, so that two do not make two drafts.
    list(CheckVersion.objects.select_for_update().order_by("pk"))
    if draft := CheckVersion.objects.drafts().first():
        raise DraftExists(
            _("Questionnaire %(number)d is a draft already. Change that one.")
            % {"number": draft.number}
        )
    newest = CheckVersion.objects.aggregate(newest=Max("number"))["newest"]
    draft = CheckVersion.objects.create(number=newest + 1)
    for question in selectors.questions_of(version):
        answers = list(question.answers.all())
        question.pk, question.version = None, draft
        question._state.adding = True
        question.save()
        for answer in answers:
            _copy_answer(answer, question)
    return draft


def _copy_answer(answer: CheckAnswer, question: CheckQuestion) -> None:
    weights = list(answer.weights.values("constraint_id", "weight"))
    copied = CheckAnswer.objects.create(
        question=question,
        position=answer.position,
        text=answer.text,
        operating_state=answer.operating_state,
    )
    AnswerWeight.objects.bulk_create(AnswerWeight(answer=copied, **weight) for weight in weights)


@transaction.atomic
def publish_version(*, version: CheckVersion, at: datetime) -> CheckVersion:
    """Ask these questions from now on; the questionnaire before them retires.

    Runs that have begun keep their own. Raises WrongState unless it is a draft, NotReady with what
    it lacks.
    """
    versions = {each.pk: each for each in CheckVersion.objects.select_for_update().order_by("pk")}
    version = versions[version.pk]
    if not version.may_become(CheckVersion.State.PUBLISHED):
        raise WrongState(_("Only a draft can be published."))
    _check_ready(selectors.questions_of(version))
    CheckVersion.objects.published().update(state=CheckVersion.State.RETIRED)
    version.state, version.published_at = CheckVersion.State.PUBLISHED, at
    version.save(update_fields=["state", "published_at"])
    return version


def _check_ready(questions: list[CheckQuestion]) -> None:
    if not CheckVersion.FEWEST <= len(questions) <= CheckVersion.MOST:
        raise NotReady(
            _("A questionnaire has %(fewest)d to %(most)d questions; this one has %(count)d.")
            % {"fewest": CheckVersion.FEWEST, "most": CheckVersion.MOST, "count": len(questions)}
        )
    for question in questions:
        if len(question.answers.all()) < 2:
            raise NotReady(_("“%(question)s” needs two answers.") % {"question": question.text})
    if not all(answer.operating_state for answer in questions[0].answers.all()):
        raise NotReady(
            _("Each answer to the first question says whether the business runs, halts or stopped.")
        )
