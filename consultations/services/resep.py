"""Sending oneself the Resep Usaha."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import Booking
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.notifications.models import Message

COPIES_A_DAY = 3
DAY = timedelta(days=1)


class NoConfirmedEmail(PortalError):
    pass


class CopiesSpent(PortalError):
    status = 429


def send_copy(*, booking: Booking, to: User, at: datetime) -> Message:
    """Send this person the Resep Usaha by e-mail. Two at the same moment send one.

    Raises NoConfirmedEmail without an address that is surely theirs, CopiesSpent after the third
    within a day.
    """
    if not to.confirmed_email:
        raise NoConfirmedEmail(_("Confirm your e-mail address first, on the page “My account”."))
    sent = Message.objects.filter(
        recipient=to,
        topic=notifications.copy_topic(booking),
        kind=notifications.RESEP_COPY.code,
    )
    if sent.filter(due_at__gt=at - DAY).count() >= COPIES_A_DAY:
        raise CopiesSpent(
            _("It has been sent three times today. Please look in your mail, also under spam.")
        )
    # The number is the version: whoever counts the same at the same moment finds that message.
    return notifications.resep_copy(booking, to=to, number=sent.count() + 1, at=at)
