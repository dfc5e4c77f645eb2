"""How a message leaves the house. Each channel sends, or says why it could not."""

import re
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.texts import tidy

# Letters, perhaps with a dot at the end. "evil.example" as a name would be a link in a mail.
_WORD = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})?")


class Refused(Exception):
    """The far side did not take it; time may heal that."""


class NoContact(Exception):
    """The receiver has no confirmed address on this channel."""


def send(delivery: Delivery, *, at: datetime) -> None:
    """Hand the message over, once. Raises Refused or NoContact."""
    if delivery.channel == Delivery.Channel.EMAIL:
        _send_email(delivery.message, at=at)


def _send_email(message: Message, *, at: datetime) -> None:
    address = _address(message)
    if not address:
        raise NoContact
    office = OfficeIdentity.load()
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=_email_text(message, office, at=at),
        to=[address],
        reply_to=[office.email] if office.email else None,
        headers={"Auto-Submitted": "auto-generated", "X-Check-Code": message.code},
    )
    try:
        mail.send()
    except (SMTPException, OSError) as fault:
        raise Refused(
            _("The mail server did not take it (%(fault)s).") % {"fault": type(fault).__name__}
        ) from fault


def _address(message: Message) -> str | None:
    if message.definition.address:
        return message.definition.address(message)
    return message.recipient.confirmed_email


def _email_text(message: Message, office: OfficeIdentity, *, at: datetime) -> str:
    secret = message.definition.secret
    context = {
        "message": message,
        "name": _greeted_name(message.recipient),
        "secret": secret(message, at) if secret else "",
        "office": office,
        "site_url": settings.SITE_URL,
    }
    return tidy(render_to_string("notifications/email.txt", context))


def _greeted_name(user: User) -> str:
    """The short name, or nothing when it is not plainly a name (FM-33)."""
    name = user.get_short_name()
    return name if _NAME.fullmatch(name) else ""
