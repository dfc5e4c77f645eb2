"""Writing to the outbox: the message made in Indonesian, once for every receiver."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Enrolment


def new_kind(code: str, label: str | Promise, **more: object) -> kinds.Kind:
    return kinds.register(kinds.Kind(code, label, **more))  # type: ignore[arg-type]


def post(
    people: QuerySet[User],
    kind: kinds.Kind,
    *,
    topic: str,
    subject: str,
    link: str,
    at: datetime,
    facts: dict[str, str],
    version: int = 0,
    by: User | None = None,
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_any_hour: bool = False,
    **context: object,
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        heading = _(subject) % facts
        body = render_to_string(
            f"trainings/messages/{kind.code.lower()}.txt",
            {"office": OfficeIdentity.load(), **context},
        )
    for person in people:
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic,
            version=version,
            subject=heading,
            body=body,
            link=link,
            at=at,
            due_at=due_at,
            useless_after=useless_after,
            needed_by=needed_by,
            # Night is broken only by what the receiver just did, and by what is off today (FM-32).
            at_any_hour=at_any_hour or person == by,
        )


def owners_of(enrolment: Enrolment) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=enrolment.business_id, memberships__is_active=True, is_active=True
    ).order_by("pk")


def acts_for(enrolment: Enrolment, message: Message) -> bool:
    return owners_of(enrolment).filter(pk=message.recipient_id).exists()


def no_longer_theirs() -> str:
    return _("This person no longer acts for the business.")


def pk_of(message: Message) -> int:
    return int(message.topic.partition(":")[2])
