"""Calling people: taking a number in hand, and writing down how it went (N5)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from plut_portal.notifications import selectors
from plut_portal.notifications.models import ContactAttempt, Delivery, Message
from plut_portal.notifications.selectors.calls import holder

Outcome, Channel = ContactAttempt.Outcome, ContactAttempt.Channel


class BeingContacted(PortalError):
    pass


class NoCallNeeded(PortalError):
    pass


def start_call(*, message: Message, by: User, at: datetime) -> selectors.Number:
    """Take this person in hand for ten minutes, and show the number; both are written down.

    Who has none is reached through the one her family or business gave.

    Raises BeingContacted while a colleague has it, NoCallNeeded when nothing urgent is left to
    say – asked once more of the booking itself – and what reveal_contact raises.
    """
    _skip_untrue(message, at=at)
    return _take_in_hand(message, by=by, at=at)


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def _skip_untrue(message: Message, *, at: datetime) -> None:
    for urgent in _open_about(message, at=at):
        why_not = urgent.definition.why_not
        if reason := why_not(urgent, at) if why_not else "":
            given_up = urgent.deliveries.filter(state__in=Delivery.GIVEN_UP)
            given_up.update(state=Delivery.State.SKIPPED, reason=reason[:200])


@transaction.atomic
def _take_in_hand(message: Message, *, by: User, at: datetime) -> selectors.Number:
    _lock(message)
    held = holder(message, at=at)
    if held and held.by_id != by.pk:
        raise BeingContacted(
            _("%(name)s is contacting this person since %(time)s.")
            % {"name": held.by, "time": formats.time_text(held.at)}
        )
    messages = list(_open_about(message, at=at))
    if not messages:
        raise NoCallNeeded(_("Nobody needs to call here any more."))
    attempt = ContactAttempt.objects.create(by=by, at=at, outcome=Outcome.STARTED)
    attempt.messages.set(messages)
    if number := selectors.number_for(message.recipient):
        reason = _("To pass on: %(subject)s") % {"subject": messages[-1].subject}
        accounts.reveal_contact(user=message.recipient, by=by, reason=reason, at=at)
    return number


@transaction.atomic
def record_call(
    *, message: Message, by: User, channel: str, outcome: str, at: datetime, note: str = ""
) -> ContactAttempt:
    """Write down how it went. Reached, or word left with the village office, settles it.

    Raises NoCallNeeded when this person did not take it in hand, or somebody has settled it since.
    """
    _lock(message)
    about_it = ContactAttempt.objects.filter(messages=message).newest_first()
    started = about_it.filter(by=by, outcome=Outcome.STARTED).first()
    if started is None:
        raise NoCallNeeded(_("Please press “Contact them” first."))
    latest = about_it.finished().select_related("by").first()
    if latest and latest.outcome in ContactAttempt.SETTLING and latest.pk > started.pk:
        raise NoCallNeeded(
            _("%(name)s has settled this already, at %(time)s.")
            % {"name": latest.by, "time": formats.time_text(latest.at)}
        )
    told = list(started.messages.all())
    if outcome == Outcome.REACHED:
        told += _said_in_the_same_breath(told, at=at)
    attempt = ContactAttempt.objects.create(
        by=by, at=at, channel=channel, outcome=outcome, note=note.strip()
    )
    attempt.messages.set(told)
    return attempt


@transaction.atomic
def reopen_call(*, attempt: ContactAttempt, by: User, at: datetime) -> ContactAttempt:
    """Mend a slip: a new row says that it is not settled after all. Raises NoCallNeeded if it is
    not the newest outcome, or settled nothing."""
    messages = list(attempt.messages.all())
    _lock(messages[0])
    latest = ContactAttempt.objects.filter(messages=messages[0]).finished().newest_first().first()
    if latest != attempt or attempt.outcome not in ContactAttempt.SETTLING:
        raise NoCallNeeded(_("Somebody has written something newer about it."))
    again = ContactAttempt.objects.create(
        by=by, at=at, channel=attempt.channel, outcome=Outcome.NOT_REACHED, note=_("Corrected")
    )
    again.messages.set(messages)
    return again


def _lock(message: Message) -> None:
    """Everybody who calls about the same thing queues here, so that what is read next holds."""
    same = Message.objects.filter(recipient=message.recipient_id, topic=message.topic)
    list(same.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _open_about(message: Message, *, at: datetime) -> list[Message]:
    about_it = selectors.to_call(at=at).filter(recipient=message.recipient_id, topic=message.topic)
    return list(about_it.select_related("recipient").order_by("version", "pk"))


def _said_in_the_same_breath(told: list[Message], *, at: datetime) -> list[Message]:
    """Reminders still to come of what was just told, where no mail would carry them."""
    newest = told[-1]
    if newest.recipient.confirmed_email:
        return []
    to_come = (
        Message.objects.time_critical().still_useful(at=at).exclude(pk__in=[m.pk for m in told])
    )
    return list(
        to_come.filter(
            recipient=newest.recipient_id,
            topic=newest.topic,
            version=newest.version,
            deliveries__in=Delivery.objects.leaving().filter(state=Delivery.State.WAITING),
        )
    )
