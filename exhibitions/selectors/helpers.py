"""Who helps with what is missing, with the next free times to book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from consultations import selectors as consultation_selectors
from consultations.availability import Day
from consultations.models import Constraint, Consultant, Expertise
from exhibitions.selectors.requirements import Check

TIMES_SHOWN = 3
What = TypeVar("What", Check, Constraint)


@dataclass(frozen=True)
class Helper:
    """A field with whoever of it has the first free times."""

    expertise: Expertise
    consultant: Consultant
    days: list[Day]


def helpers_for(expertises: Iterable[Expertise | None], *, at: datetime) -> dict[int, Helper]:
    """By key of the field; the same few queries however many fields, none without any."""
    fields = list({each.pk: each for each in expertises if each}.values())
    if not fields:
        return {}
    found = consultation_selectors.first_free_by_field(expertises=fields, at=at, count=TIMES_SHOWN)
    helpers: dict[int, Helper] = {}
    for field in fields:
        free = [each for each in found[field.pk] if each.days]
        if free:
            soonest = min(free, key=lambda each: each.days[0].times[0].starts_at)
            helpers[field.pk] = Helper(field, soonest.consultant, soonest.days)
    return helpers


@dataclass(frozen=True)
class Helped(Generic[What]):
    """Something missing, or a reason, with who helps; None where nobody has a free time."""

    what: What
    helper: Helper | None
    # The same person's times stand above already.
    is_repeated: bool = False


def with_helpers(whats: Iterable[What], *, at: datetime) -> list[Helped[What]]:
    rows = list(whats)
    helpers = helpers_for([each.expertise for each in rows], at=at)
    shown: set[int] = set()
    found = []
    for each in rows:
        helper = helpers.get(each.expertise.pk) if each.expertise else None
        is_repeated = helper is not None and helper.expertise.pk in shown
        found.append(Helped(each, helper, is_repeated))
        shown |= {helper.expertise.pk} if helper else set()
    return found
