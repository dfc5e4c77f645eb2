"""Totals, fairness and the order: computed in lines that anybody can add up by hand."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exhibitions.models import Activity, Application, Criterion, FairnessRule, Review, Score
from exhibitions.models.applications import ApplicationQuerySet
from exhibitions.selectors.requirements import is_food
from plut_portal.accounts.models import User

CENT = Decimal("0.01")
FEWEST_REVIEWS = 2
Scope = Criterion.Scope


@dataclass(frozen=True)
class Line:
    """One summand of a total, with the sentence that explains it."""

    label: str
    points: Decimal
    note: str


@dataclass(frozen=True)
class Result:
    """An entry's total as the sum of its lines.

    The curators' part goes from 0 to 100 whatever criteria apply: each counts by its share of the
    weights, five points are the whole share and one point is none of it; of several curators the
    mean counts. It is rounded to hundredths once, and the lines add up to that. Fairness is added to that. Nothing is cut off at 100: it would make ties.
    """

    application: Application
    lines: list[Line]
    fairness: list[Line]
    reviews: int
    times_there: int

    @property
    def curation(self) -> Decimal:
        return sum((line.points for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.curation + sum((line.points for line in self.fairness), Decimal(0))

    @property
    def has_enough_reviews(self) -> bool:
        return self.reviews >= FEWEST_REVIEWS

    @property
    def order(self) -> tuple[Any, ...]:
        """The tie-break: more from the curators, fewer times there, sent earlier, entered earlier."""
        application = self.application
        sent = application.submitted_at or application.created_at
        return (-self.total, -self.curation, self.times_there, sent, application.pk)

    def as_json(self) -> dict[str, Any]:
        """What is kept with the application at the release."""
        return {
            "curation": str(self.curation),
            "total": str(self.total),
            "lines": [_line_json(line) for line in self.lines],
            "fairness": [_line_json(line) for line in self.fairness],
            "reviews": self.reviews,
        }


def _line_json(line: Line) -> dict[str, str]:
    return {"label": line.label, "points": str(line.points), "note": line.note}


def tie_break_text() -> str:
    return _(
        "With equal totals the higher points of the curators come first, then the business that"
        " was there less often, then the application that was sent earlier."
    )


def rule_text(activity: Activity) -> list[str]:
    """The whole rule in sentences, published before anybody applies (FM-58)."""
    rule = fairness_of(activity)
    numbers = {
        "penalty": rule.rotation_penalty,
        "most": rule.rotation_most,
        "months": rule.rotation_months,
        "first": rule.first_timer_bonus,
        "village": rule.village_bonus,
    }
    sentences = (
        _(
            "At least two curators give each criterion 1 to 5 points; of their points the mean counts."
        ),
        _("By the weights that becomes a total from 0 to 100."),
        _(
            "%(penalty)d points off for each activity a business took part in during the %(months)d"
            " months before, at most %(most)d."
        ),
        _("%(first)d points for a business that never took part."),
        _("%(village)d points for a village from which nobody took part in those months."),
        tie_break_text(),
    )
    return [sentence % numbers for sentence in sentences]


def fairness_of(activity: Activity) -> FairnessRule:
    """The activity's numbers, or the usual ones."""
    kept = FairnessRule.objects.filter(activity=activity).first()
    return kept or FairnessRule(activity=activity)


def ranking_of(activity: Activity) -> list[Result]:
    """Every entry that is still in, best first; the same few queries for any number of them.

    For the office alone until the release: ask `ranking_visible_to` for a page.
    """
    rows = list(
        entries_ranked(activity).select_related("business__village").prefetch_related("entries")
    )
    book = _Book(activity, rows)
    return sorted((book.result(row) for row in rows), key=lambda result: result.order)


def entries_ranked(activity: Activity) -> ApplicationQuerySet:
    """Those who are chosen from; after the release those who were, and did not withdraw."""
    if activity.is_released:
        return activity.applications.exclude(rank=None).exclude(state=Application.State.WITHDRAWN)
    return activity.applications.entered().submitted()


def ranking_visible_to(user: User, activity: Activity) -> list[Result]:
    """For those who decide, without the entries they are in conflict with; after it for staff.

    Who sits on the panel as well gives her own points first: a mean tells the others' (FM-55).
    """
    if user.has_perm("exhibitions.decide_application"):
        hidden = set() if activity.is_released else _hidden_from(user, activity)
        return [each for each in ranking_of(activity) if each.application.pk not in hidden]
    if activity.is_released and user.has_perm("exhibitions.view_verdict"):
        return ranking_of(activity)
    return []


def _hidden_from(user: User, activity: Activity) -> set[int]:
    near = Application.objects.filter(activity=activity).in_conflict_with(user)
    unscored = waiting_for_points_of(user, activity)
    return {*near.values_list("pk", flat=True), *unscored.values_list("pk", flat=True)}


def waiting_for_points_of(user: User, activity: Activity) -> QuerySet[Application]:
    """Entries this person has to score, as a curator of the panel, and has not."""
    scored = Review.objects.counted().filter(curator=user).values("application")
    mine = Application.objects.to_curate_by(user).submitted().filter(activity=activity)
    return mine.exclude(pk__in=scored)


def criteria_for(application: Application, criteria: Iterable[Criterion]) -> list[Criterion]:
    """Those that apply to the entry as it was frozen: food, not food, or both (FM-58)."""
    forms = [entry.form for entry in application.entries.all()]
    there = {Scope.FOOD if is_food(form) else Scope.NOT_FOOD for form in forms}
    return [each for each in criteria if each.scope == Scope.ALL or each.scope in there]


def add_up(parts: dict[int, Fraction]) -> dict[int, Decimal]:
    """Each part in hundredths, so that together they are their sum rounded half up.

    What rounding leaves goes to the largest remainders, the earlier part where they are equal.
    """
    whole = math.floor(sum(parts.values()) * 100 + Fraction(1, 2))
    cents = {key: math.floor(part * 100) for key, part in parts.items()}
    by_rest = sorted(parts, key=lambda key: cents[key] - parts[key] * 100)
    for key in by_rest[: whole - sum(cents.values())]:
        cents[key] += 1
    return {key: number * CENT for key, number in cents.items()}


def months_before(day: date, months: int) -> date:
    """The first day that still counts: the same day so many months earlier, or the last of it."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")


class _Book:
    """The facts about all entries of an activity, in five queries."""

    def __init__(self, activity: Activity, rows: list[Application]) -> None:
        self.activity = activity
        self.rule = fairness_of(activity)
        self.criteria = list(activity.criteria.order_by("position", "pk"))
        self.points = self._read_points(rows)
        self.since = months_before(activity.starts_on, self.rule.rotation_months)
        self.times, self.ever, self.villages = self._read_history()

    def result(self, application: Application) -> Result:
        given = self.points[application.pk]
        mine = criteria_for(application, self.criteria)
        means = {each.pk: _mean(given.get(each.pk, [])) for each in mine}
        whole = sum(each.weight for each in mine)
        reached = {each.pk: _reached(means[each.pk]) * each.weight / whole for each in mine}
        points = add_up(reached)
        lines = [
            Line(each.name, points[each.pk], _mean_text(means[each.pk], each.weight, whole))
            for each in mine
        ]
        times = self.times[application.business_id]
        reviews = max((len(numbers) for numbers in given.values()), default=0)
        return Result(application, lines, self._fairness(application, times), reviews, times)

    def _fairness(self, application: Application, times: int) -> list[Line]:
        rule = self.rule
        lines = []
        if times:
            off = min(times * rule.rotation_penalty, rule.rotation_most)
            lines.append(Line(_("Took part lately"), Decimal(-off), self._times_text(times)))
        if application.business_id not in self.ever:
            lines.append(
                Line(_("First time"), Decimal(rule.first_timer_bonus), _("never took part before"))
            )
        frozen = application.frozen
        if frozen["village_id"] not in self.villages:
            village = frozen["village"]
            lines.append(
                Line(
                    _("Village not seen lately"),
                    Decimal(rule.village_bonus),
                    _("nobody from %(village)s took part in %(months)d months")
                    % {"village": village, "months": rule.rotation_months},
                )
            )
        return lines

    def _times_text(self, times: int) -> str:
        return ngettext(
            "%(count)d time in %(months)d months, %(penalty)d points each, at most %(most)d",
            "%(count)d times in %(months)d months, %(penalty)d points each, at most %(most)d",
            times,
        ) % {
            "count": times,
            "months": self.rule.rotation_months,
            "penalty": self.rule.rotation_penalty,
            "most": self.rule.rotation_most,
        }

    def _read_points(self, rows: list[Application]) -> dict[int, dict[int, list[int]]]:
        found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        counted = Review.objects.counted().filter(application__in=rows)
        scores = Score.objects.filter(review__in=counted).order_by("pk")
        for entry, criterion, points in scores.values_list(
            "review__application", "criterion", "points"
        ):
            found[entry][criterion].append(points)
        return found

    def _read_history(self) -> tuple[dict[int, int], set[int], set[int]]:
        """What began before this activity; so the day on which one looks changes nothing."""
        there = Application.objects.took_part().filter(
            activity__starts_on__lt=self.activity.starts_on
        )
        times: dict[int, int] = defaultdict(int)
        ever, villages = set(), set()
        for business, village, ended in there.values_list(
            "business", "business__village", "activity__ends_on"
        ):
            ever.add(business)
            if ended >= self.since:
                times[business] += 1
                villages.add(village)
        return times, ever, villages


def _mean(points: list[int]) -> Fraction:
    return Fraction(sum(points), len(points)) if points else Fraction(Criterion.LEAST)


def _reached(mean: Fraction) -> Fraction:
    """Of 100: one point is none of it, five are all of it."""
    return (mean - Criterion.LEAST) * 100 / (Criterion.MOST - Criterion.LEAST)


def _mean_text(mean: Fraction, weight: int, whole: int) -> str:
    # Rounded for the eye; the sum is made of the exact mean.
    cents = math.floor(mean * 100 + Fraction(1, 2))
    return _("%(mean)s of 5 points on average, weight %(weight)d of %(whole)d") % {
        "mean": formats.localize(cents / 100 if cents % 100 else cents // 100),
        "weight": weight,
        "whole": whole,
    }
