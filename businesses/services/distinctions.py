"""Two businesses that look like one and are not: said by an officer, with a reason."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Distinction, HasBeenMerged, pair
from businesses.services.condition import ReasonMissing
from plut_portal.accounts.models import User
from plut_portal.accounts.services import NotAllowed
from plut_portal.core.errors import PortalError


class OneBusiness(PortalError):
    status = 422


def check_may(by: User, reason: str) -> str:
    """The reason without its edges. Raises NotAllowed and ReasonMissing."""
    if not by.has_perm("businesses.verify_business"):
        raise NotAllowed(_("Your role does not decide on duplicates."))
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason."))
    return reason.strip()


def lock_both(*businesses: Business) -> dict[int, Business]:
    """The rows by key, held against everybody who would add to them, in the order of their keys.

    Merged ones are among them. Raises OneBusiness for the same one twice.
    """
    keys = {business.pk for business in businesses}
    if len(keys) < 2:
        raise OneBusiness(_("Please choose two different businesses."))
    rows = Business.with_merged.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


@transaction.atomic
def distinguish(
    *, businesses: Sequence[Business], reason: str, by: User, at: datetime
) -> list[Distinction]:
    """Say of these that each is a business of its own. What was said already stays as it is.

    Raises NotAllowed, ReasonMissing, OneBusiness, and HasBeenMerged for one that is merged.
    """
    reason = check_may(by, reason)
    rows = lock_both(*businesses)
    if any(row.merged_into_id for row in rows.values()):
        raise HasBeenMerged(_("This business has been merged with another one meanwhile."))
    said = Distinction.objects.pairs()
    made = []
    for first, second in combinations(sorted(rows), 2):
        if pair(first, second) in said:
            continue
        row = Distinction(first_id=first, second_id=second, reason=reason, made_by=by, made_at=at)
        vars(row)["_change_reason"] = reason
        row.save()
        made.append(row)
    return made


@transaction.atomic
def lift_distinction(
    *, distinction: Distinction, reason: str, by: User, at: datetime
) -> Distinction:
    """Take it back: the two are likely duplicates again. Twice is harmless.

    Raises NotAllowed and ReasonMissing.
    """
    reason = check_may(by, reason)
    row = Distinction.objects.select_for_update(no_key=True).get(pk=distinction.pk)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by, row.lift_reason = at, by, reason
        vars(row)["_change_reason"] = reason
        row.save()
    return row
