"""Before the release: what the panel still owes, and decisions the ranking no longer bears out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exhibitions.models import Activity, Application, Verdict
from exhibitions.selectors.curation import short_of_reviews
from exhibitions.selectors.ranking import (
    FEWEST_REVIEWS,
    Result,
    entries_ranked,
    waiting_for_points_of,
)

Outcome = Verdict.Outcome


@dataclass(frozen=True)
class ScoreGaps:
    """How many entries still lack points; of those, how many have too few to be released.

    Of these again, how many never get enough: too few of the panel may see them.
    """

    entries: int
    too_few: int
    beyond_panel: int


def score_gaps(activity: Activity) -> ScoreGaps:
    """An entry waits for every curator of the panel who may see it, and for two at the least."""
    too_few = {each.pk for each in short_of_reviews(activity, FEWEST_REVIEWS)}
    lacking, judges = set(too_few), Counter[int]()
    for curator in activity.curators.order_by("pk"):
        seen = Application.objects.to_curate_by(curator).filter(pk__in=too_few)
        judges.update(seen.values_list("pk", flat=True))
        lacking.update(waiting_for_points_of(curator, activity).values_list("pk", flat=True))
    beyond_panel = sum(judges[pk] < FEWEST_REVIEWS for pk in too_few)
    return ScoreGaps(len(lacking), len(too_few), beyond_panel)


def hidden_entries(activity: Activity, results: list[Result]) -> int:
    """How many are missing in a ranking, because its reader may not see them (yet)."""
    return entries_ranked(activity).count() - len(results)


def departures(
    activity: Activity, results: list[Result], verdicts: Mapping[int, Verdict], *, free: int
) -> dict[int, str]:
    """What to say beside each decision that is not what this ranking leads to, by application.

    `free`: how many places there are to give.

    Whoever stands below a refusal moves up. An entry that is hidden from the reader may stand
    anywhere: only what departs wherever it stands is said, so that nothing tells of it (FM-55).
    """
    hidden = hidden_entries(activity, results)
    found, place = {}, 0
    for result in results:
        verdict = verdicts.get(result.application.pk)
        outcome = verdict and verdict.outcome
        place += outcome != Outcome.REFUSE
        if outcome == Outcome.SELECT and place > free:
            sentence = _("Not by the ranking: chosen, though it stands below the %(quota)d places.")
        elif outcome == Outcome.RESERVE and place + hidden <= free:
            sentence = _("Not by the ranking: a reserve, though it stands in the %(quota)d places.")
        else:
            continue
        found[result.application.pk] = sentence % {"quota": free}
    return found
