"""Taking cek kendala: a run begins, is answered, finished, and may be changed until it is used."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Village
from consultations import selectors
from consultations.models import CheckAnswer, CheckResponse, CheckResult, ConstraintCheck
from plut_portal.core.errors import PortalError

# Kept of a ranking: as many as are shown, so that the diagnosis can be held against them.
RESULTS_KEPT = 3


class NoQuestionnaire(PortalError):
    pass


class AnswerUnknown(PortalError):
    status = 400


class CheckUsed(PortalError):
    pass


class Unanswered(PortalError):
    pass


def start_check(*, at: datetime, earlier: ConstraintCheck | None = None) -> ConstraintCheck:
    """Begin a run of the published questionnaire.

    An earlier run in which nothing was answered yet is taken up again, so that a double tap makes
    one. Raises NoQuestionnaire where none is published.
    """
    version = selectors.published_version()
    if version is None:
        raise NoQuestionnaire(_("The questions are not ready yet. Please choose a field."))
    if earlier and earlier.version == version and not earlier.responses.exists():
        return earlier
    return ConstraintCheck.objects.create(version=version, started_at=at)


@transaction.atomic
def answer_question(*, check: ConstraintCheck, answer: CheckAnswer) -> None:
    """Keep one answer; a later one to the same question replaces it, and results are due anew.

    Raises AnswerUnknown for an answer of another questionnaire, CheckUsed once a booking carries
    the check.
    """
    check = _lock(check)
    if answer.question.version_id != check.version_id:
        raise AnswerUnknown(_("Please choose one of the answers."))
    CheckResponse.objects.update_or_create(
        run=check, question=answer.question, defaults={"answer": answer}
    )
    if answer.operating_state:
        check.operating_state = answer.operating_state
    check.finished_at = None
    check.save(update_fields=["operating_state", "finished_at"])
    check.results.all().delete()


@transaction.atomic
def choose_village(
    *, check: ConstraintCheck, village: Village | None, is_outside_batu: bool = False
) -> None:
    """Keep where the business is: a village of Batu, outside of it, or not said."""
    check = _lock(check)
    check.village = None if is_outside_batu else village
    check.is_outside_batu = is_outside_batu
    check.save(update_fields=["village", "is_outside_batu"])


@transaction.atomic
def finish_check(*, check: ConstraintCheck, at: datetime) -> ConstraintCheck:
    """Keep the constraints that the answers point to, heaviest first. Done once.

    Raises Unanswered while a question is open.
    """
    check = ConstraintCheck.objects.select_for_update().get(pk=check.pk)
    if check.finished_at:
        return check
    if check.responses.count() < check.version.questions.count():
        raise Unanswered(_("One question is still open."))
    CheckResult.objects.bulk_create(
        CheckResult(run=check, constraint_id=constraint, rank=rank, score=score)
        for rank, (constraint, score) in enumerate(
            selectors.ranking_of(check)[:RESULTS_KEPT], start=1
        )
    )
    check.finished_at = at
    check.save(update_fields=["finished_at"])
    return check


def _lock(check: ConstraintCheck) -> ConstraintCheck:
    """The row, for this transaction alone, as long as no booking hangs on what it says."""
    check = ConstraintCheck.objects.select_for_update().get(pk=check.pk)
    if check.bookings.exists():
        raise CheckUsed(
            _("Your consultant already has these answers. To change them, start a new check.")
        )
    return check
