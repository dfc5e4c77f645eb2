"""Writing to the outbox: what is to be said, to whom, and from when until when."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core import formats, queue
from plut_portal.notifications import selectors
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.texts import tidy

QUIET_FROM, QUIET_UNTIL = time(20), time(7)

State, Channel = Delivery.State, Delivery.Channel


def out_of_quiet_hours(moment: datetime) -> datetime:
    """The moment itself, or 07.00 WIB after it when it falls between 20.00 and 07.00 (FM-32)."""
    local = formats.to_wib(moment)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return formats.at_wib(day, QUIET_UNTIL)


def leaves_at(message: Message, moment: datetime) -> datetime:
    """When the message may leave, if it is ready at this moment."""
    return moment if message.at_any_hour else out_of_quiet_hours(moment)


# No savepoints of their own: a caller posts several in one transaction.
@transaction.atomic(savepoint=False)
def post(
    *,
    recipient: User,
    kind: str,
    topic: str,
    subject: str,
    body: str,
    at: datetime,
    version: int = 0,
    link: str = "",
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_any_hour: bool = False,
) -> Message:
    """Write a message to the outbox, once per receiver, topic, kind and version.

    Without `due_at` it is for now and stands in the inbox at once. What night pushes past its use,
    or a reminder whose hour had passed before it was written, is kept as skipped, with the reason
    (FM-26, FM-32); of what is urgent and no reminder night is said, so that somebody calls.
    Leaves the house only when the surrounding transaction commits (FM-29).
    """
    message, created = Message.objects.get_or_create(
        recipient=recipient,
        topic=topic,
        kind=kind,
        version=version,
        defaults={
            "subject": " ".join(subject.split())[:160],
            "body": tidy(body),
            "link": link,
            "due_at": due_at or at,
            "useless_after": useless_after,
            "needed_by": needed_by or useless_after,
            "at_any_hour": at_any_hour,
        },
    )
    if created:
        _schedule(message, is_reminder=due_at is not None, at=at)
    return message


def _schedule(message: Message, *, is_reminder: bool, at: datetime) -> None:
    planned = leaves_at(message, message.due_at)
    reason = _too_late_from_the_start(message, planned, at=at)
    must_be_heard = message.definition.time_critical and not is_reminder
    unsent = State.AT_NIGHT if must_be_heard else State.SKIPPED
    state = unsent if reason else State.WAITING
    fields = {"message": message, "state": state, "reason": reason, "due_at": planned}
    email = Delivery(channel=Channel.EMAIL, **fields)
    deliveries = [email]
    if message.definition.in_inbox:
        if not is_reminder:
            fields |= {"state": State.SENT, "sent_at": at, "due_at": message.due_at}
        deliveries.append(Delivery(channel=Channel.INBOX, **fields))
    Delivery.objects.bulk_create(deliveries)
    if planned <= at and not reason:
        queue.enqueue("notifications.deliver", delivery_id=email.pk)


@translation.override(settings.LANGUAGE_CODE)
def _too_late_from_the_start(message: Message, planned: datetime, *, at: datetime) -> str:
    if message.due_at < at:
        return _("Its hour had passed when it was written.")
    if message.useless_after and planned > message.useless_after:
        return _("It would have left at night and been too late in the morning.")
    return ""


@transaction.atomic(savepoint=False)
def withdraw(*, topic: str, before_version: int, reason: str) -> int:
    """Skip everything still waiting, or given up on, about an older state of the topic (FM-24)."""
    older = Delivery.objects.about(topic).filter(
        message__version__lt=before_version, state__in=Delivery.WITHDRAWABLE
    )
    # Rows a worker holds are left to it: it asks again before it sends, and waiting for it here,
    # with the topic locked, would be a deadlock.
    mine = older.select_for_update(of=("self",), skip_locked=True)
    return Delivery.objects.filter(pk__in=[delivery.pk for delivery in mine]).update(
        state=State.SKIPPED, reason=reason[:200]
    )


@transaction.atomic(savepoint=False)
def repeat_unheard(
    *, topic: str, kinds: Sequence[str], version: int, recipients: QuerySet[User], at: datetime
) -> None:
    """Write the newest message of these kinds anew for this version of the topic.

    To those alone who have not heard it: it left by no channel, and nobody has passed it on.
    """
    about_it = Message.objects.filter(topic=topic, kind__in=kinds, recipient__in=recipients)
    newest = about_it.order_by("recipient", "-version", "-pk").distinct("recipient")
    for message in selectors.unheard(Message.objects.filter(pk__in=newest.values("pk"))):
        post(
            recipient=message.recipient,
            kind=message.kind,
            topic=topic,
            version=version,
            subject=message.subject,
            body=message.body,
            link=message.link,
            at=at,
            useless_after=message.useless_after,
            needed_by=message.needed_by,
        )


def replace_body(*, topics: Sequence[str], body: str) -> int:
    """Put another text in place of what was said about these topics, whose time to be kept is over."""
    return Message.objects.filter(topic__in=topics).update(body=body)


def mark_read(*, message: Message, at: datetime) -> None:
    """Remember that the receiver opened it. Calling twice keeps the first moment."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=at)


def mark_all_read(*, recipient: User, at: datetime) -> int:
    """Mark everything in this person's inbox as read; what has not arrived yet stays unread."""
    return Message.objects.visible_to(recipient).unread().update(read_at=at)
