"""A new password, by whatever way the person has proved to be the one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plut_portal.accounts import standing
from plut_portal.accounts.models import ContactCode, User
from plut_portal.accounts.services import codes


@transaction.atomic
def set_password(*, user: User, password: str, at: datetime) -> None:
    """Set it. Every other session ends and every code handed out before is void."""
    user.set_password(password)
    user.save(update_fields=["password"])
    codes.void_all(user=user, at=at)


@transaction.atomic
def reset_by_link(*, token: str, password: str, at: datetime) -> User:
    """Carry out the reset a mailed link stands for, once. Raises LinkExpired."""
    user = codes.use_link(token=token, at=at)
    set_password(user=user, password=password, at=at)
    # The link travelled by mail, so whoever opened it reads that mailbox.
    if not user.email_confirmed_at:
        user.email_confirmed_at = at
        user.save(update_fields=["email_confirmed_at"])
        standing.is_reachable(user, at=at)
    return user


def use_counter_code(*, contact: str, digits: str, password: str, at: datetime) -> User:
    """Take over an account, or set a new password, with a code from the counter.

    Raises CodeRefused with one sentence for a wrong, old, used or exhausted code and for a
    contact nobody has (FM-39).
    """
    user = User.objects.filter(is_active=True).with_contact(contact).first()
    purposes = [ContactCode.Purpose.CLAIM, ContactCode.Purpose.RESET]
    if codes.try_digits(user=user, purposes=purposes, digits=digits, at=at) is None or not user:
        raise codes.CodeRefused(
            _(
                "This number or e-mail and this code do not go together, or the code is older"
                " than 15 minutes. Please ask for a new one at the counter."
            )
        )
    set_password(user=user, password=password, at=at)
    return user
