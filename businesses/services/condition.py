"""Writing down how a business is doing. Rows are only ever added (FM-59)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Snapshot
from businesses.selectors import Figures, latest_figures
from businesses.services.remarks import mend_changed
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

# Said again after this long, the same figure is news: it still holds.
STILL_FRESH = timedelta(days=30)


class AlreadyCorrected(PortalError):
    pass


class ReasonMissing(PortalError):
    status = 422


@transaction.atomic
def record_condition(
    *,
    business: Business,
    by: User,
    source: Snapshot.Source,
    at: datetime,
    taken_at: datetime | None = None,
    **figures: Any,
) -> Snapshot | None:
    """Add a row with the figures that were said, by the names of Snapshot.FIGURES.

    None, and no row, when they say what was said within the last month: a step saved twice is
    harmless. `taken_at` where the figures speak of an earlier moment than `at`.
    """
    # Two taps at once: the second waits, and then finds nothing new to write.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    before = latest_figures(business)
    changed = {name for name, value in figures.items() if getattr(before, name) != value}
    moment = taken_at or at
    if not changed and _all_fresh(before, figures, moment):
        return None
    snapshot = Snapshot.objects.create(
        business=business,
        taken_at=moment,
        recorded_at=at,
        source=source,
        recorded_by=by,
        **figures,
    )
    mend_changed(business=business, fields=_as_asked(changed), at=at)
    return snapshot


@transaction.atomic
def correct_snapshot(
    *,
    snapshot: Snapshot,
    by: User,
    source: Snapshot.Source,
    reason: str,
    at: datetime,
    **figures: Any,
) -> Snapshot:
    """Put a wrong row right by a new one that takes its place; the wrong one stays readable.

    Figures not given are carried over. Raises ReasonMissing without a reason, AlreadyCorrected
    when another correction stands there: correct that one.
    """
    if not reason.strip():
        raise ReasonMissing(_("Please write why this is being corrected."))
    Business.objects.select_for_update(no_key=True).get(pk=snapshot.business_id)
    if Snapshot.objects.filter(corrects=snapshot).exists():
        raise AlreadyCorrected(_("This row has been corrected already. Correct the newer one."))
    kept = {name: getattr(snapshot, name) for name in Snapshot.FIGURES}
    return Snapshot.objects.create(
        business=snapshot.business,
        taken_at=snapshot.taken_at,
        recorded_at=at,
        source=source,
        recorded_by=by,
        corrects=snapshot,
        reason=reason.strip(),
        **kept | figures,
    )


def _all_fresh(before: Figures, figures: dict[str, Any], moment: datetime) -> bool:
    """What was never said and is not said now is no news either."""
    return all(
        moment - before.said_at[name] < STILL_FRESH for name in figures if name in before.said_at
    )


def _as_asked(changed: set[str]) -> set[str]:
    """Not saying the turnover, or the capital, answers the question for it."""
    asked = {"turnover_withheld": "turnover_band", "capital_withheld": "capital"}
    return {asked.get(name, name) for name in changed}
