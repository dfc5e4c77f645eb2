"""Living through the past: what a worker would have done by now, and dates that say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet, Subquery
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.notifications.models import Delivery, Message

State = Delivery.State


@contextmanager
def nobody_poked() -> Iterator[None]:
    """All or nothing, and no worker is called for what is over; beat finds what is to come."""
    with transaction.atomic():
        earlier = list(connection.run_on_commit)
        yield
        connection.run_on_commit = earlier


def take_stock() -> None:
    """Count the rows of this transaction for the planner, who would take the tables for empty."""
    with connection.cursor() as cursor:
        for model in (User, Message, Delivery):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def settle_outbox(*, until: datetime, topic: str = "") -> None:
    """Say that a worker had sent what was due by then, each row at its minute. Nothing is sent.

    Call before the booking of the topic changes: what is due then was still true.
    """
    due = Delivery.objects.due(at=until)
    if topic:
        due = due.about(topic)
    tried = {"attempts": 1, "claimed_at": F("due_at")}
    due.filter(channel=Delivery.Channel.EMAIL, message__recipient__email_confirmed_at=None).update(
        state=State.NO_CONTACT, reason=_("No confirmed e-mail address."), **tried
    )
    due.update(state=State.SENT, sent_at=F("due_at"), **tried)


def call_off(topic: str, *, at: datetime) -> None:
    """What was still to come about the topic is no longer true from `at` on."""
    ahead = Delivery.objects.about(topic).filter(due_at__gt=at)
    ahead.update(state=State.SKIPPED, reason=_("It is ticked off already."))


def backdate(at: datetime, *tables: QuerySet) -> None:
    """Let rows that the services have just written, and their history, say they are of `at`."""
    for rows in tables:
        stamp = "history_date" if hasattr(rows.model, "history_date") else "created_at"
        rows.filter(**{f"{stamp}__gt": at}).update(**{stamp: at})


class Diary:
    """Dates what the services wrote to these tables, and to their histories, since the last time."""

    def __init__(self, *models: type[Model]) -> None:
        tables: list[Any] = [model for model in models if hasattr(model, "created_at")]
        self.tables: list[QuerySet] = [model.objects.order_by() for model in tables]
        for model in models:
            if history := getattr(model, "history", None):
                self.tables.append(history.order_by())
        self.seen = self._lasts()

    def close(self, at: datetime) -> None:
        lasts = self._lasts()
        for rows, seen, last in zip(self.tables, self.seen, lasts, strict=True):
            if last != seen:
                backdate(at, rows.filter(pk__gt=seen))
        self.seen = lasts

    def _lasts(self) -> list[int]:
        newest = (Subquery(rows.order_by("-pk").values("pk")[:1]) for rows in self.tables)
        return [last or 0 for last in User.objects.order_by("pk").values_list(*newest)[0]]
