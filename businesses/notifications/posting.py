"""Writing to the outbox: the message made in Indonesian, once for every receiver."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from businesses.models import Business, Product
from plut_portal.accounts.models import User
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox


def tell(
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


def owners(business: Business) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=business, memberships__is_active=True, is_active=True
    ).order_by("pk")


def page(business: Business, name: str) -> str:
    return reverse(f"businesses:{name}", args=[business.public_id])


def no_longer_theirs() -> str:
    return _("This person no longer acts for the business.")
