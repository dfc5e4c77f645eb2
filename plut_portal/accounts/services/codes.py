"""Secrets handed to one person for one purpose. Only their keyed hash is kept (FM-40)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from plut_portal.accounts.models import AccessLogEntry, ContactCode, User
from plut_portal.accounts.models.codes import ContactCodeQuerySet
from plut_portal.core import queue
from plut_portal.core.errors import PortalError

LIFETIME = timedelta(minutes=15)
# Asked for twice within this time, by a double tap or a reload, is asked for once.
ONE_REQUEST = timedelta(minutes=1)

Purpose = ContactCode.Purpose


class NotAllowed(PortalError):
    status = 403


class NoContact(PortalError):
    pass


class AccountShut(PortalError):
    pass


class CodeRefused(PortalError):
    status = 422


class LinkExpired(PortalError):
    status = 404


def request_reset(*, contact: str, at: datetime) -> ContactCode:
    """Note that a new password was asked for; a worker mails the link if there is an address.

    A contact nobody has leaves the same row and takes the same steps (FM-39).
    """
    user = User.objects.filter(is_active=True).with_contact(contact).first()
    return _request(user=user, purpose=Purpose.RESET, contact=contact, at=at)


def request_confirmation(*, user: User, email: str, at: datetime) -> ContactCode:
    """Have a worker mail six digits to this address, the person's own or the one to be."""
    return _request(user=user, purpose=Purpose.CONFIRM, contact=email, at=at)


@transaction.atomic
def issue_counter_code(*, user: User, purpose: str, by: User, at: datetime) -> str:
    """Six digits for somebody standing at the counter, who types them with a new password.

    Written to the access log. Raises NotAllowed, also for an account with more rights than the
    officer's own, AccountShut, and NoContact when there is nothing to sign in with yet.
    """
    check_may_issue(user, by=by)
    contact = user.phone or user.email
    if not contact:
        raise NoContact(_("Enter a mobile number or an e-mail address for this person first."))
    code = _replace(user=user, purpose=purpose, contact=contact, at=at, issued_by=by)
    AccessLogEntry.objects.create(
        actor=by, subject=user, action=AccessLogEntry.Action.ISSUE_CODE, at=at
    )
    return _give_secret(code, new_digits(), at=at)


def check_may_issue(user: User, *, by: User) -> None:
    """Raises NotAllowed for who issues no codes, or none for somebody with more rights; and
    AccountShut, as no code would open that account."""
    if not by.has_perm("accounts.issue_code"):
        raise NotAllowed(_("Your role does not issue codes."))
    # A code opens the account, so it must not lead anyone to rights above their own.
    outranked = (user.is_superuser and not by.is_superuser) or (
        user.works_here and not by.has_perm("accounts.assign_roles")
    )
    if outranked:
        raise NotAllowed(_("Only the programme admin issues codes for people who work here."))
    if not user.is_active:
        raise AccountShut(
            _("This account is shut, so no code would open it. Please open the account first.")
        )


def _request(*, user: User | None, purpose: str, contact: str, at: datetime) -> ContactCode:
    fresh = ContactCode.objects.filter(
        purpose=purpose,
        contact=contact,
        user=user,
        used_at=None,
        issued_by=None,
        expires_at__gt=at + LIFETIME - ONE_REQUEST,
    )
    if just_now := fresh.first():
        return just_now
    with transaction.atomic():
        code = _replace(user=user, purpose=purpose, contact=contact, at=at)
        queue.enqueue("notifications.send_code", code_id=code.pk)
    return code


def _replace(
    *, user: User | None, purpose: str, contact: str, at: datetime, issued_by: User | None = None
) -> ContactCode:
    """A new code; older ones of its purpose stop working.

    Anybody may ask for a mail in her name, so that leaves a code from the counter alone.
    """
    older = ContactCode.objects.filter(purpose=purpose, user=user, used_at=None)
    if issued_by is None:
        older = older.mailed()
    if user is None:
        older = older.filter(contact=contact)
    older.update(used_at=at)
    return ContactCode.objects.create(
        user=user, purpose=purpose, contact=contact, issued_by=issued_by, expires_at=at + LIFETIME
    )


@transaction.atomic
def make_secret(*, code_id: int, at: datetime) -> str:
    """The six digits, or the token of a reset link, made at the moment they are sent.

    Nothing but the hash is stored; sending once more makes a new secret in place of the old.
    """
    code = ContactCode.objects.select_for_update().get(pk=code_id)
    is_link = code.purpose == Purpose.RESET
    return _give_secret(code, secrets.token_urlsafe(24) if is_link else new_digits(), at=at)


def _give_secret(code: ContactCode, secret: str, *, at: datetime) -> str:
    code.hash = _hash_of(code, secret)
    code.expires_at = at + LIFETIME
    code.save(update_fields=["hash", "expires_at"])
    return secret


def new_digits() -> str:
    return f"{secrets.randbelow(10**6):06d}"


def _hash_of(code: ContactCode, secret: str) -> str:
    """Digits are bound to person and purpose; a link's token has to be found by itself alone."""
    is_link = code.purpose == Purpose.RESET and code.issued_by_id is None
    return keyed(secret if is_link else f"{code.user_id}:{code.purpose}:{secret}")


def keyed(text: str) -> str:
    """What is kept in place of a secret."""
    return salted_hmac("accounts.ContactCode", text, algorithm="sha256").hexdigest()


def is_link_live(*, token: str, at: datetime) -> bool:
    return _live_links(token, at=at).exists()


def _live_links(token: str, *, at: datetime) -> ContactCodeQuerySet:
    """Of links only: otherwise an address, asked for at will, would tell which digits are right."""
    live = ContactCode.objects.live(at=at).mailed()
    return live.filter(purpose=Purpose.RESET, hash=keyed(token))


def use_link(*, token: str, at: datetime) -> User:
    """Use up a reset link; whose it was. Call inside a transaction, the row stays locked.

    Raises LinkExpired, the same for a link that never was.
    """
    live = _live_links(token, at=at)
    code = live.select_for_update(of=("self",)).select_related("user").first()
    if code is None or code.user is None:
        raise LinkExpired(_("This link is no longer valid. Please ask for a new one."))
    _use(code, at=at)
    return code.user


def try_digits(
    *, user: User | None, purposes: Sequence[str], digits: str, at: datetime
) -> ContactCode | None:
    """Use up the live code these digits fit; otherwise one try is gone. Under the row's lock."""
    live = ContactCode.objects.live(at=at).filter(user=user, purpose__in=purposes)
    if Purpose.CONFIRM not in purposes:
        live = live.from_counter()
    with transaction.atomic():
        code = live.select_for_update(of=("self",)).order_by("-pk").first()
        expected = code or ContactCode(user=user, purpose=purposes[0])
        if constant_time_compare(_hash_of(expected, digits), expected.hash) and code:
            return _use(code, at=at)
        if code:
            code.tries_left -= 1
            code.save(update_fields=["tries_left"])
    return None


def _use(code: ContactCode, *, at: datetime) -> ContactCode:
    code.used_at = at
    code.save(update_fields=["used_at"])
    return code


def void_links(*, user: User, at: datetime) -> None:
    """What was mailed to the address she had works no more."""
    mailed = ContactCode.objects.mailed().filter(user=user, used_at=None)
    mailed.filter(purpose=Purpose.RESET).update(used_at=at)


def void_all(*, user: User, at: datetime) -> None:
    """Nothing handed out before works any more."""
    ContactCode.objects.filter(user=user, used_at=None).update(used_at=at)
