"""Before the release: what the panel still owes, and decisions the ranking no longer bears out."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exhibitions.models import Activity, Application, Review, Verdict
from exhibitions.selectors.curation import short_of_reviews
from exhibitions.selectors.ranking import FEWEST_REVIEWS, Result

Outcome = Verdict.Outcome


@dataclass(frozen=True)
class ScoreGaps:
    """How many entries still lack points; of those, how many have too few to be released."""

    entries: int
    too_few: int


def score_gaps(activity: Activity) -> ScoreGaps:
    """An entry waits for every curator of the panel who may see it, and for two at the least."""
    too_few = {each.pk for each in short_of_reviews(activity, FEWEST_REVIEWS)}
    lacking = set(too_few)
    for curator in activity.curators.order_by("pk"):
        scored = Review.objects.counted().filter(curator=curator).values("application")
        mine = Application.objects.to_curate_by(curator).submitted().filter(activity=activity)
        lacking.update(mine.exclude(pk__in=scored).values_list("pk", flat=True))
    return ScoreGaps(len(lacking), len(too_few))


def hidden_entries(activity: Activity, results: list[Result]) -> int:
    """How many are missing in a ranking, because its reader stands too close to them."""
    still_in = activity.applications.entered().exclude(state=Application.State.WITHDRAWN)
    return still_in.count() - len(results)


def departures(
    activity: Activity, results: list[Result], verdicts: Mapping[int, Verdict]
) -> dict[int, str]:
    """What to say beside each decision that is not what this ranking leads to, by application.

    Whoever stands below a refusal moves up. An entry that is hidden from the reader may stand
    anywhere: only what departs wherever it stands is said, so that nothing tells of it (FM-55).
    """
    hidden = hidden_entries(activity, results)
    found, place = {}, 0
    for result in results:
        verdict = verdicts.get(result.application.pk)
        outcome = verdict and verdict.outcome
        place += outcome != Outcome.REFUSE
        if outcome == Outcome.SELECT and place > activity.quota:
            sentence = _("Not by the ranking: chosen, though it stands below the %(quota)d places.")
        elif outcome == Outcome.RESERVE and place + hidden <= activity.quota:
            sentence = _("Not by the ranking: a reserve, though it stands in the %(quota)d places.")
        else:
            continue
        found[result.application.pk] = sentence % {"quota": activity.quota}
    return found
