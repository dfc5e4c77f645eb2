"""How often consultants confirm what cek kendala had suggested."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Max, Min

from consultations.models import CheckResult, Constraint, SessionRecord
from plut_portal.core import formats


@dataclass(frozen=True)
class Share:
    count: int
    total: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that it never passes for a goal; None where there is no total."""
        return 100 * self.count // self.total if self.total else None

    def meets(self, goal: int) -> bool:
        """A goal in percent, compared with what was counted and not with what is shown."""
        return 100 * self.count >= goal * self.total


@dataclass(frozen=True)
class Row:
    """One constraint the check put first, and what the consultants called it."""

    suggested: Constraint
    confirmed: Share
    # What it turned out to be instead, the most frequent first.
    instead: list[tuple[Constraint, int]]


@dataclass(frozen=True)
class Agreement:
    """Of the sessions of a period that had a check before them.

    `first`, `among` and `field` are shares of those with a suggestion and a diagnosis; the
    sessions that lack one of them are counted apart.
    """

    sessions: int
    without_suggestion: int
    without_diagnosis: int
    first: Share
    among: Share
    field: Share
    rows: list[Row]


def years_of_sessions(*, this_year: int) -> list[int]:
    """From the first year in which a session was recorded to this one, newest first."""
    span = SessionRecord.objects.aggregate(
        first=Min("booking__starts_at"), last=Max("booking__starts_at")
    )
    first = formats.wib_day(span["first"]).year if span["first"] else this_year
    last = formats.wib_day(span["last"]).year if span["last"] else this_year
    return list(range(max(last, this_year), min(first, this_year) - 1, -1))


def agreement(*, starts_on: date, ends_on: date) -> Agreement:
    """Compare suggestions and diagnoses of the sessions held in these days (WIB), in 3 queries."""
    begin = formats.at_wib(starts_on, time.min)
    end = formats.at_wib(ends_on + timedelta(days=1), time.min)
    records = SessionRecord.objects.filter(
        booking__starts_at__gte=begin,
        booking__starts_at__lt=end,
        booking__constraint_check__isnull=False,
    )
    sessions = list(records.values_list("booking__constraint_check", "constraint"))
    suggested = _suggested({check for check, _diagnosis in sessions})
    constraints = {each.pk: each for each in Constraint.objects.select_related("expertise")}
    pairs = [
        ([constraints[pk] for pk in suggested[check]], constraints[diagnosis])
        for check, diagnosis in sessions
        if check in suggested and diagnosis
    ]
    return Agreement(
        sessions=len(sessions),
        without_suggestion=sum(check not in suggested for check, _diagnosis in sessions),
        without_diagnosis=sum(d is None and check in suggested for check, d in sessions),
        first=_share(guesses[0] == diagnosis for guesses, diagnosis in pairs),
        among=_share(diagnosis in guesses for guesses, diagnosis in pairs),
        field=_share(g[0].expertise_id == d.expertise_id for g, d in pairs),
        rows=_rows([(guesses[0], diagnosis) for guesses, diagnosis in pairs]),
    )


def _suggested(checks: set[int]) -> dict[int, list[int]]:
    """What each check suggested, in order; checks without any suggestion are missing."""
    found: dict[int, list[int]] = {}
    results = CheckResult.objects.filter(run__in=checks).order_by("run", "rank")
    for run, constraint in results.values_list("run", "constraint"):
        found.setdefault(run, []).append(constraint)
    return found


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return Share(sum(counted), len(counted))


def _rows(pairs: list[tuple[Constraint, Constraint]]) -> list[Row]:
    """The most often suggested first."""
    totals = Counter(suggested for suggested, _diagnosis in pairs)
    counts = Counter(pairs)
    rows = []
    for suggested, total in sorted(totals.items(), key=lambda each: (-each[1], each[0].position)):
        others = [(d, n) for (s, d), n in counts.items() if s == suggested and d != suggested]
        rows.append(
            Row(
                suggested,
                Share(counts[suggested, suggested], total),
                sorted(others, key=lambda each: (-each[1], each[0].position)),
            )
        )
    return rows
