"""How a message leaves the house. Each channel sends, or says why it could not."""

from contextlib import suppress
from datetime import datetime
from functools import cached_property
from smtplib import SMTPException, SMTPSenderRefused
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import brief
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.texts import tidy


class Refused(Exception):
    """The far side did not take it; time may heal that."""


class NoContact(Exception):
    """The receiver has no confirmed address on this channel."""


class Line:
    """The way out of the house: one connection to the mail server, kept for as many as follow."""

    CLOSING = 421

    def __init__(self) -> None:
        self._connection = get_connection()
        self._fault: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self._hang_up()

    @cached_property
    def office(self) -> OfficeIdentity:
        return OfficeIdentity.load()

    def carry(self, mail: EmailMessage) -> None:
        """Hand one mail over. Raises Refused, and the same again at once if nobody answers."""
        self._open()
        try:
            self._hand_over(mail)
        except (SMTPException, OSError) as fault:
            self._hang_up()
            raise _refused(fault) from fault

    def _open(self) -> None:
        if self._fault:
            raise _refused(self._fault)
        try:
            self._connection.open()
        except (SMTPException, OSError) as fault:
            self._fault = fault
            raise _refused(fault) from fault

    def _hand_over(self, mail: EmailMessage) -> None:
        try:
            self._connection.send_messages([mail])
        except SMTPSenderRefused as fault:
            # A server that has taken enough over one connection says so before it takes a mail.
            if fault.smtp_code != self.CLOSING:
                raise
            self._hang_up()
            self._connection.open()
            self._connection.send_messages([mail])

    def _hang_up(self) -> None:
        with suppress(SMTPException, OSError):
            self._connection.close()


def _refused(fault: Exception) -> Refused:
    return Refused(
        _("The mail server did not take it (%(fault)s).") % {"fault": type(fault).__name__}
    )


def send(delivery: Delivery, *, at: datetime, line: Line) -> None:
    """Hand the message over, once. Raises Refused or NoContact."""
    if delivery.channel == Delivery.Channel.EMAIL:
        _send_email(delivery.message, at=at, line=line)


def _send_email(message: Message, *, at: datetime, line: Line) -> None:
    address = _address(message)
    if not address:
        raise NoContact
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=_email_text(message, line.office, at=at),
        to=[address],
        reply_to=[line.office.email] if line.office.email else None,
        headers={"Auto-Submitted": "auto-generated", "X-Check-Code": message.code},
    )
    line.carry(mail)


def _address(message: Message) -> str | None:
    if message.definition.address:
        return message.definition.address(message)
    return message.recipient.confirmed_email


def _email_text(message: Message, office: OfficeIdentity, *, at: datetime) -> str:
    secret = message.definition.secret
    context = {
        "message": message,
        "name": brief.greeted_name(message.recipient),
        "secret": secret(message, at) if secret else "",
        "office": office,
        "site_url": settings.SITE_URL,
    }
    return tidy(render_to_string("notifications/email.txt", context))
