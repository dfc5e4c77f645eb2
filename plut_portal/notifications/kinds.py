"""What kinds of message there are. Apps above register theirs; the outbox asks here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from plut_portal.notifications.models import Message


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `time_critical`: someone must be reached, so staff see it until a channel or a person has.
    `why_not(message, at)`: why it is no longer true (cancelled, moved), or "" to send it.
    `secret(message, at)`: text only the receiver may read, made at sending and never stored.
    `address(message)`: an e-mail address other than the receiver's confirmed one.
    `consent`: the purpose without whose consent no mail leaves; the inbox holds it all the same.
    """

    code: str
    label: str | Promise
    time_critical: bool = False
    in_inbox: bool = True
    why_not: Callable[["Message", datetime], str] | None = None
    secret: Callable[["Message", datetime], str] | None = None
    address: Callable[["Message"], str | None] | None = None
    consent: str = ""


_registry: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _registry[kind.code] = kind
    return kind


def get(code: str) -> Kind:
    return _registry[code]


def choices() -> list[tuple[str, str | Promise]]:
    return [(kind.code, kind.label) for kind in _registry.values()]


def time_critical_codes() -> list[str]:
    return [kind.code for kind in _registry.values() if kind.time_critical]
