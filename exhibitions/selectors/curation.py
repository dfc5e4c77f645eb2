"""The curators' desk: which entries, in which order, what has been said about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from businesses.models import Business
from exhibitions.models import Activity, Application, ApplicationProduct, Criterion, Review
from exhibitions.selectors.ranking import FEWEST_REVIEWS, criteria_for
from plut_portal.accounts.models import User


@dataclass(frozen=True)
class DeskRow:
    """An entry on a curator's list. Its number is its place on this list and nothing else."""

    number: int
    application: Application
    review: Review | None

    @property
    def is_scored(self) -> bool:
        return self.review is not None


@dataclass(frozen=True)
class Desk:
    activity: Activity
    rows: list[DeskRow]
    # Entries somebody else scores, because this curator has a conflict of interest.
    hidden: int

    @property
    def scored(self) -> int:
        return sum(row.is_scored for row in self.rows)

    @property
    def next_row(self) -> DeskRow | None:
        """The first without a score."""
        return next((row for row in self.rows if not row.is_scored), None)

    @property
    def left(self) -> int:
        return len(self.rows) - self.scored

    def row_of(self, application: Application) -> DeskRow | None:
        return next((row for row in self.rows if row.application == application), None)

    def beside(self, application: Application) -> tuple[DeskRow | None, DeskRow | None]:
        """The row before and the row after this entry."""
        row = self.row_of(application)
        if row is None:
            return None, None
        before = self.rows[row.number - 2] if row.number > 1 else None
        after = self.rows[row.number] if row.number < len(self.rows) else None
        return before, after

    def next_after(self, application: Application) -> DeskRow | None:
        """Where "save and next" leads: the next without a score, those skipped at the end."""
        row = self.row_of(application)
        number = row.number if row else 0
        later = self.rows[number:] + self.rows[:number]
        return next((each for each in later if not each.is_scored), None)


@dataclass(frozen=True)
class Curation:
    """How far a curator is with one activity."""

    activity: Activity
    entries: int
    scored: int
    hidden: int

    @property
    def left(self) -> int:
        return self.entries - self.scored


@dataclass(frozen=True)
class Entry:
    """What a curator sees of an entry: as it was frozen, without who has been there before."""

    application: Application
    facts: dict[str, Any]
    products: list[ApplicationProduct]
    criteria: list[Criterion]
    own: Review | None
    # Empty until the own points are saved (FM-55).
    others: list[Review]


@dataclass(frozen=True)
class CuratorProgress:
    """For the office: how far one curator is, without a single point."""

    curator: User
    scored: int
    entries: int
    conflicts: int


def desk_of(curator: User, activity: Activity) -> Desk:
    """The entries this curator scores, in the order they were sent; three queries for 120."""
    mine = _still_in(Application.objects.to_curate_by(curator).filter(activity=activity))
    entries = list(mine.order_by("submitted_at", "pk"))
    # Set aside for a conflict that was lifted since: to be scored anew.
    reviews = Review.objects.counted().filter(curator=curator, application__in=entries)
    own = {review.application_id: review for review in reviews}
    rows = [DeskRow(number, each, own.get(each.pk)) for number, each in enumerate(entries, start=1)]
    everything = _still_in(activity.applications.entered()).count()
    return Desk(activity, rows, everything - len(entries))


def entry_for(curator: User, application: Application) -> Entry:
    """For an application from `Application.objects.to_curate_by(curator)`."""
    reviews = list(
        Review.objects.visible_to(curator)
        .counted()
        .filter(application=application)
        .select_related("curator")
        .prefetch_related("scores__criterion")
        .order_by("pk")
    )
    products = list(application.entries.select_related("product").order_by("position", "pk"))
    criteria = application.activity.criteria.order_by("position", "pk")
    return Entry(
        application=application,
        facts=application.frozen,
        products=products,
        criteria=criteria_for(application, criteria),
        own=next((each for each in reviews if each.curator_id == curator.pk), None),
        others=[each for each in reviews if each.curator_id != curator.pk],
    )


def panel_progress(activity: Activity) -> list[CuratorProgress]:
    """One row for every curator of the panel."""
    total = _still_in(activity.applications.entered()).count()
    found = []
    for curator in activity.curators.order_by("full_name", "pk"):
        mine = _still_in(Application.objects.to_curate_by(curator).filter(activity=activity))
        entries = mine.count()
        scored = mine.filter(reviews__curator=curator, reviews__set_aside_at=None).count()
        found.append(CuratorProgress(curator, scored, entries, total - entries))
    return found


def short_of_reviews(activity: Activity, fewest: int) -> list[Application]:
    """Entries that too few curators without a conflict have scored."""
    counted = Count("reviews", filter=Q(reviews__set_aside_at=None))
    entries = activity.applications.submitted().annotate(counted=counted)
    return list(entries.filter(counted__lt=fewest).select_related("business").order_by("pk"))


def activities_to_decide(*, at: datetime) -> QuerySet[Activity]:
    """Those with entries that wait for a decision, or for the curation to begin (`undecided`)."""
    closed = Q(state=Activity.State.OPEN, apply_until__lte=at)
    waiting = Q(applications__state=Application.State.SUBMITTED, applications__verdict=None)
    return (
        Activity.objects.filter(closed | Q(state=Activity.State.REVIEW))
        .annotate(undecided=Count("applications", filter=waiting, distinct=True))
        .filter(undecided__gt=0)
        .order_by("answer_by", "pk")
    )


def activities_to_score() -> QuerySet[Activity]:
    """Those in curation with entries too few curators have scored to be decided (`unscored`)."""
    counted = Count("reviews", filter=Q(reviews__set_aside_at=None))
    entries = Application.objects.submitted().annotate(counted=counted)
    short = Q(applications__in=entries.filter(counted__lt=FEWEST_REVIEWS).values("pk"))
    return (
        Activity.objects.filter(state=Activity.State.REVIEW)
        .annotate(unscored=Count("applications", filter=short, distinct=True))
        .filter(unscored__gt=0)
        .order_by("answer_by", "pk")
    )


def activities_to_curate(curator: User) -> list[Activity]:
    """Those in curation on whose panel this person sits, the soonest answer first."""
    mine = Activity.objects.curated_by(curator).filter(state=Activity.State.REVIEW)
    return list(mine.order_by("answer_by", "pk"))


def curations_of(curator: User) -> list[Curation]:
    """The same with how far one is; four queries for any number of them."""
    activities = activities_to_curate(curator)
    entered = _still_in(Application.objects.entered().filter(activity__in=activities))
    mine = _still_in(Application.objects.to_curate_by(curator).filter(activity__in=activities))
    reviews = Review.objects.counted().filter(curator=curator, application__in=mine)
    everything, entries = _by_activity(entered, "activity"), _by_activity(mine, "activity")
    scored = _by_activity(reviews, "application__activity")
    return [
        Curation(
            activity=each,
            entries=entries.get(each.pk, 0),
            scored=scored.get(each.pk, 0),
            hidden=everything.get(each.pk, 0) - entries.get(each.pk, 0),
        )
        for each in activities
    ]


def _by_activity(rows: Any, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk", distinct=True)))


def curations_to_come(curator: User) -> list[Activity]:
    """Those on whose panel this person sits and which still take applications."""
    mine = Activity.objects.curated_by(curator).filter(state=Activity.State.OPEN)
    return list(mine.exclude(apply_until=None).order_by("apply_until", "pk"))


def conflicting_curators(application: Application) -> list[User]:
    """Those of the panel who do not see this entry."""
    return [
        curator
        for curator in application.activity.curators.order_by("pk")
        if Application.objects.filter(pk=application.pk).in_conflict_with(curator).exists()
    ]


def facts_to_freeze(
    business: Business, entries: Iterable[ApplicationProduct], *, at: datetime
) -> dict[str, Any]:
    """What the curators will read about the business, as it is now."""
    return {
        "business": business.label,
        "makes": business.makes,
        "village_id": business.village_id,
        "village": business.village.name,
        "started_year": business.started_year,
        "products": [entry.product.name for entry in entries],
        "frozen_at": at.isoformat(),
    }


def _still_in(rows: Any) -> Any:
    return rows.exclude(state=Application.State.WITHDRAWN)
