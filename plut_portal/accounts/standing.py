"""What an account means to the apps above, which register it here: what follows when it is shut or
has other roles, what keeps it open, and what is due once its address is confirmed."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from plut_portal.accounts.models import User

_consequences: list[str] = []
_obstacles: list[str] = []
_reachable: list[str] = []


def register(path: str) -> None:
    """`path` names a service `(*, user, by, at)`, called in the transaction of the change.

    It answers with a sentence about what somebody must now do, or with "".
    """
    if path not in _consequences:
        _consequences.append(path)


def has_changed(user: "User", *, by: "User", at: datetime) -> list[str]:
    """The account was shut or opened, or has other roles. What is to be done now, in sentences."""
    told = [import_string(path)(user=user, by=by, at=at) for path in _consequences]
    return [sentence for sentence in told if sentence]


def register_obstacle(path: str) -> None:
    """`path` names a function `(*, user, at)`: why she cannot close her account now, or ""."""
    if path not in _obstacles:
        _obstacles.append(path)


def obstacles(user: "User", *, at: datetime) -> list[str]:
    """In sentences; none means that the account may be closed."""
    return [why for path in _obstacles if (why := import_string(path)(user=user, at=at))]


def register_reachable(path: str) -> None:
    """`path` names a service `(*, user, at)`, called in the transaction that confirms."""
    if path not in _reachable:
        _reachable.append(path)


def is_reachable(user: "User", *, at: datetime) -> None:
    """Her e-mail address has just been confirmed."""
    for path in _reachable:
        import_string(path)(user=user, at=at)
