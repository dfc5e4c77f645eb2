"""An account from its beginning to its end."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from plut_portal.accounts import standing
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.services import codes, consents, contacts
from plut_portal.core.errors import PortalError


class WorksHere(PortalError):
    status = 403


class StillExpected(PortalError):
    """Each of `args` is a reason of its own."""


def sign_up(
    *,
    full_name: str,
    contact: str,
    password: str,
    reminders: bool,
    at: datetime,
    heard_from: str = "",
) -> User:
    """Make an owner's account from a phone number or an e-mail address, ready to sign in.

    An address gets a code by mail. Raises ContactTaken and leaves what is there as it is (FM-46).
    """
    field = "email" if "@" in contact else "phone"
    with contacts.one_account_each(contact):
        user = User.objects.create_user(
            full_name=full_name, password=password, heard_from=heard_from, **{field: contact}
        )
        consents.give_consent(user=user, purpose=Consent.Purpose.SERVICE, at=at)
        if reminders:
            consents.give_consent(user=user, purpose=Consent.Purpose.REMINDERS, at=at)
        if field == "email":
            codes.request_confirmation(user=user, email=contact, at=at)
    return user


def log_out_everywhere(*, user: User) -> None:
    """End every session of this person, this one too."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)


@transaction.atomic
def close_account(*, user: User, at: datetime) -> None:
    """No more signing in and no more messages; what was done stays on record.

    Raises WorksHere: who looks after other people's data is let go by the programme admin; and
    StillExpected while somebody counts on her, as nobody could tell her of a change any more.
    """
    if user.works_here:
        raise WorksHere(_("You work here. Ask the programme admin to close your account."))
    if why := standing.obstacles(user, at=at):
        raise StillExpected(*why)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Consent.objects.live().filter(user=user).update(withdrawn_at=at)
    codes.void_all(user=user, at=at)
