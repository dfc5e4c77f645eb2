"""Deciding: pending verdicts, with reasons that lead to help."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Constraint
from exhibitions import selectors
from exhibitions.models import Activity, Application, Verdict
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

Outcome = Verdict.Outcome


class ReasonsMissing(PortalError):
    status = 422


class TooManySelected(PortalError):
    """More are chosen than there are places (FM-08)."""


class NotPending(PortalError):
    pass


class ScoresMissing(PortalError):
    """Curators still owe points, and nobody said to go on without them."""


@transaction.atomic
def set_verdict(
    *,
    application: Application,
    outcome: Verdict.Outcome,
    by: User,
    at: datetime,
    constraints: Collection[Constraint] = (),
    note: str = "",
) -> Verdict:
    """Decide about one application; until the release it can be decided anew and nobody is told.

    A refusal needs at least one reason from the list of constraints. Raises ReasonsMissing,
    TooManySelected, NotPending before curation and after the release, BeingReleased during it,
    and NotAllowed – also for an entry of one's own.
    """
    activity = guards.lock_activity(application.activity_id)
    _check_decides(application, by)
    _check_pending(activity, application)
    guards.check_not_being_released(activity)
    if outcome == Outcome.REFUSE and not constraints:
        raise ReasonsMissing(_("Please choose what held it back; it leads the owner to help."))
    if outcome == Outcome.SELECT:
        _check_quota(activity, besides=application, at=at)
    return _write(application, outcome, constraints=constraints, note=note, by=by, at=at)


def _check_decides(application: Application, by: User) -> None:
    guards.check_permission(by, "decide_application")
    if Application.objects.filter(pk=application.pk).in_conflict_with(by).exists():
        raise guards.NotAllowed(_("Somebody else decides about this one: you stand too close."))


def _check_pending(activity: Activity, application: Application) -> None:
    application.refresh_from_db()
    is_pending = application.state == Application.State.SUBMITTED and application.is_frozen
    if activity.state != Activity.State.REVIEW or not is_pending:
        raise NotPending(_("There is nothing to decide about this application now."))


def _check_quota(activity: Activity, *, besides: Application, at: datetime) -> None:
    chosen = Verdict.objects.filter(
        application__activity=activity,
        application__state=Application.State.SUBMITTED,
        outcome=Outcome.SELECT,
    ).exclude(application=besides)
    free = selectors.places_of(activity, at=at).free_to_give
    if chosen.count() >= free:
        raise TooManySelected(
            _("All %(quota)d places are given. Put somebody on the reserve list first.")
            % {"quota": free}
        )


def _write(
    application: Application,
    outcome: Verdict.Outcome,
    *,
    constraints: Collection[Constraint],
    note: str,
    by: User,
    at: datetime,
    is_proposed: bool = False,
) -> Verdict:
    verdict = Verdict.objects.filter(application=application).first()
    verdict = verdict or Verdict(application=application)
    verdict.outcome, verdict.note = outcome, note.strip()
    verdict.is_proposed = is_proposed
    verdict.decided_by, verdict.decided_at = by, at
    verdict.save()
    verdict.constraints.set(constraints)
    return verdict


@transaction.atomic
def propose_verdicts(
    *, activity: Activity, by: User, at: datetime, despite_gaps: bool = False
) -> list[Verdict]:
    """By the ranking: the best as many as there are places, all others as reserves.

    What somebody decided stays so; refusals are for people to decide, with reasons. Earlier
    proposals follow the ranking as it is now. Answers with what was proposed or changed.
    Raises NotAllowed, NotPending outside curation, BeingReleased, and ScoresMissing while curators
    owe points: `despite_gaps` goes on, as a curator may never answer – but not without one's own.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "decide_application")
    if activity.state != Activity.State.REVIEW:
        raise NotPending(_("There is nothing to decide in this activity now."))
    guards.check_not_being_released(activity)
    _check_own_points(activity, by)
    if not despite_gaps:
        _check_scored(activity)
    known = _known(activity)
    results = selectors.ranking_visible_to(by, activity)
    rows = [result.application for result in results]
    rows = [row for row in rows if row.pk not in known or known[row.pk].is_proposed]
    kept = known.keys() - {row.pk for row in rows}
    free = selectors.places_of(activity, at=at).free_to_give
    free -= sum(known[pk].outcome == Outcome.SELECT for pk in kept)
    proposed = []
    for place, row in enumerate(rows, start=1):
        outcome = Outcome.SELECT if place <= free else Outcome.RESERVE
        if row.pk not in known or known[row.pk].outcome != outcome:
            proposed.append(
                _write(row, outcome, constraints=(), note="", by=by, at=at, is_proposed=True)
            )
    return proposed


def _check_own_points(activity: Activity, by: User) -> None:
    if count := selectors.waiting_for_points_of(by, activity).count():
        raise ScoresMissing(
            ngettext(
                "You are on the panel: first give your own points to %(count)d entry.",
                "You are on the panel: first give your own points to %(count)d entries.",
                count,
            )
            % {"count": count}
        )


def _check_scored(activity: Activity) -> None:
    if count := selectors.score_gaps(activity).entries:
        raise ScoresMissing(
            ngettext(
                "%(count)d entry still lacks points of curators. Wait for them, or tick that you"
                " go on without them.",
                "%(count)d entries still lack points of curators. Wait for them, or tick that you"
                " go on without them.",
                count,
            )
            % {"count": count}
        )


def _known(activity: Activity) -> dict[int, Verdict]:
    """Whoever withdrew holds no place any more, whatever was decided about her."""
    verdicts = Verdict.objects.filter(
        application__activity=activity, application__state=Application.State.SUBMITTED
    )
    return {verdict.application_id: verdict for verdict in verdicts}
