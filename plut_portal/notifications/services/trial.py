"""A message to oneself, to see whether mail leaves the house."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.notifications import kinds
from plut_portal.notifications.models import Message
from plut_portal.notifications.services import outbox


class NoAddress(PortalError):
    pass


TRIAL = kinds.register(
    kinds.Kind(
        "TRIAL",
        gettext_lazy("Trial message"),
        in_inbox=False,
        # One's own address needs no confirming to see whether mail arrives there.
        address=lambda message: message.recipient.email,
    )
)


def post_trial(*, recipient: User, at: datetime) -> Message:
    """Post a message to this person's own address. Asked for twice in a second, it is one.

    Raises NoAddress for a person without one.
    """
    if not recipient.email:
        raise NoAddress(_("You have no e-mail address yet. Enter one in your profile first."))
    return outbox.post(
        recipient=recipient,
        kind=TRIAL.code,
        topic=f"trial:{int(at.timestamp())}",
        subject=_("Trial message"),
        body=_("If you read this, the portal can send e-mail."),
        at=at,
        at_any_hour=True,
    )
