"""Phones and e-mail addresses: changed, confirmed, and shown to staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from plut_portal.accounts import standing
from plut_portal.accounts.models import AccessLogEntry, ContactCode, User
from plut_portal.accounts.services import codes
from plut_portal.core.errors import PortalError


class ContactTaken(PortalError):
    pass


class ReasonMissing(PortalError):
    status = 422


@dataclass(frozen=True)
class Contacts:
    phone: str
    email: str


@contextmanager
def one_account_each(contact: str) -> Iterator[None]:
    """Turns the database's "not unique" into a sentence, however close the race was (FM-46)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if not User.objects.with_contact(contact).exists():
            raise
        raise _taken(contact) from fault


def _taken(contact: str) -> ContactTaken:
    # Told plainly, where sign-up and profile limit how often one may ask (FM-39).
    if "@" in contact:
        return ContactTaken(
            _("This e-mail is already registered – log in, or ask for a code at the counter.")
        )
    return ContactTaken(
        _("This number is already registered – log in, or ask for a code at the counter.")
    )


def change_phone(*, user: User, phone: str) -> None:
    """Sign in with this number from now on; staff confirm it at the next visit."""
    person = User.objects.get(pk=user.pk)
    if person.phone == phone:
        return
    person.phone, person.phone_confirmed_at = phone, None
    with one_account_each(phone):
        person.save(update_fields=["phone", "phone_confirmed_at"])


def request_email_change(*, user: User, email: str, at: datetime) -> ContactCode:
    """Send a code there; the address counts only once it is typed in. Raises ContactTaken."""
    if User.objects.with_contact(email).exclude(pk=user.pk).exists():
        raise _taken(email)
    return codes.request_confirmation(user=user, email=email, at=at)


def confirm_email(*, user: User, digits: str, at: datetime) -> User:
    """Make the address the code was sent to the person's own. Raises CodeRefused, ContactTaken."""
    purposes = [ContactCode.Purpose.CONFIRM]
    code = codes.try_digits(user=user, purposes=purposes, digits=digits, at=at)
    if code is None:
        raise codes.CodeRefused(
            _("This code does not fit. Check the latest e-mail, or have a new code sent.")
        )
    return _take_address(user, code.contact, at=at)


@transaction.atomic
def _take_address(user: User, email: str, *, at: datetime) -> User:
    person = User.objects.get(pk=user.pk)
    person.email, person.email_confirmed_at = email, at
    with one_account_each(email):
        person.save(update_fields=["email", "email_confirmed_at"])
    codes.void_links(user=user, at=at)
    standing.is_reachable(person, at=at)
    return person


def confirm_contact_at_counter(*, user: User, by: User, at: datetime) -> None:
    """Somebody of the office has seen that the number is this person's. Twice changes nothing."""
    if not by.has_perm("accounts.change_user"):
        raise codes.NotAllowed(_("Your role does not confirm numbers."))
    if not user.phone:
        raise codes.NoContact(_("Enter a mobile number for this person first."))
    if not user.phone_confirmed_at:
        user.phone_confirmed_at = at
        user.save(update_fields=["phone_confirmed_at"])


def reveal_contact(*, user: User, by: User, reason: str, at: datetime) -> Contacts:
    """The unmasked contacts, for a reason that the person may read in the access log."""
    if not by.has_perm("accounts.reveal_contact"):
        raise codes.NotAllowed(_("Your role does not see numbers and addresses."))
    if not reason.strip():
        raise ReasonMissing(_("Please write why you need the number or address."))
    AccessLogEntry.objects.create(
        actor=by,
        subject=user,
        action=AccessLogEntry.Action.REVEAL_CONTACT,
        reason=reason.strip()[:200],
        at=at,
    )
    return Contacts(phone=user.phone or "", email=user.email or "")
