"""Sending one message. What was sent, by which channel and why not can be read off the rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.accounts.models import Consent, User
from plut_portal.core import queue
from plut_portal.core.errors import PortalError
from plut_portal.notifications import channels, selectors
from plut_portal.notifications.models import Delivery, DeliveryQuerySet, Message
from plut_portal.notifications.services import alerts
from plut_portal.notifications.services.outbox import leaves_at

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
# What is planned for its last useful minute may still wait for beat and queue.
LEEWAY = timedelta(minutes=5)
# What has no end of its own is news for a day.
STILL_NEWS = timedelta(days=1)
# What a try changes in a row.
FATE = ("state", "reason", "due_at", "attempts", "sent_at", "goes_alone")

State = Delivery.State


class NotResendable(PortalError):
    pass


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
    return take(mine.values_list("pk", flat=True), at=at) == 1


def take(locked: Iterable[int], *, at: datetime) -> int:
    """Mark rows this transaction has locked as being sent: a try that counts, however it ends."""
    return Delivery.objects.filter(pk__in=locked).update(
        state=State.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )


def _send_claimed(delivery_id: int, *, at: datetime) -> str:
    with channels.Line() as line:
        return next(iter(send_claimed([delivery_id], at=at, line=line)), "not ours")


@transaction.atomic
def send_claimed(delivery_ids: list[int], *, at: datetime, line: channels.Line) -> list[str]:
    """Send one message by those of its channels this run has claimed. Answers their new states."""
    # Locked while the mail goes out, so that the sweep leaves a slow sending alone; and only the
    # claim of this very run, so that a worker that was overtaken by the sweep sends nothing.
    claimed = Delivery.objects.filter(pk__in=delivery_ids, state=State.SENDING, claimed_at=at)
    deliveries = list(_with_all_that_counts(claimed).select_for_update(of=("self",)))
    if not deliveries:
        return []
    untrue = _untrue(deliveries[0].message, at=at)
    for delivery in deliveries:
        _attempt(delivery, untrue, at=at, line=line)
    _save(deliveries, at=at)
    return [delivery.state for delivery in deliveries]


def _with_all_that_counts(deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
    """The message, its receiver and what the receiver consents to, as they are now."""
    consents = Consent.objects.live().filter(user=OuterRef("message__recipient"))
    return deliveries.select_related("message__recipient").annotate(
        consents=ArraySubquery(consents.values("purpose"))
    )


def _attempt(delivery: Delivery, untrue: str, *, at: datetime, line: channels.Line) -> None:
    message = delivery.message
    if _is_too_late(message, at=at):
        return _become(delivery, State.MISSED, _("Its moment had passed."))
    if why_not := _not_asked_for(delivery) or untrue:
        return _become(delivery, State.SKIPPED, why_not)
    if (morning := leaves_at(message, at)) > at:
        return _wait_for(morning, delivery)
    try:
        channels.send(delivery, at=at, line=line)
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


def _untrue(message: Message, *, at: datetime) -> str:
    if not message.recipient.is_active:
        return _("The account is closed.")
    why_not = message.definition.why_not
    return why_not(message, at) if why_not else ""


def _not_asked_for(delivery: Delivery) -> str:
    purpose = delivery.message.definition.consent
    if not purpose or delivery.channel == Delivery.Channel.INBOX:
        return ""
    # Not a field: see _with_all_that_counts.
    consents = vars(delivery)["consents"]
    return "" if purpose in consents else _("This person has not asked for it.")


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


def _save(deliveries: list[Delivery], *, at: datetime) -> None:
    """Write down how it went; channels that fared alike in one statement."""
    fates: dict[tuple[object, ...], list[int]] = {}
    for delivery in deliveries:
        fates.setdefault(tuple(getattr(delivery, name) for name in FATE), []).append(delivery.pk)
    for fate, pks in fates.items():
        Delivery.objects.filter(pk__in=pks).update(**dict(zip(FATE, fate, strict=True)))
    if any(delivery.state == State.FAILED for delivery in deliveries):
        alerts.failed(at=at)


def _become(delivery: Delivery, state: Delivery.State, reason: str = "") -> None:
    if not delivery.may_become(state):
        raise ValueError(f"A delivery never goes from {delivery.state} to {state}.")
    delivery.state, delivery.reason = state, reason[:200]


def _begin_again(delivery: Delivery, *, at: datetime) -> None:
    """With all its tries."""
    _become(delivery, State.WAITING)
    delivery.attempts, delivery.due_at = 0, at


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def sweep_stuck(*, at: datetime) -> int:
    """Put rows of killed workers back in line, or give up on one that has had all its tries.

    Rows being sent this very moment are locked by their worker and left alone.
    """
    stuck = list(Delivery.objects.stuck(at=at).select_for_update(skip_locked=True))
    for delivery in stuck:
        # Should it be the row that kills its worker, it takes no others with it next time.
        delivery.goes_alone = True
        _try_later(delivery, _("The sending was interrupted."), at=at)
    _save(stuck, at=at)
    return len(stuck)


@transaction.atomic
def resend(*, delivery: Delivery, at: datetime) -> Delivery:
    """Give a failed or unreachable delivery another round. Raises NotResendable otherwise."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in Delivery.GIVEN_UP:
        raise NotResendable(_("Only messages that failed can be sent again."))
    _begin_again(delivery, at=at)
    delivery.save()
    queue.enqueue("notifications.deliver", delivery_id=delivery.pk)
    return delivery


@transaction.atomic
def take_up(*, user: User, at: datetime) -> int:
    """Her address is confirmed: what found none goes out after all, as far as it is still news.

    What somebody of the office has told her meanwhile does not. Answers how many.
    """
    hers = Message.objects.still_useful(at=at).filter(recipient=user)
    news = hers.exclude(useless_after=None, due_at__lte=at - STILL_NEWS)
    unreached = Delivery.objects.filter(
        state=State.NO_CONTACT,
        channel=Delivery.Channel.EMAIL,
        message__in=selectors.unheard(news).values("pk"),
    )
    deliveries = list(unreached.select_for_update(of=("self",)))
    for delivery in deliveries:
        _begin_again(delivery, at=at)
    _save(deliveries, at=at)
    return len(deliveries)
