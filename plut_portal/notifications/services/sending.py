"""Emptying the outbox. What was sent, by which channel and why not can be read off the rows."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.accounts.models import Consent
from plut_portal.core import queue
from plut_portal.core.errors import PortalError
from plut_portal.notifications import channels
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import alerts
from plut_portal.notifications.services.outbox import leaves_at

BATCH = 2000
# A poke still in the queue is not repeated at every beat; a lost one is, a minute later.
POKE_AGAIN = 60
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
# What is planned for its last useful minute may still wait for beat and queue.
LEEWAY = timedelta(minutes=5)

State = Delivery.State


class NotResendable(PortalError):
    pass


def send_due(*, at: datetime) -> int:
    """Poke one worker task for each row that is due. Poking twice is harmless."""
    due = Delivery.objects.due(at=at).order_by("due_at", "pk").values_list("pk", "due_at")[:BATCH]
    pokes = {f"poked:{pk}:{due_at.timestamp()}": pk for pk, due_at in due}
    for key in cache.get_many(pokes):
        del pokes[key]
    cache.set_many(pokes, timeout=POKE_AGAIN)
    for delivery_id in pokes.values():
        queue.enqueue("notifications.deliver", delivery_id=delivery_id)
    return len(pokes)


@translation.override(settings.LANGUAGE_CODE)
def deliver(*, delivery_id: int, at: datetime) -> str:
    """Send one outbox row, if it is due and nobody else has it. Answers with its new state.

    Claimed in a transaction of its own, so that a worker killed while sending leaves a row that
    says so; at most that one row is sent again by the sweep (FM-25).
    """
    if not _claim(delivery_id, at=at):
        return "not ours"
    return _send_claimed(delivery_id, at=at)


@transaction.atomic
def _claim(delivery_id: int, *, at: datetime) -> bool:
    mine = Delivery.objects.due(at=at).filter(pk=delivery_id).select_for_update(skip_locked=True)
    claimed = Delivery.objects.filter(pk__in=mine).update(
        state=State.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )
    return claimed == 1


@transaction.atomic
def _send_claimed(delivery_id: int, *, at: datetime) -> str:
    # Locked while the mail goes out, so that the sweep leaves a slow sending alone; and only the
    # claim of this very run, so that a worker that was overtaken by the sweep sends nothing.
    claimed = Delivery.objects.filter(pk=delivery_id, state=State.SENDING, claimed_at=at)
    delivery = claimed.select_for_update(of=("self",)).select_related("message__recipient").first()
    if delivery is None:
        return "not ours"
    _attempt(delivery, at=at)
    _save(delivery, at=at)
    return delivery.state


def _attempt(delivery: Delivery, *, at: datetime) -> None:
    message = delivery.message
    if _is_too_late(message, at=at):
        return _become(delivery, State.MISSED, _("Its moment had passed."))
    if why_not := _why_not(delivery, at=at):
        return _become(delivery, State.SKIPPED, why_not)
    if (morning := leaves_at(message, at)) > at:
        return _wait_for(morning, delivery)
    try:
        channels.send(delivery, at=at)
    except channels.NoContact:
        return _become(delivery, State.NO_CONTACT, _("No confirmed e-mail address."))
    except channels.Refused as refusal:
        return _try_later(delivery, str(refusal), at=at)
    delivery.sent_at = at
    return _become(delivery, State.SENT)


def _is_too_late(message: Message, *, at: datetime) -> bool:
    if message.useless_after is None:
        return False
    planned = leaves_at(message, message.due_at)
    return at > max(message.useless_after, planned + LEEWAY)


def _why_not(delivery: Delivery, *, at: datetime) -> str:
    message = delivery.message
    if not message.recipient.is_active:
        return _("The account is closed.")
    if delivery.channel == Delivery.Channel.EMAIL and not _is_consented(message):
        return _("This person has not asked for it.")
    why_not = message.definition.why_not
    return why_not(message, at) if why_not else ""


def _is_consented(message: Message) -> bool:
    purpose = message.definition.consent
    given = Consent.objects.live().filter(user=message.recipient_id, purpose=purpose)
    return not purpose or given.exists()


def _wait_for(morning: datetime, delivery: Delivery) -> None:
    useless_after = delivery.message.useless_after
    if useless_after and morning > useless_after:
        return _become(delivery, State.SKIPPED, _("In the morning it will be too late."))
    delivery.due_at = morning
    # Waiting is not a try.
    delivery.attempts -= 1
    return _become(delivery, State.WAITING, _("Waits for the morning."))


def _try_later(delivery: Delivery, fault: str, *, at: datetime) -> None:
    if delivery.attempts >= Delivery.MAX_ATTEMPTS:
        return _become(delivery, State.FAILED, fault)
    delivery.due_at = at + BACK_OFF[delivery.attempts - 1]
    return _become(delivery, State.WAITING, fault)


def _save(delivery: Delivery, *, at: datetime) -> None:
    delivery.save()
    if delivery.state == State.FAILED:
        alerts.failed(at=at)


def _become(delivery: Delivery, state: Delivery.State, reason: str = "") -> None:
    if not delivery.may_become(state):
        raise ValueError(f"A delivery never goes from {delivery.state} to {state}.")
    delivery.state, delivery.reason = state, reason[:200]


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def sweep_stuck(*, at: datetime) -> int:
    """Put rows of killed workers back in line, or give up on one that has had all its tries.

    Rows being sent this very moment are locked by their worker and left alone.
    """
    stuck = list(Delivery.objects.stuck(at=at).select_for_update(skip_locked=True))
    for delivery in stuck:
        _try_later(delivery, _("The sending was interrupted."), at=at)
        _save(delivery, at=at)
    return len(stuck)


@transaction.atomic
def resend(*, delivery: Delivery, at: datetime) -> Delivery:
    """Give a failed or unreachable delivery another round. Raises NotResendable otherwise."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in Delivery.GIVEN_UP:
        raise NotResendable(_("Only messages that failed can be sent again."))
    _become(delivery, State.WAITING)
    delivery.attempts, delivery.due_at = 0, at
    delivery.save()
    queue.enqueue("notifications.deliver", delivery_id=delivery.pk)
    return delivery
