"""A buyer asks; the business answers outside the portal and says so here."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from businesses.models import Business, Product
from exhibitions.models import ChatCount, Enquiry
from exhibitions.notifications import enquiries as notices
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError

DAY = timedelta(days=1)
MOST_OF_ONE_BUYER, MOST_FOR_ONE_BUSINESS = 5, 30
# Law 27/2022: no longer than the purpose asks for. The privacy page names the six months.
KEEP_CONTACTS = timedelta(days=180)


class TooManyEnquiries(PortalError):
    status = 429


@transaction.atomic
def send_enquiry(
    *, product: Product, key: UUID, name: str, phone: str, email: str, message: str, at: datetime
) -> Enquiry:
    """Keep what a buyer asks and tell the people of the business. Sent twice, it is one.

    Raises TooManyEnquiries past five a day of one contact or thirty a day for one business (FM-47).
    """
    # Enquiries to one business take turns, so that neither limit is overrun.
    Business.objects.select_for_update(no_key=True).get(pk=product.business_id)
    if known := Enquiry.objects.filter(key=key).first():
        return known
    _check_limits(product, phone, email, at=at)
    enquiry = Enquiry.objects.create(
        product=product, key=key, name=name, phone=phone, email=email, message=message, sent_at=at
    )
    notices.enquiry_received(enquiry, at=at)
    return enquiry


def _check_limits(product: Product, phone: str, email: str, *, at: datetime) -> None:
    today = Enquiry.objects.filter(sent_at__gt=at - DAY)
    of_buyer = today.filter(phone=phone) if phone else today.filter(email=email)
    if of_buyer.count() >= MOST_OF_ONE_BUYER:
        raise TooManyEnquiries(
            _(
                "You have asked %(count)d times today. Please wait for the answers, or come tomorrow."
            )
            % {"count": MOST_OF_ONE_BUYER}
        )
    if today.filter(product__business=product.business).count() >= MOST_FOR_ONE_BUSINESS:
        raise TooManyEnquiries(
            _("So many have asked this maker today that no more fit in. Please come back tomorrow.")
        )


def mark_answered(*, enquiry: Enquiry, by: User, at: datetime) -> None:
    """The buyer has got an answer, so nobody is called about it. The first who says so counts."""
    Enquiry.objects.open().filter(pk=enquiry.pk).update(answered_at=at, answered_by=by)
    notices.enquiry_answered(enquiry)


def count_chat(*, product: Product, at: datetime) -> None:
    """One more visitor opened the chat with the maker. Product and day are kept, and nobody."""
    ChatCount.objects.update_or_create(
        product=product,
        day=formats.wib_day(at),
        defaults={"count": F("count") + 1},
        create_defaults={"count": 1},
    )


@transaction.atomic
def purge_contacts(*, at: datetime) -> int:
    """Forget who asked and what was said after six months, in the owner's messages as well.

    Product, day and whether it was answered stay for the figures. Answers how many; twice is harmless.
    """
    old = Enquiry.objects.with_contact().filter(sent_at__lt=at - KEEP_CONTACTS)
    keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    notices.forget_buyers(keys)
    return Enquiry.objects.filter(pk__in=keys).update(
        name="", phone="", email="", message="", purged_at=at
    )
