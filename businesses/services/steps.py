"""The steps "complete before we meet": each saves what its screen asked, as often as one likes."""

from datetime import datetime
from typing import Any

from django.db import transaction

from businesses.models import Business, Membership, OwnerProfile, Snapshot
from businesses.selectors import latest_figures
from businesses.services.businesses import update_business
from businesses.services.condition import record_condition
from businesses.services.remarks import mend_changed
from plut_portal.accounts.models import User


@transaction.atomic
def save_condition(
    *,
    business: Business,
    by: User,
    at: datetime,
    operating_state: str,
    workers_female: int,
    workers_male: int,
    started_year: int | None,
) -> None:
    """Keep whether it is running and who works there, as a new row, and the year it began."""
    update_business(business=business, at=at, started_year=started_year)
    record_condition(
        business=business,
        by=by,
        source=Snapshot.Source.OWNER,
        at=at,
        operating_state=operating_state,
        workers_female=workers_female,
        workers_male=workers_male,
    )


def save_turnover(
    *, business: Business, by: User, at: datetime, turnover_band: str, capital: int | None
) -> None:
    """Keep the band – or, without one, that she does not wish to say – and the capital.

    A capital that was said once and is left out now counts as withheld.
    """
    figures: dict[str, Any] = {"turnover_band": turnover_band}
    is_taken_back = capital is None and latest_figures(business).capital is not None
    if capital is not None or is_taken_back:
        figures |= {"capital": capital, "capital_withheld": is_taken_back}
    record_condition(
        business=business,
        by=by,
        source=Snapshot.Source.OWNER,
        at=at,
        turnover_withheld=not turnover_band,
        **figures,
    )


@transaction.atomic
def save_nib(*, user: User, nib: str, at: datetime) -> OwnerProfile:
    """Keep this person's NIB, or that there is none. It counts for every business she acts for."""
    profile, _created = OwnerProfile.objects.select_for_update(no_key=True).get_or_create(user=user)
    if profile.nib != nib:
        profile.nib = nib
        profile.save()
        for membership in Membership.objects.active().filter(user=user).select_related("business"):
            mend_changed(business=membership.business, fields=["nib"], at=at)
    return profile
