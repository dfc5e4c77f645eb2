"""What kinds of message there are. Apps above register theirs; the outbox asks here.

A kind becomes time-critical by saying so: `Kind(…, time_critical=True)`. From then on every
message of it that no confirmed channel carries stands on the list of people to call, red until
somebody has reached them, and counts in the share of urgent messages that reached a person.
Three more things make such a message fit for calling:
- `post(useless_after=…)`: after it nobody needs to call any more; without it, never;
- `post(needed_by=…)`: until when the person has to know, where that is earlier – the session that
  no longer takes place, not the new one. The list is sorted by it;
- `calls_off=True`: somebody may set out in vain, so what is needed today stands on top.
Where only some messages of a kind are urgent, give those a kind of their own
(AGENDA_CHANGED_TODAY). What needs a consent that was not given is owed to nobody, by no channel.
"""

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
    `calls_off`: what the receiver counts on does not take place, or not then.
    `why_not(message, at)`: why it is no longer true (cancelled, moved), or "" to send it.
    `secret(message, at)`: text only the receiver may read, made at sending and never stored.
    `address(message)`: an e-mail address other than the receiver's confirmed one.
    `consent`: the purpose without whose consent no mail leaves; the inbox holds it all the same.
    `is_private`: the text tells what the office masks or keeps from some of its people, a buyer's
    number or a colleague's word, so the pages of the office leave it out. The subject stays.
    """

    code: str
    label: str | Promise
    time_critical: bool = False
    calls_off: bool = False
    in_inbox: bool = True
    why_not: Callable[["Message", datetime], str] | None = None
    secret: Callable[["Message", datetime], str] | None = None
    address: Callable[["Message"], str | None] | None = None
    consent: str = ""
    is_private: bool = False


_registry: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _registry[kind.code] = kind
    return kind


def get(code: str) -> Kind:
    return _registry[code]


def choices() -> list[tuple[str, str | Promise]]:
    return [(kind.code, kind.label) for kind in _registry.values()]


def calling_off_codes() -> list[str]:
    return [kind.code for kind in _registry.values() if kind.calls_off]


def time_critical_codes() -> list[str]:
    return [kind.code for kind in _registry.values() if kind.time_critical]
