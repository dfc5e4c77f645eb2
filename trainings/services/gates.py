"""Exceptions at a gate: a stage waived on evidence, a gate opened with a reason. Both are kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from trainings import notifications
from trainings.models import Enrolment, Stage, StageProgress
from trainings.selectors.gates import Ledger, state_of
from trainings.services import guards


class GateClosed(PortalError):
    """Its text is the sentence of selectors.gates, the same on every path (FM-54)."""

    status = 403


class EvidenceMissing(PortalError):
    status = 422


class StageElsewhere(PortalError):
    status = 422


def check_open(enrolment: Enrolment, stage: Stage, *, at: datetime) -> None:
    """Whether this enrolment may do anything in this stage. Raises NotEnrolled and GateClosed."""
    guards.check_enrolled(enrolment)
    check_same_track(enrolment, stage)
    state = state_of(enrolment=enrolment, stage=stage, at=at)
    if not state.is_open:
        raise GateClosed(state.sentence)


def check_same_track(enrolment: Enrolment, stage: Stage) -> None:
    if stage.track_id != enrolment.batch.track_id:
        raise StageElsewhere(_("This stage belongs to another track."))


def admit_to_next(*, enrolment: Enrolment, by: User, at: datetime) -> Stage:
    """Tell a participant that the next stage stands open, and answer with it.

    The next is the first after the beginning that is not passed. Raises GateClosed with what is
    missing, WrongState when nothing is left, NotEnrolled, NotAllowed. The news is told once.
    """
    guards.check_permission(by, "manage_enrolments")
    guards.check_enrolled(enrolment)
    steps = Ledger([enrolment], at=at).path(enrolment)[1:]
    step = next((each for each in steps if not each.result.is_passed), None)
    if step is None:
        raise guards.WrongState(_("Every stage is passed."))
    check_open(enrolment, step.stage, at=at)
    notifications.gate_opened(enrolment, step.stage, at=at)
    return step.stage


@transaction.atomic
def waive_stage(
    *, enrolment: Enrolment, stage: Stage, evidence: str, by: User, at: datetime
) -> StageProgress:
    """Count the stage as passed without taking it, for example for a valid P-IRT.

    The evidence is what the staff saw, in words. Raises EvidenceMissing without it, NotEnrolled,
    and NotAllowed for whoever is not the programme admin. Twice keeps the newer words.
    """
    guards.check_permission(by, "open_gate")
    if not evidence.strip():
        raise EvidenceMissing(_("Please write what shows that this stage can be left out."))
    progress = lock_progress(enrolment, stage)
    progress.waived_at, progress.waived_by = at, by
    progress.waiver_evidence = evidence.strip()
    progress.save()
    announce([progress.enrolment], at=at)
    return progress


@transaction.atomic
def override_gate(
    *, enrolment: Enrolment, stage: Stage, reason: str, by: User, at: datetime
) -> StageProgress:
    """Open the gate into this stage although something is missing. The reason is kept.

    What was missing stays missing: the stage before is not passed by it. Raises ReasonMissing,
    NotEnrolled, NotAllowed.
    """
    guards.check_permission(by, "open_gate")
    reason = guards.check_reason(reason)
    progress = lock_progress(enrolment, stage)
    progress.overridden_at, progress.overridden_by = at, by
    progress.override_reason = reason
    progress.save()
    announce([progress.enrolment], at=at)
    return progress


@transaction.atomic
def end_exception(
    *, enrolment: Enrolment, stage: Stage, reason: str, by: User, at: datetime
) -> StageProgress:
    """Take back the waiver of a stage and the exception at its gate; the history keeps both."""
    guards.check_permission(by, "open_gate")
    reason = guards.check_reason(reason)
    progress = lock_progress(enrolment, stage)
    progress.waived_at = progress.waived_by = None
    progress.overridden_at = progress.overridden_by = None
    progress.waiver_evidence = progress.override_reason = ""
    vars(progress)["_change_reason"] = reason[:100]
    progress.save()
    return progress


def lock_progress(enrolment: Enrolment, stage: Stage) -> StageProgress:
    """The row for this stage, made when first needed; rivals wait on the enrolment."""
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_enrolled(enrolment)
    check_same_track(enrolment, stage)
    progress = StageProgress.objects.filter(enrolment=enrolment, stage=stage).first()
    progress = progress or StageProgress(enrolment=enrolment, stage=stage)
    progress.enrolment = enrolment
    return progress


def announce(enrolments: Iterable[Enrolment], *, at: datetime) -> None:
    """Tell each of them which gates stand open since; every gate is announced once.

    The first stage needs no news: it opens with the batch. Who left, or whose batch was called
    off, goes through none.
    """
    ledger = Ledger([each for each in enrolments if each.is_enrolled], at=at)
    for enrolment in ledger.enrolments:
        for step in ledger.path(enrolment)[1:]:
            if step.gate.is_open and not step.result.is_waived:
                notifications.gate_opened(enrolment, step.stage, at=at)
