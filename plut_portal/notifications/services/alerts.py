"""Telling the office when sending goes wrong more than now and then."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications.models import Delivery
from plut_portal.notifications.services import outbox

MANY = 5
WITHIN = timedelta(days=1)

SENDING_FAILS = kinds.register(kinds.Kind("SENDING_FAILS", gettext_lazy("Messages fail")))


def failed(*, at: datetime) -> None:
    """Once a day, tell those who may send again that many messages of the last day failed (FM-28)."""
    count = Delivery.objects.failed_since(at - WITHIN).count()
    if count < MANY:
        return
    for person in User.objects.filter(
        groups__permissions__codename="resend_delivery", is_active=True
    ).distinct():
        outbox.post(
            recipient=person,
            kind=SENDING_FAILS.code,
            topic=f"sending:{formats.wib_day(at)}",
            subject=_("Messages could not be sent"),
            body=_(
                "At least %(count)d messages of the last 24 hours failed. Please see why, call the"
                " people concerned where it is urgent, and send the rest again."
            )
            % {"count": count},
            link="/admin/notifications/delivery/?antrean=gagal-24-jam",
            at=at,
        )
