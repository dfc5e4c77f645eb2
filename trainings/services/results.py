"""Points in the post-test, entered one by one or read from a table – by the same function."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from trainings.models import Batch, Enrolment, Stage, StageProgress
from trainings.services import gates, guards

MOST_POINTS = 100


class NoTest(PortalError):
    status = 422


class PointsOutOfRange(PortalError):
    status = 422


class UnknownBusiness(PortalError):
    status = 422


@transaction.atomic
def record_score(
    *, enrolment: Enrolment, stage: Stage, points: int, by: User, at: datetime
) -> StageProgress:
    """Enter the points of a test, 0 to 100; a new entry replaces the old, history keeps it.

    Raises NotAllowed, NoTest for a stage without one, PointsOutOfRange, NotEnrolled, GateClosed,
    and WrongState once a certificate stands on it.
    """
    guards.check_permission(by, "record_score")
    if stage.pass_mark is None:
        raise NoTest(_("This stage has no test."))
    if not 0 <= points <= MOST_POINTS:
        raise PointsOutOfRange(_("A test has at least 0 and at most 100 points."))
    progress = gates.lock_progress(enrolment, stage)
    gates.check_open(progress.enrolment, stage, at=at)
    if progress.enrolment.certificates.valid().exists():
        raise guards.WrongState(_("A certificate stands on these points. Revoke it first."))
    progress.test_points, progress.tested_at, progress.tested_by = points, at, by
    progress.save()
    gates.announce([progress.enrolment], at=at)
    return progress


@dataclass(frozen=True)
class ScoreRow:
    """One line of a table: the number of the registration (UMK-…) and the points."""

    line: int
    registration_code: str
    points: int


@dataclass(frozen=True)
class ScoreFault:
    line: int
    sentence: str


@transaction.atomic
def import_scores(
    *,
    batch: Batch,
    stage: Stage,
    rows: Iterable[ScoreRow],
    by: User,
    at: datetime,
    dry_run: bool = False,
) -> list[ScoreFault]:
    """Enter a whole table, or nothing of it: answers with what is wrong in which line.

    A dry run finds the same faults and enters nothing.
    """
    faults = []
    savepoint = transaction.savepoint()
    for row in rows:
        try:
            record_score(enrolment=_find(batch, row), stage=stage, points=row.points, by=by, at=at)
        except PortalError as refusal:
            faults.append(ScoreFault(row.line, str(refusal)))
    if faults or dry_run:
        transaction.savepoint_rollback(savepoint)
    else:
        transaction.savepoint_commit(savepoint)
    return faults


def _find(batch: Batch, row: ScoreRow) -> Enrolment:
    code = row.registration_code.strip().upper()
    enrolment = batch.enrolments.enrolled().filter(business__registration_code=code).first()
    if enrolment is None:
        raise UnknownBusiness(
            _("No business with the number %(code)s has a place in this batch.") % {"code": code}
        )
    return enrolment
