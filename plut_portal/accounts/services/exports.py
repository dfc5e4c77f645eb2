"""Lists that leave the house."""

from datetime import datetime

from plut_portal.accounts.models import AccessLogEntry, User


def note_export(*, by: User, what: str, at: datetime) -> AccessLogEntry:
    """Write down who took which list away."""
    return AccessLogEntry.objects.create(
        actor=by, action=AccessLogEntry.Action.EXPORT, reason=what[:200], at=at
    )
