"""Lists that leave the house."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from plut_portal.accounts.models import AccessLogEntry, User


def note_export(*, by: User, what: str, at: datetime) -> AccessLogEntry:
    """Write down who took which list away."""
    return AccessLogEntry.objects.create(
        actor=by, action=AccessLogEntry.Action.EXPORT, reason=what[:200], at=at
    )


def take_list_away(*, by: User, what: str, at: datetime) -> AccessLogEntry:
    """The same for a list of the office; PermissionDenied for whoever may only look at it."""
    if not by.may_take_away:
        raise PermissionDenied
    return note_export(by=by, what=what, at=at)
