"""Whom the answers of cek kendala lead to, and when she is free."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from businesses.models import OperatingState
from consultations.availability import Day
from consultations.models import Constraint, ConstraintCheck
from consultations.selectors.checks import results_of
from consultations.selectors.fields import first_free_times
from consultations.selectors.times import NextFree, next_free_times

TIMES_OFFERED = 3


@dataclass(frozen=True)
class Suggestion:
    """A constraint, and who helps in its field first; nobody where the field has no consultant."""

    constraint: Constraint
    helper: NextFree | None


@dataclass(frozen=True)
class Outcome:
    """What the result page tells. Without `first`, no answer pointed to anything."""

    check: ConstraintCheck
    suggestions: list[Suggestion]
    # Whose times are shown: the first helper or, when her weeks are full, whoever is free first.
    helper: NextFree | None = None
    days: list[Day] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Which page tells it: HELP, FINE, or OUTSIDE of Batu."""
        if self.check.is_outside_batu:
            return "OUTSIDE"
        return "HELP" if self.suggestions else "FINE"

    @property
    def first(self) -> Suggestion | None:
        return self.suggestions[0] if self.suggestions else None

    @property
    def others(self) -> list[Suggestion]:
        return self.suggestions[1:]

    @property
    def is_somebody_else(self) -> bool:
        return bool(self.first and self.helper and self.helper != self.first.helper)

    @property
    def has_halted(self) -> bool:
        return self.check.operating_state in {OperatingState.PAUSED, OperatingState.STOPPED}

    @property
    def has_stopped(self) -> bool:
        return self.check.operating_state == OperatingState.STOPPED

    @property
    def bring(self) -> list[str]:
        """What the constraint asks for, then what the field does, nothing twice."""
        if not self.first:
            return []
        constraint = self.first.constraint
        return list(dict.fromkeys(constraint.bring_list + constraint.expertise.bring_list))


def outcome(check: ConstraintCheck, *, at: datetime) -> Outcome:
    """Whom the answers lead to and when she is free. Consultations are for businesses in Batu."""
    constraints = results_of(check)
    if check.is_outside_batu or not constraints:
        return Outcome(check, [Suggestion(constraint, None) for constraint in constraints])
    rows = next_free_times(at=at)
    suggestions = [Suggestion(constraint, _helper(constraint, rows)) for constraint in constraints]
    helper = _first_who_is_free(suggestions, rows)
    days = _first_free_days(helper, at=at) if helper and helper.starts_at else []
    return Outcome(check, suggestions, helper, days)


def _helper(constraint: Constraint, rows: list[NextFree]) -> NextFree | None:
    """Of the consultants of its field the one who is free first, else the first of them."""
    field_of_it = constraint.expertise
    able = [row for row in rows if field_of_it in row.consultant.expertises.all()]
    best = next(iter(_soonest_first(able) + able), None)
    # She may stand for another field on the home page.
    return best and replace(best, expertise=field_of_it)


def _soonest_first(rows: list[NextFree]) -> list[NextFree]:
    """Those with a free time at all."""
    free = [(row.starts_at, place, row) for place, row in enumerate(rows) if row.starts_at]
    return [row for _starts_at, _place, row in sorted(free, key=lambda each: each[:2])]


def _first_who_is_free(suggestions: list[Suggestion], rows: list[NextFree]) -> NextFree | None:
    """In the order of the constraints, then anybody; whoever was meant if nobody is free at all."""
    helpers = [suggestion.helper for suggestion in suggestions if suggestion.helper]
    free = [row for row in helpers + _soonest_first(rows) if row.starts_at]
    return next(iter(free or helpers), None)


def _first_free_days(row: NextFree, *, at: datetime) -> list[Day]:
    """The first few free times of this consultant for the field, by day."""
    found = first_free_times(expertise=row.expertise, at=at, count=TIMES_OFFERED)
    return next((each.days for each in found if each.consultant == row.consultant), [])
