from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Membership, Snapshot, Village, new_registration_code
from businesses.services.condition import record_condition
from businesses.services.remarks import mend_changed
from plut_portal.accounts.models import User
from plut_portal.core import clock
from plut_portal.core.errors import PortalError


class AlreadyRegistered(PortalError):
    pass


@transaction.atomic
def register_business(
    *,
    owner: User,
    makes: str,
    village: Village,
    name: str = "",
    address: str = "",
    operating_state: str = "",
    source: Snapshot.Source = Snapshot.Source.OWNER,
    at: datetime | None = None,
) -> Business:
    """Start a business with the little that is asked at first contact; its first person is the owner.

    Whether it is running, where asked, becomes the first row of its condition.
    Raises AlreadyRegistered when she already runs one in that village under the same name or,
    without a name, with the same goods.
    """
    # Her second request waits here until the first one's business can be seen.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    business = Business(name=name, makes=makes, village=village, address=address)
    business.registration_code = _free_code()
    if _runs_a_namesake(owner, business):
        raise AlreadyRegistered(
            _("You already have “%(label)s” in %(village)s. Give this one a name of its own.")
            % {"label": business.label, "village": village.name}
        )
    business.save()
    Membership.objects.create(business=business, user=owner)
    if operating_state:
        record_condition(
            business=business,
            by=owner,
            source=source,
            at=at or clock.now(),
            operating_state=operating_state,
        )
    return business


def _free_code() -> str:
    code = new_registration_code()
    while Business.with_merged.filter(registration_code=code).exists():
        code = new_registration_code()
    return code


def _runs_a_namesake(owner: User, business: Business) -> bool:
    in_village = Business.objects.run_by(owner).filter(village=business.village)
    return any(other.label.casefold() == business.label.casefold() for other in in_village)


@transaction.atomic
def update_business(*, business: Business, at: datetime, **said: object) -> Business:
    """Replace what the owner says about the business; the history keeps what was said before.

    `said` holds fields of Business by name. Remarks of the office on what changed tick off.
    """
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    changed = {name for name, value in said.items() if getattr(business, name) != value}
    if changed:
        for name in changed:
            setattr(business, name, said[name])
        business.save()
        mend_changed(business=business, fields=changed, at=at)
    return business
