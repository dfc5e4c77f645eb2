"""What the office writes down for its own figures."""

from django.utils.translation import gettext as _

from plut_portal.core.errors import PortalError
from plut_portal.insights.models import AnnualTarget


class ReasonMissing(PortalError):
    pass


def save_target(*, target: AnnualTarget, reason: str) -> AnnualTarget:
    """Write a target down, with the reason in its history.

    Raises ReasonMissing for one that stood before: a promise is not changed without saying why.
    """
    reason = reason.strip()
    if target.pk and not reason:
        raise ReasonMissing(_("Please write why the target changes. It stays in its history."))
    vars(target)["_change_reason"] = reason or None
    target.save()
    return target
