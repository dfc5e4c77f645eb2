"""The council's question in numbers: how many began, and how many passed which stage."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from businesses.models import Business
from plut_portal.core import formats
from trainings.models import Batch, Certificate, Enrolment, Stage
from trainings.selectors import places
from trainings.selectors.gates import Ledger

Kind = Stage.Kind


@dataclass(frozen=True)
class FunnelRow:
    """How many of those enrolled passed each stage; `all_three` is "lulus 3 tahap".

    A stage waived on evidence counts as passed. Whoever left after the batch had begun stays
    among the enrolled: leaving is part of the answer. The waiting list is not.
    """

    label: str
    enrolled: int
    production: int
    packaging: int
    marketing: int
    all_three: int
    certificates: int

    @property
    def steps(self) -> list[tuple[str, int]]:
        """From all who were enrolled to those who passed all three, each with its words."""
        return [
            (_("enrolled"), self.enrolled),
            (_("passed production"), self.production),
            (_("passed packaging"), self.packaging),
            (_("passed marketing"), self.marketing),
            (_("passed all three"), self.all_three),
        ]

    @property
    def percent(self) -> int | None:
        """Rounded down; nothing when nobody was enrolled."""
        return self.all_three * 100 // self.enrolled if self.enrolled else None


@dataclass(frozen=True)
class Funnel:
    total: FunnelRow
    by_track: list[FunnelRow]
    by_batch: list[FunnelRow]
    by_village: list[FunnelRow]


def begun_between(first: date, last: date, *, at: datetime) -> QuerySet[Batch]:
    """The batches whose first stage began on one of these days, drafts and called off apart.

    Never one that is still to begin: its people cannot have passed anything.
    """
    told = Batch.objects.filter(state__in=[Batch.State.PUBLISHED, Batch.State.FINISHED])
    began = told.annotate(first_on=Min("batch_stages__starts_on"))
    in_order = began.select_related("track").order_by("first_on", "pk")
    return in_order.filter(first_on__gte=first, first_on__lte=min(last, formats.wib_day(at)))


def funnel_of(batches: Iterable[Batch], *, at: datetime) -> Funnel:
    """Over these batches, in the same few queries however many they are."""
    counted = who_counts(list(batches), at=at)
    ledger = Ledger(counted, at=at)
    certified = set(
        Certificate.objects.valid()
        .filter(enrolment__in=[each.pk for each in counted])
        .values_list("enrolment", flat=True)
    )

    def grouped(name_of: Callable[[Enrolment], str]) -> list[FunnelRow]:
        groups: dict[str, list[Enrolment]] = defaultdict(list)
        for enrolment in counted:
            groups[name_of(enrolment)].append(enrolment)
        return [_row(label, groups[label], ledger, certified) for label in sorted(groups)]

    return Funnel(
        total=_row("", counted, ledger, certified),
        by_track=grouped(lambda each: each.batch.track.name),
        by_batch=grouped(lambda each: str(each.batch)),
        by_village=grouped(lambda each: each.business.village.name),
    )


def who_counts(batches: list[Batch], *, at: datetime) -> list[Enrolment]:
    """The enrolled of these batches, those included who left after their batch had begun."""
    began = places.first_moments(batches)
    rows = Enrolment.objects.filter(
        batch__in=batches, status__in=[Enrolment.Status.ENROLLED, Enrolment.Status.WITHDRAWN]
    ).exclude(enrolled_at=None)
    people = rows.select_related("batch__track", "business__village").order_by("pk")
    return [
        each for each in people if each.is_enrolled or _left_late(each, began.get(each.batch_id))
    ]


def _left_late(enrolment: Enrolment, began_at: datetime | None) -> bool:
    ended_at = enrolment.ended_at
    return began_at is not None and ended_at is not None and ended_at >= began_at


def _row(label: str, enrolments: list[Enrolment], ledger: Ledger, certified: set[int]) -> FunnelRow:
    def passed(*kinds: str) -> int:
        return sum(ledger.has_passed(enrolment, kinds) for enrolment in enrolments)

    return FunnelRow(
        label=label,
        enrolled=len(enrolments),
        production=passed(Kind.PRODUCTION),
        packaging=passed(Kind.PACKAGING),
        marketing=passed(Kind.MARKETING),
        all_three=sum(passed_all_three(enrolment, ledger) for enrolment in enrolments),
        certificates=sum(enrolment.pk in certified for enrolment in enrolments),
    )


def passed_all_three(enrolment: Enrolment, ledger: Ledger) -> bool:
    """ "Lulus 3 tahap": each of the three kinds, so that a track without one of them never is."""
    return all(ledger.has_passed(enrolment, [kind]) for kind in Stage.INTEGRATED)


def businesses_trained(businesses: Collection[Business], *, at: datetime) -> set[int]:
    """Keys of those that passed all three in one track; asked for by `businesses.merits`."""
    theirs = list(
        Enrolment.objects.enrolled().filter(business__in=businesses).select_related("batch")
    )
    ledger = Ledger(theirs, at=at)
    return {each.business_id for each in theirs if passed_all_three(each, ledger)}
