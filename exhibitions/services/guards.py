"""What stands before every change in exhibitions: refusals, locks, who may."""

from django.utils.translation import gettext as _

from businesses.models import Business
from exhibitions.models import Activity, Application
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError


class NotAllowed(PortalError):
    status = 403


class ReasonMissing(PortalError):
    status = 422


class WrongState(PortalError):
    pass


class BeingReleased(PortalError):
    """What was previewed is on its way to everybody (FM-56)."""


def lock_activity(activity_id: int) -> Activity:
    # Everyone who wants, gives back or is given a place or a booth queues on this row, so that
    # what is counted below cannot go stale.
    return Activity.objects.select_for_update(no_key=True).get(pk=activity_id)


def lock_application(application: Application) -> Application:
    rows = Application.objects.select_related("activity", "business")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)


def check_not_being_released(activity: Activity) -> None:
    """Called under the activity's lock, which the order to release takes as well."""
    if activity.releases.unfinished().exists():
        raise BeingReleased(_("The results are being released just now; nothing changes them."))


def is_staff(user: User) -> bool:
    return user.has_perm("exhibitions.manage_applications")


def check_permission(user: User, name: str) -> None:
    if not user.has_perm(f"exhibitions.{name}"):
        raise NotAllowed(_("Only the programme admin may do this."))


def check_manages(user: User) -> None:
    if not is_staff(user):
        raise NotAllowed(_("Only the office may do this."))


def check_acts_for(business: Business, user: User) -> None:
    """An owner for her own business, or staff for anybody's."""
    if not (is_staff(user) or acts_for(business, user)):
        raise NotAllowed(_("Only those who act for this business may do this."))


def acts_for(business: Business, user: User) -> bool:
    return Business.objects.run_by(user).filter(pk=business.pk).exists()


def check_reason(reason: str) -> str:
    """The reason without blanks around it."""
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason; it is kept."))
    return reason.strip()
