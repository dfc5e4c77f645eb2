"""A registration: received, checked."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from businesses.models import Business, Decision
from businesses.notifications.posting import no_longer_theirs, owners, page, tell
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message


def _stale(message: Message, at: datetime) -> str:
    pk = int(message.topic.partition(":")[2])
    # Under lock, so that an answer being given at this moment is seen or waits (FM-24).
    business = Business.with_merged.select_for_update(no_key=True).get(pk=pk)
    if business.merged_into_id or business.revision != message.version:
        return _("The registration has moved on since.")
    if not owners(business).filter(pk=message.recipient_id).exists():
        return no_longer_theirs()
    return ""


RECEIVED = kinds.register(
    kinds.Kind("BUSINESS_RECEIVED", gettext_lazy("Registration received"), why_not=_stale)
)
VERIFIED = kinds.register(
    kinds.Kind("BUSINESS_VERIFIED", gettext_lazy("Registration in order"), why_not=_stale)
)
NEEDS_FIXING = kinds.register(
    kinds.Kind("BUSINESS_NEEDS_FIXING", gettext_lazy("Registration needs fixing"), why_not=_stale)
)


def business_received(business: Business, *, by: User, at: datetime) -> None:
    """The receipt: its number, and the day by which the office answers."""
    _withdraw_older(business)
    tell(
        owners(business),
        RECEIVED,
        business,
        subject=gettext_noop("Received: %(label)s (%(code)s)"),
        link=page(business, "receipt"),
        at=at,
        by=by,
    )


def business_decided(decision: Decision, *, at: datetime) -> None:
    """Tell everyone who acts for it that it is in order, or what is to be mended."""
    business = decision.business
    in_order = decision.outcome == Decision.Outcome.VERIFIED
    _withdraw_older(business)
    tell(
        owners(business),
        VERIFIED if in_order else NEEDS_FIXING,
        business,
        subject=gettext_noop("Checked and in order: %(label)s")
        if in_order
        else gettext_noop("Please mend: %(label)s"),
        link=business.get_absolute_url() if in_order else page(business, "completion"),
        at=at,
        decision=decision,
        remarks=list(decision.remarks.order_by("pk")),
    )


def _withdraw_older(business: Business) -> None:
    outbox.withdraw(
        topic=business.message_topic,
        before_version=business.revision,
        reason=_("The registration has moved on since."),
    )
