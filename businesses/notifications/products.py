"""A product: out of the catalogue and back, a permit that runs out."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from businesses import selectors
from businesses.models import PermitKind, Product, ProductPermit
from businesses.notifications.posting import no_longer_theirs, owners, tell
from plut_portal.accounts.models import Consent
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message


def _ended_or_renewed(message: Message, at: datetime) -> str:
    pk = int(message.topic.split(":")[1])
    rows = ProductPermit.objects.in_use().select_related("product__business")
    in_use = rows.filter(pk=pk, product__is_active=True).first()
    if in_use is None or str(in_use.ends_on) != message.topic.split(":")[2]:
        return _("The permit has been renewed or is no longer used.")
    if not owners(in_use.product.business).filter(pk=message.recipient_id).exists():
        return no_longer_theirs()
    return ""


def _decided_anew(message: Message, at: datetime) -> str:
    pk = int(message.topic.partition(":")[2])
    is_out = Product.objects.filter(pk=pk).exclude(withheld_reason="").exists()
    if is_out != (message.kind == TAKEN_OUT.code):
        return _("The office has decided anew since.")
    return ""


TAKEN_OUT = kinds.register(
    kinds.Kind(
        "PRODUCT_TAKEN_OUT",
        gettext_lazy("A product was taken out of the catalogue"),
        why_not=_decided_anew,
    )
)
LET_IN = kinds.register(
    kinds.Kind(
        "PRODUCT_LET_IN", gettext_lazy("A product may be shown again"), why_not=_decided_anew
    )
)
PERMIT_EXPIRES = kinds.register(
    kinds.Kind(
        "PERMIT_EXPIRES",
        gettext_lazy("A permit runs out soon"),
        why_not=_ended_or_renewed,
        consent=Consent.Purpose.REMINDERS,
    )
)


def product_taken_out(product: Product, *, at: datetime) -> None:
    """Tell everyone who acts for the business why buyers no longer see it, and what to do."""
    _tell_of_product(
        product, TAKEN_OUT, subject=gettext_noop("Taken out of the catalogue: %(product)s"), at=at
    )


def product_let_in(product: Product, *, at: datetime) -> None:
    _tell_of_product(
        product, LET_IN, subject=gettext_noop("May be shown again: %(product)s"), at=at
    )


def _tell_of_product(product: Product, kind: kinds.Kind, *, subject: str, at: datetime) -> None:
    topic, version = f"product:{product.pk}", product.version
    outbox.withdraw(
        topic=topic, before_version=version, reason=_("The office has decided anew since.")
    )
    tell(
        owners(product.business),
        kind,
        product.business,
        subject=subject,
        link=product.get_absolute_url(),
        at=at,
        topic=topic,
        version=version,
        product=product,
    )


def permit_expires(permit: ProductPermit, *, days: int, at: datetime) -> None:
    """Tell everyone who acts for the business, once for each of the 90, 30 and 7 days.

    Of a P-IRT on what needs a BPOM MD it says that, and leads there.
    """
    product, ends_on = permit.product, permit.ends_on
    asked = selectors.kind_asked(product, PermitKind(permit.kind))
    with translation.override(settings.LANGUAGE_CODE):
        about = {
            "permit": permit.get_kind_display(),
            "product": product.name,
            "asked": asked.label,
            "day": formats.short_date_text(ends_on) if ends_on else "",
        }
        subject = _("%(permit)s of %(product)s runs out on %(day)s") % about
        lacking = ""
        if asked != permit.kind:
            subject = _("%(product)s needs a %(asked)s, not a %(permit)s") % about
            lacking = selectors.lacks(product, asked, day=formats.wib_day(at))
        body = render_to_string(
            "businesses/messages/permit_expires.txt", {"lacking": lacking, **about}
        )
    for person in owners(product.business):
        outbox.post(
            recipient=person,
            kind=PERMIT_EXPIRES.code,
            topic=f"permit:{permit.pk}:{ends_on}",
            version=days,
            subject=subject,
            body=body,
            link=reverse("businesses:permit", args=[product.public_id, asked.lower()]),
            at=at,
        )
