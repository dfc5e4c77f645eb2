"""Emptying the outbox, many rows at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import translation

from plut_portal.core import queue
from plut_portal.notifications import channels
from plut_portal.notifications.models import Delivery
from plut_portal.notifications.services import sending

SIZE = 100
# No longer than this between the claim and the last mail; well within Delivery.SWEEP_AFTER.
TIME_FOR_A_BATCH = timedelta(seconds=20)
LOOKED_AT = 2000
# A poke still in the queue is not repeated at every beat; a lost one is, a minute later.
POKE_AGAIN = 60

State = Delivery.State


def send_due(*, at: datetime) -> int:
    """Poke workers for all rows that are due, answering with their number. Twice is harmless."""
    due = Delivery.objects.due(at=at).order_by("due_at", "pk")
    rows = due.values_list("pk", "due_at", "goes_alone")[:LOOKED_AT]
    pokes = {f"poked:{pk}:{due_at.timestamp()}": (pk, alone) for pk, due_at, alone in rows}
    for key in cache.get_many(pokes):
        del pokes[key]
    cache.set_many(pokes, timeout=POKE_AGAIN)
    alone = [pk for pk, goes_alone in pokes.values() if goes_alone]
    for pk in alone:
        queue.enqueue("notifications.deliver", delivery_id=pk)
    for _batch in range(0, len(pokes) - len(alone), SIZE):
        queue.enqueue("notifications.deliver_batch")
    return len(pokes)


@translation.override(settings.LANGUAGE_CODE)
def deliver_batch(*, at: datetime) -> int:
    """Send what is due and nobody else has, over one connection. Answers how many rows it took.

    The rows are claimed together, then each message is sent and written down in a transaction of
    its own: a worker killed on the way leaves at most one mail that is sent again (FM-25).
    """
    claimed = _claim(at=at)
    count = sum(map(len, claimed))
    until = monotonic() + TIME_FOR_A_BATCH.total_seconds()
    with channels.Line() as line, _rest_put_back(claimed, at=at):
        while claimed:
            sending.send_claimed(claimed.pop(0), at=at, line=line)
            if monotonic() > until:
                break
    if count >= SIZE:
        queue.enqueue("notifications.deliver_batch")
    return count


@transaction.atomic
def _claim(*, at: datetime) -> list[list[int]]:
    """Rows to send, those of one message together, the longest due first."""
    due = Delivery.objects.due(at=at).filter(goes_alone=False).order_by("due_at", "pk")
    mine = due.select_for_update(skip_locked=True).values_list("message_id", "pk")[:SIZE]
    by_message: dict[int, list[int]] = {}
    for message_id, pk in mine:
        by_message.setdefault(message_id, []).append(pk)
    claimed = list(by_message.values())
    sending.take([pk for pks in claimed for pk in pks], at=at)
    return claimed


@contextmanager
def _rest_put_back(claimed: list[list[int]], *, at: datetime) -> Iterator[None]:
    """Rows this run did not come to – no time left, or a fault – wait again, untried."""
    try:
        yield
    finally:
        if rest := [pk for pks in claimed for pk in pks]:
            mine = Delivery.objects.filter(pk__in=rest, state=State.SENDING, claimed_at=at)
            mine.update(state=State.WAITING, attempts=F("attempts") - 1)
            queue.enqueue("notifications.deliver_batch")
