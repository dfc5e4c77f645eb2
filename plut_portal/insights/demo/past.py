"""Living through the past: what a worker would have done by now, and dates that say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery


@contextmanager
def nothing_leaves() -> Iterator[None]:
    """All or nothing, and quiet: no mail goes out and no worker is poked for what is over."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        with transaction.atomic():
            pokes = list(connection.run_on_commit)
            yield
            # What is still to come, beat finds in the table.
            connection.run_on_commit = pokes
    finally:
        settings.EMAIL_BACKEND = backend


def run_outbox(*, until: datetime, topic: str = "") -> None:
    """Send what was due by then, each row at the minute it was due."""
    due = Delivery.objects.due(at=until)
    if topic:
        due = due.about(topic)
    rows = due.order_by("due_at", "pk").values_list("pk", "due_at")
    for delivery_id, due_at in list(rows):
        outbox.deliver(delivery_id=delivery_id, at=due_at)


def backdate(at: datetime, *tables: QuerySet) -> None:
    """Let rows that the services have just written, and their history, say they are of `at`."""
    for rows in tables:
        stamp = "history_date" if hasattr(rows.model, "history_date") else "created_at"
        rows.filter(**{f"{stamp}__gt": at}).update(**{stamp: at})
