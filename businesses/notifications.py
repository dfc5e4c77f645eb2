"""What owners are told about their registration. Each function writes rows to the outbox."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from businesses import selectors
from businesses.models import (
    Business,
    Decision,
    Membership,
    Merge,
    PermitKind,
    Product,
    ProductPermit,
)
from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message


def _stale(message: Message, at: datetime) -> str:
    pk = int(message.topic.partition(":")[2])
    # Under lock, so that an answer being given at this moment is seen or waits (FM-24).
    business = Business.with_merged.select_for_update(no_key=True).get(pk=pk)
    if business.merged_into_id or business.revision != message.version:
        return _("The registration has moved on since.")
    if not _owners(business).filter(pk=message.recipient_id).exists():
        return _("This person no longer acts for the business.")
    return ""


def _ended_or_renewed(message: Message, at: datetime) -> str:
    pk = int(message.topic.split(":")[1])
    rows = ProductPermit.objects.in_use().select_related("product__business")
    in_use = rows.filter(pk=pk, product__is_active=True).first()
    if in_use is None or str(in_use.ends_on) != message.topic.split(":")[2]:
        return _("The permit has been renewed or is no longer used.")
    if not _owners(in_use.product.business).filter(pk=message.recipient_id).exists():
        return _("This person no longer acts for the business.")
    return ""


def _decided_anew(message: Message, at: datetime) -> str:
    pk = int(message.topic.partition(":")[2])
    is_out = Product.objects.filter(pk=pk).exclude(withheld_reason="").exists()
    if is_out != (message.kind == TAKEN_OUT.code):
        return _("The office has decided anew since.")
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
JOINED = kinds.register(
    kinds.Kind("BUSINESS_JOINED", gettext_lazy("Another person acts for a business"))
)
LEFT = kinds.register(
    kinds.Kind("BUSINESS_LEFT", gettext_lazy("Somebody no longer acts for a business"))
)
PUT_OUT = kinds.register(
    kinds.Kind("BUSINESS_PUT_OUT", gettext_lazy("One no longer acts for a business"))
)

MERGED = kinds.register(
    kinds.Kind("BUSINESS_MERGED", gettext_lazy("Two registrations of a business made one"))
)
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


def business_received(business: Business, *, by: User, at: datetime) -> None:
    """The receipt: its number, and the day by which the office answers."""
    _withdraw_older(business)
    _tell(
        _owners(business),
        RECEIVED,
        business,
        subject=gettext_noop("Received: %(label)s (%(code)s)"),
        link=_page(business, "receipt"),
        at=at,
        by=by,
    )


def business_decided(decision: Decision, *, at: datetime) -> None:
    """Tell everyone who acts for it that it is in order, or what is to be mended."""
    business = decision.business
    in_order = decision.outcome == Decision.Outcome.VERIFIED
    _withdraw_older(business)
    _tell(
        _owners(business),
        VERIFIED if in_order else NEEDS_FIXING,
        business,
        subject=gettext_noop("Checked and in order: %(label)s")
        if in_order
        else gettext_noop("Please mend: %(label)s"),
        link=business.get_absolute_url() if in_order else _page(business, "completion"),
        at=at,
        decision=decision,
        remarks=list(decision.remarks.order_by("pk")),
    )


def person_joined(membership: Membership, *, at: datetime, by_link: bool) -> None:
    """Tell the others, as a link that was forwarded may have reached the wrong person."""
    business = membership.business
    _tell_of_people(
        _owners(business).exclude(pk=membership.user_id),
        JOINED,
        membership,
        subject=gettext_noop("%(name)s now acts for %(label)s"),
        link=_page(business, "people"),
        at=at,
        by_link=by_link,
    )


def person_left(membership: Membership, *, by: User, at: datetime) -> None:
    """Tell the others, and her whom somebody else put out: she sees the business no more."""
    business, person = membership.business, membership.user
    _tell_of_people(
        _owners(business).exclude(pk=by.pk),
        LEFT,
        membership,
        subject=gettext_noop("%(name)s no longer acts for %(label)s"),
        link=_page(business, "people"),
        at=at,
        ended_by=by,
    )
    if by != person:
        _tell_of_people(
            User.objects.filter(pk=person.pk, is_active=True),
            PUT_OUT,
            membership,
            subject=gettext_noop("You no longer act for %(label)s"),
            link=reverse("businesses:list"),
            at=at,
            ended_by=by,
        )


def _tell_of_people(
    people: QuerySet[User],
    kind: kinds.Kind,
    membership: Membership,
    *,
    subject: str,
    link: str,
    at: datetime,
    **context: Any,
) -> None:
    business, person = membership.business, membership.user
    _tell(
        people,
        kind,
        business,
        subject=subject,
        link=link,
        at=at,
        # One each time somebody begins or ends, whatever becomes of the registration.
        topic=f"membership:{business.pk}:{person.pk}",
        version=membership.version,
        person=person,
        **context,
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
    _tell(
        _owners(product.business),
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
    for person in _owners(product.business):
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


def _page(business: Business, name: str) -> str:
    return reverse(f"businesses:{name}", args=[business.public_id])


def _tell(
    people: QuerySet[User],
    kind: kinds.Kind,
    business: Business,
    *,
    subject: str,
    link: str,
    at: datetime,
    by: User | None = None,
    topic: str = "",
    version: int = 0,
    **context: object,
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        about = {"label": business.label, "code": business.registration_code}
        if isinstance(person := context.get("person"), User):
            about["name"] = person.full_name
        if isinstance(product := context.get("product"), Product):
            about["product"] = product.name
        heading = _(subject) % about
        body = render_to_string(
            f"businesses/messages/{kind.code.lower()}.txt",
            {"business": business, "office": OfficeIdentity.load(), **context},
        )
    for person in people:
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic or business.message_topic,
            version=version or business.revision,
            subject=heading,
            body=body,
            link=link,
            at=at,
            at_any_hour=person == by,
        )


def _withdraw_older(business: Business) -> None:
    outbox.withdraw(
        topic=business.message_topic,
        before_version=business.revision,
        reason=_("The registration has moved on since."),
    )


def _owners(business: Business) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=business, memberships__is_active=True, is_active=True
    ).order_by("pk")


def business_merged(merge: Merge, *, at: datetime) -> None:
    """Tell everyone who acts for it now that two registrations of it have become one."""
    _tell_of_merge(merge, gettext_noop("Two registrations of %(label)s are one now"), at=at)


def merge_undone(merge: Merge, *, at: datetime) -> None:
    """Tell the people of both that they are two again."""
    outbox.withdraw(
        topic=f"merge:{merge.pk}", before_version=2, reason=_("The merge has been undone.")
    )
    _tell_of_merge(merge, gettext_noop("%(label)s has its own registration again"), at=at)


def _tell_of_merge(merge: Merge, subject: str, *, at: datetime) -> None:
    is_undone = merge.undone_at is not None
    told = [merge.stays, merge.duplicate] if is_undone else [merge.stays]
    people = User.objects.filter(
        memberships__business__in=told, memberships__is_active=True, is_active=True
    )
    with translation.override(settings.LANGUAGE_CODE):
        label = merge.duplicate.label if is_undone else merge.stays.label
        heading = _(subject) % {"label": label}
        body = render_to_string("businesses/messages/business_merged.txt", {"merge": merge})
    for person in people.distinct().order_by("pk"):
        outbox.post(
            recipient=person,
            kind=MERGED.code,
            topic=f"merge:{merge.pk}",
            version=2 if is_undone else 1,
            subject=heading,
            body=body,
            link=reverse("businesses:list"),
            at=at,
        )
