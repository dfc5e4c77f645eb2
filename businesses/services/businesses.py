from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Membership, Village
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError


class AlreadyRegistered(PortalError):
    pass


@transaction.atomic
def register_business(
    *, owner: User, makes: str, village: Village, name: str = "", address: str = ""
) -> Business:
    """Start a business with the little that is asked at first contact; its first person is the owner.

    Raises AlreadyRegistered when she already runs one in that village under the same name or,
    without a name, with the same goods.
    """
    # Her second request waits here until the first one's business can be seen.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    business = Business(name=name, makes=makes, village=village, address=address)
    if _runs_a_namesake(owner, business):
        raise AlreadyRegistered(
            _("You already have “%(label)s” in %(village)s. Give this one a name of its own.")
            % {"label": business.label, "village": village.name}
        )
    business.save()
    Membership.objects.create(business=business, user=owner)
    return business


def _runs_a_namesake(owner: User, business: Business) -> bool:
    in_village = Business.objects.run_by(owner).filter(village=business.village)
    return any(other.label.casefold() == business.label.casefold() for other in in_village)


def update_business(
    *, business: Business, makes: str, village: Village, name: str, address: str
) -> Business:
    """Replace what the owner says about the business; the history keeps what was said before."""
    business.name, business.makes = name, makes
    business.village, business.address = village, address
    business.save()
    return business
