"""Deciding: pending verdicts, with reasons that lead to help."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

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
    TooManySelected, NotPending before curation and after the release, and NotAllowed – also for
    an entry of one's own.
    """
    activity = guards.lock_activity(application.activity_id)
    _check_decides(application, by)
    _check_pending(activity, application)
    if outcome == Outcome.REFUSE and not constraints:
        raise ReasonsMissing(_("Please choose what held it back; it leads the owner to help."))
    if outcome == Outcome.SELECT:
        _check_quota(activity, besides=application)
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


def _check_quota(activity: Activity, *, besides: Application) -> None:
    chosen = Verdict.objects.filter(
        application__activity=activity,
        application__state=Application.State.SUBMITTED,
        outcome=Outcome.SELECT,
    ).exclude(application=besides)
    if chosen.count() >= activity.quota:
        raise TooManySelected(
            _("All %(quota)d places are given. Put somebody on the reserve list first.")
            % {"quota": activity.quota}
        )


def _write(
    application: Application,
    outcome: Verdict.Outcome,
    *,
    constraints: Collection[Constraint],
    note: str,
    by: User,
    at: datetime,
) -> Verdict:
    verdict = Verdict.objects.filter(application=application).first()
    verdict = verdict or Verdict(application=application)
    verdict.outcome, verdict.note = outcome, note.strip()
    verdict.decided_by, verdict.decided_at = by, at
    verdict.save()
    verdict.constraints.set(constraints)
    return verdict


@transaction.atomic
def propose_verdicts(*, activity: Activity, by: User, at: datetime) -> list[Verdict]:
    """By the ranking: the best as many as there are places, all others as reserves.

    Whoever was decided about already stays so; refusals are for people to decide, with reasons.
    Answers with what was proposed.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "decide_application")
    if activity.state != Activity.State.REVIEW:
        raise NotPending(_("There is nothing to decide in this activity now."))
    decided = dict(
        Verdict.objects.filter(application__activity=activity).values_list("application", "outcome")
    )
    free = activity.quota - sum(outcome == Outcome.SELECT for outcome in decided.values())
    proposed = []
    for result in selectors.ranking_visible_to(by, activity):
        if result.application.pk in decided:
            continue
        outcome = Outcome.SELECT if free > 0 else Outcome.RESERVE
        free -= outcome == Outcome.SELECT
        proposed.append(_write(result.application, outcome, constraints=(), note="", by=by, at=at))
    return proposed
