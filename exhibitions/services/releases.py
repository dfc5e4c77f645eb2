"""Telling everybody at once: a preview, the order, and one transaction for all of it (FM-56)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exhibitions import notifications, selectors
from exhibitions.models import Activity, Application, Release, Verdict
from exhibitions.selectors.places import ConfirmBy
from exhibitions.selectors.ranking import FEWEST_REVIEWS, Result
from exhibitions.services import guards
from exhibitions.services.activities import NotReady
from plut_portal.accounts.models import User
from plut_portal.core import queue
from plut_portal.core.errors import PortalError

State, Outcome = Application.State, Verdict.Outcome
_BECOMES = {
    Outcome.SELECT: State.SELECTED,
    Outcome.RESERVE: State.RESERVE,
    Outcome.REFUSE: State.REFUSED,
}
_SHOW_EVERY = 10
_KEEP_PROGRESS = int(timedelta(hours=1).total_seconds())


@dataclass(frozen=True)
class PreviewRow:
    """One application as it will be told: the very subject and text of the message."""

    rank: int
    result: Result
    verdict: Verdict | None
    subject: str
    body: str
    # Says so where the decision is not what the ranking leads to; else empty.
    departure: str


@dataclass(frozen=True)
class Preview:
    rows: list[PreviewRow]
    # Sentences that keep the results from being released; empty when all is ready.
    problems: list[str]
    selected: int
    reserves: int
    refused: int


def preview_release(*, activity: Activity, by: User, at: datetime) -> Preview:
    """What would be told to whom if it were released now. Changes nothing. Raises NotAllowed."""
    guards.check_permission(by, "decide_application")
    verdicts = _verdicts(activity)
    results = selectors.ranking_visible_to(by, activity)
    free = selectors.places_of(activity, at=at).free_to_give
    departures = selectors.departures(activity, results, verdicts, free=free)
    confirm_by = selectors.confirm_by(activity, at=at)
    rows = [
        _preview_row(number, result, verdicts.get(result.application.pk), departures, confirm_by)
        for number, result in enumerate(results, start=1)
    ]
    outcomes = [verdict.outcome for verdict in verdicts.values()]
    return Preview(
        rows=rows,
        problems=_problems(activity, verdicts, at=at),
        selected=outcomes.count(Outcome.SELECT),
        reserves=outcomes.count(Outcome.RESERVE),
        refused=outcomes.count(Outcome.REFUSE),
    )


def _preview_row(
    rank: int,
    result: Result,
    verdict: Verdict | None,
    departures: dict[int, str],
    confirm_by: ConfirmBy,
) -> PreviewRow:
    if verdict is None:
        return PreviewRow(rank, result, None, "", "", "")
    application = result.application
    told = notifications.Decision(
        application, verdict, rank, result.as_json(), confirm_by.of(application)
    )
    subject, body = notifications.decision_text(told)
    return PreviewRow(rank, result, verdict, subject, body, departures.get(application.pk, ""))


def _verdicts(activity: Activity) -> dict[int, Verdict]:
    pending = Verdict.objects.filter(
        application__activity=activity, application__state=State.SUBMITTED
    )
    rows = pending.prefetch_related("constraints__expertise")
    return {verdict.application_id: verdict for verdict in rows}


def _problems(activity: Activity, verdicts: dict[int, Verdict], *, at: datetime) -> list[str]:
    problems = []
    if activity.state != Activity.State.REVIEW:
        problems.append(_("This activity is not in curation."))
    if selectors.is_too_late_to_confirm(activity, at=at):
        problems.append(
            _(
                "It is over before anybody could confirm. Call it off and write why, so that"
                " everybody hears from us."
            )
        )
    undecided = activity.applications.submitted().exclude(pk__in=verdicts).count()
    if undecided:
        problems.append(
            ngettext(
                "%(count)d application is not decided yet.",
                "%(count)d applications are not decided yet.",
                undecided,
            )
            % {"count": undecided}
        )
    if short := len(selectors.short_of_reviews(activity, FEWEST_REVIEWS)):
        problems.append(
            ngettext(
                "%(count)d entry was scored by fewer than two curators.",
                "%(count)d entries were scored by fewer than two curators.",
                short,
            )
            % {"count": short}
        )
    chosen = sum(verdict.outcome == Outcome.SELECT for verdict in verdicts.values())
    free = selectors.places_of(activity, at=at).free_to_give
    if chosen > free:
        problems.append(
            _("%(chosen)d are chosen for %(quota)d places.") % {"chosen": chosen, "quota": free}
        )
    return problems


@transaction.atomic
def order_release(*, activity: Activity, by: User, at: datetime) -> Release:
    """Have a worker tell everybody. Ordered twice it is one release.

    Raises NotAllowed, and NotReady with everything that is still open.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "decide_application")
    made = activity.releases.exclude(state=Release.State.REFUSED).first()
    if made:
        return made
    _check_ready(activity, at=at)
    release = Release.objects.create(
        activity=activity,
        total=activity.applications.submitted().count(),
        ordered_by=by,
        ordered_at=at,
    )
    queue.enqueue("exhibitions.release_results", release_id=release.pk)
    return release


def _check_ready(activity: Activity, *, at: datetime) -> None:
    if problems := _problems(activity, _verdicts(activity), at=at):
        raise NotReady(" ".join(problems))


def carry_out_release(*, release_id: int, at: datetime) -> str:
    """Decide all applications and queue all messages, or none. Answers with the new state.

    May run twice, or be killed half way: tries are counted apart, and nothing of an unfinished
    one is left.
    """
    waiting = Release.objects.unfinished().filter(pk=release_id, attempts__lt=Release.MAX_ATTEMPTS)
    if not waiting.update(attempts=F("attempts") + 1):
        return "not ours"
    try:
        return _carry_out(release_id, at=at)
    except PortalError as refusal:
        Release.objects.unfinished().filter(pk=release_id).update(
            state=Release.State.REFUSED, reason=str(refusal)[:300]
        )
        return Release.State.REFUSED


@transaction.atomic
def _carry_out(release_id: int, *, at: datetime) -> str:
    activity_id = Release.objects.values_list("activity", flat=True).get(pk=release_id)
    activity = guards.lock_activity(activity_id)
    releases = Release.objects.unfinished().select_for_update(of=("self",), skip_locked=True)
    release = releases.filter(pk=release_id).first()
    if release is None:
        return "not ours"
    _check_ready(activity, at=at)
    verdicts, ranking = _verdicts(activity), selectors.ranking_of(activity)
    activity.state, activity.released_at = Activity.State.RELEASED, at
    activity.revision += 1
    activity.save()
    confirm_by = selectors.confirm_by(activity, at=at)
    for number, result in enumerate(ranking, start=1):
        application = result.application
        application.activity = activity
        _decide(result, verdicts[application.pk], number, confirm_by, at=at)
        if number % _SHOW_EVERY == 0:
            cache.set(selectors.progress_key(release), number, _KEEP_PROGRESS)
    release.state, release.done_at = Release.State.DONE, at
    release.save()
    return release.state


def _decide(
    result: Result, verdict: Verdict, rank: int, confirm_by: ConfirmBy, *, at: datetime
) -> None:
    application = result.application
    application.become(_BECOMES[Outcome(verdict.outcome)])
    application.rank, application.result = rank, result.as_json()
    if application.is_selected:
        application.offered_at = at
        application.offer_until = confirm_by.of(application)
    application.save()
    notifications.decided(
        notifications.Decision(
            application, verdict, rank, application.result, application.offer_until
        ),
        at=at,
    )


def sweep_releases(*, at: datetime) -> int:
    """Poke a worker for every release whose own never came; give up on those tried often enough."""
    stuck = Release.objects.stuck(at=at)
    stuck.filter(attempts__gte=Release.MAX_ATTEMPTS).update(
        state=Release.State.REFUSED, reason=_("It could not be done. Please try it again.")
    )
    waiting = list(stuck.values_list("pk", flat=True))
    for pk in waiting:
        queue.enqueue("exhibitions.release_results", release_id=pk)
    return len(waiting)
