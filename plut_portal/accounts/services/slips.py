"""The code on paper with which somebody takes over her account whenever she is ready.

Short digits live fifteen minutes; a slip lies in a drawer for a year. So its code is long enough
for that: four signs find the row, eight are the secret (docs/decisions/0013).
"""

import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from plut_portal.accounts.models import AccessLogEntry, Consent, ContactCode, User
from plut_portal.accounts.services import codes, consents, contacts, passwords
from plut_portal.core.errors import PortalError

LIFETIME = timedelta(days=730)
# Without 0 and O, 1 and I, L and U: written by hand, read out, typed on a phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_SIGNS, SECRET_SIGNS = 4, 8
_GROUP = 4


class AlreadyClaimed(PortalError):
    pass


def may_get_slip(user: User) -> bool:
    """Whether nobody signs in with this account yet."""
    return user.is_active and not user.works_here and not user.has_usable_password()


@transaction.atomic
def issue_slip(*, user: User, by: User, at: datetime) -> str:
    """A new code for the slip, as it is printed: ABCD-EFGH-JKMN. An older slip stops working.

    Written to the access log. Raises NotAllowed, and AlreadyClaimed for somebody who signs in.
    """
    codes.check_may_issue(user, by=by)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not may_get_slip(user):
        raise AlreadyClaimed(
            _("%(name)s signs in already. Issue a code for a new password instead.")
            % {"name": user.full_name}
        )
    older = ContactCode.objects.filter(user=user, purpose=ContactCode.Purpose.SLIP, used_at=None)
    older.update(used_at=at)
    secret = _signs(SECRET_SIGNS)
    number = _free_number()
    ContactCode.objects.create(
        user=user,
        purpose=ContactCode.Purpose.SLIP,
        number=number,
        hash=_hash_of(number, secret),
        issued_by=by,
        expires_at=at + LIFETIME,
    )
    AccessLogEntry.objects.create(
        actor=by, subject=user, action=AccessLogEntry.Action.ISSUE_CODE, at=at
    )
    return code_text(number + secret)


def code_text(code: str) -> str:
    """In groups of four, the way it is printed."""
    return "-".join(re.findall(f".{{1,{_GROUP}}}", code))


def claim_account(
    *, code: str, contact: str, password: str, at: datetime, reminders: bool = False
) -> User:
    """Make the account the slip was printed for the person's own: contact, password, consent.

    Raises CodeRefused with one sentence for a wrong, old, used or exhausted code (FM-39), and
    ContactTaken when the contact is that of another account, which stays as it is (FM-46); then
    the slip is not used up.
    """
    slip = _find(code, at=at)
    if slip is None or slip.user is None:
        raise _refused()
    with transaction.atomic():
        # Two who type it at once: only the first finds it unused.
        if not ContactCode.objects.filter(pk=slip.pk, used_at=None).update(used_at=at):
            raise _refused()
        _take_over(slip.user, contact=contact, password=password, at=at)
        if reminders:
            purpose = Consent.Purpose.REMINDERS
            consents.give_consent(user=slip.user, purpose=purpose, at=at)
    slip.user.refresh_from_db()
    return slip.user


def _take_over(user: User, *, contact: str, password: str, at: datetime) -> None:
    passwords.set_password(user=user, password=password, at=at)
    consents.give_consent(user=user, purpose=Consent.Purpose.SERVICE, at=at)
    if "@" not in contact:
        contacts.change_phone(user=user, phone=contact)
        return
    user.email, user.email_confirmed_at = contact, None
    with contacts.one_account_each(contact):
        user.save(update_fields=["email", "email_confirmed_at"])
    codes.request_confirmation(user=user, email=contact, at=at)


def _find(code: str, *, at: datetime) -> ContactCode | None:
    """The live slip with this code; a wrong secret for its number costs one of five tries."""
    number, secret = code[:NUMBER_SIGNS], code[NUMBER_SIGNS:]
    live = ContactCode.objects.live(at=at).filter(purpose=ContactCode.Purpose.SLIP, number=number)
    with transaction.atomic():
        slip = live.select_for_update(of=("self",)).select_related("user").first()
        expected = slip.hash if slip else ""
        if constant_time_compare(_hash_of(number, secret), expected) and slip:
            return slip
        if slip:
            slip.tries_left -= 1
            slip.save(update_fields=["tries_left"])
    return None


def _refused() -> codes.CodeRefused:
    return codes.CodeRefused(
        _(
            "This code does not work: mistyped, used before, or replaced by a newer slip. Compare"
            " it sign by sign; after five wrong tries ask for a new slip at the counter."
        )
    )


def _hash_of(number: str, secret: str) -> str:
    return codes.keyed(f"slip:{number}:{secret}")


def _signs(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(count))


def _free_number() -> str:
    """One no other slip has; of 810,000 the first one is free, nearly always."""
    number = _signs(NUMBER_SIGNS)
    while ContactCode.objects.filter(number=number).exists():
        number = _signs(NUMBER_SIGNS)
    return number
