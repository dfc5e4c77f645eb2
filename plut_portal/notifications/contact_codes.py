"""Codes and reset links by e-mail. The secret is made when the mail leaves and never stored."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import ContactCode
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message


def _code_of(message: Message) -> ContactCode | None:
    pk = int(message.topic.partition(":")[2])
    return ContactCode.objects.select_related("user").filter(pk=pk).first()


def _why_not(message: Message, at: datetime) -> str:
    code = _code_of(message)
    return _("A newer code has taken its place.") if code is None or code.used_at else ""


def _address(message: Message) -> str | None:
    code = _code_of(message)
    return code.address if code else None


def _secret_of(message: Message, at: datetime) -> str:
    return accounts.make_secret(code_id=int(message.topic.partition(":")[2]), at=at)


def _reset_link(message: Message, at: datetime) -> str:
    token = _secret_of(message, at)
    return settings.SITE_URL + reverse("account_reset_password_from_key", args=[token])


CONFIRM = kinds.register(
    kinds.Kind(
        "CONTACT_CONFIRM",
        gettext_lazy("Code to confirm an e-mail address"),
        in_inbox=False,
        why_not=_why_not,
        address=_address,
        secret=_secret_of,
    )
)
RESET = kinds.register(
    kinds.Kind(
        "PASSWORD_RESET",
        gettext_lazy("Link for a new password"),
        in_inbox=False,
        why_not=_why_not,
        address=_address,
        secret=_reset_link,
    )
)


def post(*, code_id: int, at: datetime) -> Message | None:
    """Write the message for one code, once; none when there is nobody or nowhere to send it."""
    code = ContactCode.objects.unsent(at=at).select_related("user").filter(pk=code_id).first()
    if code is None or code.user is None or not code.address:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _texts(code)
    return outbox.post(
        recipient=code.user,
        kind=(CONFIRM if code.purpose == ContactCode.Purpose.CONFIRM else RESET).code,
        topic=f"code:{code.pk}",
        subject=subject,
        body=body,
        at=at,
        useless_after=code.expires_at,
        at_any_hour=True,
    )


def _texts(code: ContactCode) -> tuple[str, str]:
    if code.purpose == ContactCode.Purpose.CONFIRM:
        return _("Your code to confirm this e-mail address"), _(
            "Type the six digits below on the portal within 15 minutes. If you did not ask for"
            " this, you need not do anything. Our staff never ask for this code."
        )
    return _("A new password for your account"), _(
        "Somebody, most likely you, asked for a new password. Open the link below within 15"
        " minutes and choose one. If it was not you, you need not do anything; your old password"
        " still works."
    )


def post_unsent(*, at: datetime) -> int:
    """Write what a lost queue left behind. Answers how many codes were waiting."""
    ids = list(ContactCode.objects.unsent(at=at).values_list("pk", flat=True))
    for code_id in ids:
        post(code_id=code_id, at=at)
    return len(ids)
