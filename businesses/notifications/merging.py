"""Two registrations made one, and two again."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from businesses.models import Merge
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox

MERGED = kinds.register(
    kinds.Kind("BUSINESS_MERGED", gettext_lazy("Two registrations of a business made one"))
)


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
