"""The council's question: how many of the enrolled finished which stages, and from where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from plut_portal.core.periods import Period
from trainings import selectors
from trainings.models import Enrolment, Stage

Kind = Stage.Kind


@dataclass(frozen=True)
class Training:
    """Enrolments of the batches that began in the period, and the keys of those who passed."""

    enrolled: list[Enrolment]
    production: set[int]
    packaging: set[int]
    marketing: set[int]
    all_three: set[int]

    @property
    def both(self) -> set[int]:
        """Finished packaging and marketing, whatever became of production."""
        return self.packaging & self.marketing

    @property
    def by_village(self) -> dict[int, tuple[int, int]]:
        """By the key of the village: enrolled, and finished packaging and marketing."""
        enrolled = Counter(each.business.village_id for each in self.enrolled)
        done = Counter(each.business.village_id for each in self.enrolled if each.pk in self.both)
        return {village: (count, done[village]) for village, count in enrolled.items()}


def training(period: Period, *, at: datetime) -> Training:
    """Read from the same ledger the gates are, in the same few queries however many enrolled."""
    batches = list(selectors.begun_between(period.first, period.last, at=at))
    enrolled = selectors.who_counts(batches, at=at)
    ledger = selectors.Ledger(enrolled, at=at)

    def passed(kind: str) -> set[int]:
        return {each.pk for each in enrolled if ledger.has_passed(each, [kind])}

    return Training(
        enrolled=enrolled,
        production=passed(Kind.PRODUCTION),
        packaging=passed(Kind.PACKAGING),
        marketing=passed(Kind.MARKETING),
        all_three={each.pk for each in enrolled if selectors.passed_all_three(each, ledger)},
    )


def enrolments(keys: set[int]) -> QuerySet[Enrolment]:
    """For a list: by village, then by name."""
    rows = Enrolment.objects.filter(pk__in=keys).select_related("business__village", "batch__track")
    return rows.order_by("business__village__name", "business__name", "pk")
