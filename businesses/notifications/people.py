"""Who acts for a business: joined, left, put out."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from businesses.models import Membership
from businesses.notifications.posting import owners, page, tell
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds

JOINED = kinds.register(
    kinds.Kind("BUSINESS_JOINED", gettext_lazy("Another person acts for a business"))
)
LEFT = kinds.register(
    kinds.Kind("BUSINESS_LEFT", gettext_lazy("Somebody no longer acts for a business"))
)
PUT_OUT = kinds.register(
    kinds.Kind("BUSINESS_PUT_OUT", gettext_lazy("One no longer acts for a business"))
)


def person_joined(membership: Membership, *, at: datetime, by_link: bool) -> None:
    """Tell the others, as a link that was forwarded may have reached the wrong person."""
    business = membership.business
    _tell_of_people(
        owners(business).exclude(pk=membership.user_id),
        JOINED,
        membership,
        subject=gettext_noop("%(name)s now acts for %(label)s"),
        link=page(business, "people"),
        at=at,
        by_link=by_link,
    )


def person_left(membership: Membership, *, by: User, at: datetime) -> None:
    """Tell the others, and her whom somebody else put out: she sees the business no more."""
    business, person = membership.business, membership.user
    _tell_of_people(
        owners(business).exclude(pk=by.pk),
        LEFT,
        membership,
        subject=gettext_noop("%(name)s no longer acts for %(label)s"),
        link=page(business, "people"),
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
    tell(
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
