"""What the steps ask, answered at the counter by somebody without a phone of her own."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Snapshot
from businesses.services.businesses import update_business
from businesses.services.condition import record_condition
from businesses.services.registration import submit_business
from businesses.services.steps import save_nib
from plut_portal.accounts.models import User
from plut_portal.accounts.services import NotAllowed


@transaction.atomic
def complete_at_counter(
    *,
    business: Business,
    by: User,
    at: datetime,
    name: str,
    address: str,
    started_year: int | None,
    nib: str = "",
    **figures: Any,
) -> Business:
    """Keep what she says, the counter as its source, and send the registration to be checked.

    `figures` by the names of Snapshot.FIGURES; those left out stay as they were said before. An
    NIB is one person's, so it is kept where one alone acts for the business.
    Raises NotAllowed, and what submit_business raises.
    """
    if not by.has_perm("businesses.change_business"):
        raise NotAllowed(_("Your role does not fill in registrations."))
    update_business(business=business, at=at, name=name, address=address, started_year=started_year)
    record_condition(business=business, by=by, source=Snapshot.Source.COUNTER, at=at, **figures)
    acting = list(business.people.filter(memberships__is_active=True))
    if nib and len(acting) == 1:
        save_nib(user=acting[0], nib=nib, at=at)
    return submit_business(business=business, by=by, at=at)
