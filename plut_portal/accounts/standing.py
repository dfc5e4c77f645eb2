"""What follows when somebody's account or roles change. Apps above register it here."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from plut_portal.accounts.models import User

_consequences: list[str] = []


def register(path: str) -> None:
    """`path` names a service `(*, user, by, at)`, called in the transaction of the change."""
    if path not in _consequences:
        _consequences.append(path)


def has_changed(user: "User", *, by: "User", at: datetime) -> None:
    """The account was shut or opened, or has other roles."""
    for path in _consequences:
        import_string(path)(user=user, by=by, at=at)
