"""The engine of every line: offer what is free, end what ran out, one order for all.

What is scarce, how much of it is free and who is told knows the app that has the line. The caller
has locked the row everybody queues on (batch, activity), so that nothing counted here goes stale.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from plut_portal.accounts.models import User
from plut_portal.core import queue
from plut_portal.waitlists.models import InLine, InLineQuerySet

Row = TypeVar("Row", bound=InLine)


class Line(Protocol, Generic[Row]):
    """One line as its app knows it: of one batch, of one activity."""

    def rows(self) -> InLineQuerySet[Row]:
        """Everybody in it, whatever their state."""

    def next(self, *, at: datetime) -> Row | None:
        """Whose turn it is, if something is free and may still be offered."""

    def offer_ends(self, row: Row, *, at: datetime) -> datetime:
        """Until when an offer made to her now is kept."""

    def tell_offered(self, row: Row, *, at: datetime) -> None: ...

    def tell_expired(self, row: Row, *, at: datetime) -> None: ...


def settle(line: Line[Row], *, at: datetime) -> list[Row]:
    """End every offer that ran out and make every one that can be made; answers with those.

    Twice offers nothing twice (FM-09).
    """
    for overdue in line.rows().overdue(at=at).order_by("pk"):
        end(overdue, overdue.LINE_EXPIRED, at=at)
        line.tell_expired(overdue, at=at)
    offers: list[Row] = []
    while first := line.next(at=at):
        offer(first, until=line.offer_ends(first, at=at), at=at)
        line.tell_offered(first, at=at)
        offers.append(first)
    return offers


def offer(row: InLine, *, until: datetime, at: datetime) -> None:
    row.become(row.LINE_OFFERED)
    row.offered_at, row.offer_until = at, until
    row.save()


def end(row: InLine, status: str, *, at: datetime, by: User | None = None) -> None:
    """Out of the line for good, into a state such as declined, expired, withdrawn."""
    row.become(status)
    row.ended_at, row.ended_by = at, by
    row.save()


def put_first(row: InLine, waiting: InLineQuerySet[Row], *, reason: str) -> None:
    """Before all others who wait, with a reason that is kept (FM-09)."""
    first = waiting.in_line()[0]
    if first.pk != row.pk:
        row.priority = first.priority + 1
    row.priority_reason = reason
    row.save()


def poke(task: str, name: str, keys: Iterable[int]) -> int:
    """Have a worker settle each of these lines, once each; answers with how many."""
    due = sorted(set(keys))
    for key in due:
        queue.enqueue(task, **{name: key})
    return len(due)
