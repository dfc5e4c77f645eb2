"""What owners are told when a buyer asks. Each function writes rows to the outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import Enquiry
from exhibitions.notifications.kinds import owners
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

# After it nobody need call the maker any more: the buyer has bought elsewhere.
A_BUYER_WAITS = timedelta(days=7)


def _no_longer_to_answer(message: Message, at: datetime) -> str:
    pk = int(message.topic.partition(":")[2])
    waiting = Enquiry.objects.open().select_related("product").filter(pk=pk).first()
    if waiting is None:
        return _("The enquiry has been answered already.")
    theirs = owners(waiting.product.business_id).filter(pk=message.recipient_id)
    return "" if theirs.exists() else _("This person no longer acts for the business.")


ENQUIRY = kinds.register(
    kinds.Kind(
        "CATALOGUE_ENQUIRY",
        gettext_lazy("A buyer asks"),
        time_critical=True,
        why_not=_no_longer_to_answer,
        is_private=True,
    )
)


def _topic(pk: int) -> str:
    return f"enquiry:{pk}"


def forget_buyers(keys: Iterable[int]) -> None:
    """Take name, contact and question out of what was once sent about these enquiries."""
    with translation.override(settings.LANGUAGE_CODE):
        body = _("The buyer’s name, contact and question were removed after six months.")
    outbox.replace_body(topics=[_topic(key) for key in keys], body=body)


def enquiry_answered(enquiry: Enquiry) -> None:
    outbox.withdraw(
        topic=_topic(enquiry.pk),
        before_version=1,
        reason=_("The enquiry has been answered already."),
    )


def enquiry_received(enquiry: Enquiry, *, at: datetime) -> None:
    """Tell everyone who acts for the business, in the buyer's own words."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A buyer asks about %(product)s") % {"product": enquiry.product.name}
        body = render_to_string("exhibitions/messages/enquiry.txt", {"enquiry": enquiry})
    for person in owners(enquiry.product.business_id):
        outbox.post(
            recipient=person,
            kind=ENQUIRY.code,
            topic=_topic(enquiry.pk),
            subject=subject,
            body=body,
            link=enquiry.get_absolute_url(),
            at=at,
            useless_after=at + A_BUYER_WAITS,
        )
