"""Cek kendala as some of the owners took it, a few minutes before they booked."""

from datetime import timedelta

from consultations import selectors
from consultations import services as consultation_services
from consultations.models import (
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
    ConstraintCheck,
)
from plut_portal.insights.demo.visits import Visit

# Every third owner took it; of those the answers of every fifth pointed beside the mark.
TAKEN, MISLED = 3, 5
TOOK = timedelta(minutes=1)


class Checks:
    def __init__(self) -> None:
        version = CheckVersion.objects.published().get()
        self.questions = selectors.questions_of(version)
        self.slugs = list(Constraint.objects.in_order().values_list("slug", flat=True))
        self.weights = {
            (weight.answer_id, weight.constraint.slug): weight.weight
            for question in self.questions
            for answer in question.answers.all()
            for weight in answer.weights.select_related("constraint")
        }

    def before(self, visit: Visit, *, number: int) -> ConstraintCheck | None:
        """The check before this visit, if it is one of those that had one."""
        if number % TAKEN:
            return None
        wanted = visit.talk.constraint
        if number // TAKEN % MISLED == 0:
            wanted = self.slugs[(self.slugs.index(wanted) + 1) % len(self.slugs)]
        started_at = visit.booked_at - 3 * TOOK
        check = consultation_services.start_check(at=started_at)
        for question in self.questions:
            answer = self._answer(question, wanted)
            consultation_services.answer_question(check=check, answer=answer)
        consultation_services.choose_village(check=check, village=visit.client.business.village)
        return consultation_services.finish_check(check=check, at=started_at + TOOK)

    def _answer(self, question: CheckQuestion, wanted: str) -> CheckAnswer:
        """The one that speaks most for it, or the first that speaks for nothing."""
        answers = list(question.answers.all())
        quiet = [a for a in answers if not any(pk == a.pk for pk, _slug in self.weights)]
        best = max(answers, key=lambda answer: self.weights.get((answer.pk, wanted), 0))
        return best if (best.pk, wanted) in self.weights else quiet[0]
