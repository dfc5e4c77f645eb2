"""What people are told about mentoring cases. Each function writes rows to the outbox."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from consultations.models import Referral
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message


def _referral_of(message: Message) -> QuerySet[Referral]:
    """Under lock, so that an answer under way is seen or waits (FM-24)."""
    pk = int(message.topic.partition(":")[2])
    return Referral.objects.select_for_update(no_key=True).filter(pk=pk)


def _answered(message: Message, at: datetime) -> str:
    if not _referral_of(message).get().is_waiting:
        return _("The request has been answered or withdrawn since.")
    return ""


def _no_longer_on_it(message: Message, at: datetime) -> str:
    referral = _referral_of(message).get()
    case = referral.case
    if not case.is_open:
        return _("The case has been closed since.")
    if not case.members.live().filter(consultant=referral.to_consultant_id).exists():
        return _("The colleague is no longer on the case.")
    if not _owners(referral).filter(pk=message.recipient_id).exists():
        return _("This person no longer acts for the business.")
    return ""


REFERRAL = kinds.register(
    kinds.Kind(
        "CASE_REFERRAL",
        gettext_lazy("Asked to help with a case"),
        why_not=_answered,
        is_private=True,
    )
)
ANSWERED = kinds.register(
    kinds.Kind("CASE_ANSWERED", gettext_lazy("Answer of a colleague about a case"), is_private=True)
)
JOINED = kinds.register(
    kinds.Kind("CASE_JOINED", gettext_lazy("Another consultant helps"), why_not=_no_longer_on_it)
)


def referral_sent(referral: Referral, *, by: User, at: datetime) -> None:
    """Ask the colleague; the message leads to the page where it is answered."""
    subject = gettext_noop("%(name)s asks you to help with a case")
    if referral.is_hand_over:
        subject = gettext_noop("%(name)s asks you to take over a case")
    _post(
        referral,
        REFERRAL,
        to=referral.to_consultant.user,
        subject=subject,
        name=referral.from_consultant.display_name,
        link=reverse("consultations:case_answer", args=[referral.case.public_id]),
        at=at,
    )


def referral_answered(referral: Referral, *, by: User, at: datetime) -> None:
    """Tell whoever asked."""
    if referral.from_consultant.user == by:
        return
    subject = gettext_noop("%(name)s has answered about your case")
    _post(
        referral,
        ANSWERED,
        to=referral.from_consultant.user,
        subject=subject,
        name=referral.to_consultant.display_name,
        link=referral.case.get_absolute_url(),
        at=at,
    )


def referral_withdrawn(referral: Referral) -> None:
    """What has not left yet stays here."""
    outbox.withdraw(
        topic=referral.message_topic,
        before_version=1,
        reason=_("The request has been answered or withdrawn since."),
    )


def colleague_joined(referral: Referral, *, by: User, at: datetime) -> None:
    """Tell the owners who helps from now on, and lead them to that consultant's times."""
    subject = gettext_noop("%(name)s helps you from now on")
    for person in _owners(referral):
        _post(
            referral,
            JOINED,
            to=person,
            subject=subject,
            name=referral.to_consultant.display_name,
            link=reverse("consultations:booking_create", args=[referral.to_consultant.slug]),
            at=at,
        )


def _post(
    referral: Referral,
    kind: kinds.Kind,
    *,
    to: User,
    subject: str,
    name: str,
    link: str,
    at: datetime,
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        outbox.post(
            recipient=to,
            kind=kind.code,
            topic=referral.message_topic,
            subject=_(subject) % {"name": name},
            body=render_to_string(
                f"consultations/messages/{kind.code.lower()}.txt",
                {"referral": referral, "case": referral.case},
            ),
            link=link,
            at=at,
        )


def _owners(referral: Referral) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=referral.case.business_id,
        memberships__is_active=True,
        is_active=True,
    ).order_by("pk")
