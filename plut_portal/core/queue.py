import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(name: str, **ids: int) -> None:
    """Poke a worker once the transaction has committed.

    What is due stands in a table, and beat finds it there: a queue that is down delays work, it
    never loses it and never fails the request.
    """
    transaction.on_commit(lambda: _send(name, ids))


def _send(name: str, ids: dict[str, int]) -> None:
    try:
        current_app.signature(name, kwargs=ids).apply_async()
    except (OperationalError, ConnectionError) as fault:
        logger.warning("Queue unreachable, %s waits for beat: %s", name, type(fault).__name__)
