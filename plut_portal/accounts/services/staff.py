"""What the office does with accounts: makes them, gives rights, shuts and opens them."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from plut_portal.accounts import standing
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.roles import ADMIN_ROLES, Role
from plut_portal.accounts.services import codes, consents, contacts
from plut_portal.core.errors import PortalError


class OwnRights(PortalError):
    status = 403


def may_manage(user: User, *, by: User) -> bool:
    """Owners by everyone who may change people; who works here by those who assign roles."""
    if user.is_superuser and not by.is_superuser:
        return False
    right = "accounts.assign_roles" if user.works_here else "accounts.change_user"
    return by.has_perm(right)


@transaction.atomic
def add_person(
    *, full_name: str, phone: str, email: str, reminders: bool, by: User, at: datetime
) -> User:
    """Make an account for somebody who has agreed on paper; she takes it over with a code.

    Raises NotAllowed, and ContactTaken when the number or address belongs to an account.
    """
    if not by.has_perm("accounts.add_user"):
        raise codes.NotAllowed(_("Your role does not add people."))
    user = User.objects.create_user(full_name=full_name)
    _set_contacts(user, phone=phone, email=email, at=at)
    _consent_on_paper(user, Consent.Purpose.SERVICE, at=at)
    if reminders:
        _consent_on_paper(user, Consent.Purpose.REMINDERS, at=at)
    return user


def _consent_on_paper(user: User, purpose: str, *, at: datetime) -> None:
    consents.give_consent(user=user, purpose=purpose, at=at, channel=Consent.Channel.PAPER)


@transaction.atomic
def note_consents(*, user: User, agreed: Collection[str], by: User, at: datetime) -> None:
    """Write down what somebody at the counter agrees to on paper; the rest is taken back.

    The history says by whom and to what. Raises NotAllowed.
    """
    if not may_manage(user, by=by):
        raise codes.NotAllowed(_("Only the programme admin changes people who work here."))
    for purpose in Consent.CHOSEN:
        if purpose in agreed:
            _consent_on_paper(user, purpose, at=at)
        else:
            consents.withdraw_consent(user=user, purpose=purpose, at=at)
    names = [str(Consent.Purpose(purpose).label) for purpose in Consent.CHOSEN if purpose in agreed]
    reason = _("Agrees on paper: %(purposes)s") % {"purposes": "; ".join(names) or "–"}
    # Nothing of the row changes; it is the reason, and who gave it, that is kept.
    _save_with_reason(user, ["full_name"], reason=reason)


@transaction.atomic
def change_contacts(*, user: User, phone: str, email: str, by: User, at: datetime) -> User:
    """Enter a new number or address for somebody at the counter; an empty one stays as it is.

    A new one counts as unconfirmed, and no link mailed to the old one works. Raises NotAllowed and ContactTaken.
    """
    if not may_manage(user, by=by):
        raise codes.NotAllowed(_("Only the programme admin changes people who work here."))
    _set_contacts(user, phone=phone, email=email, at=at)
    return user


def _set_contacts(user: User, *, phone: str, email: str, at: datetime) -> None:
    if phone:
        contacts.change_phone(user=user, phone=phone)
    if email and email != user.email:
        user.email, user.email_confirmed_at = email, None
        with contacts.one_account_each(email):
            user.save(update_fields=["email", "email_confirmed_at"])
        codes.void_links(user=user, at=at)


@transaction.atomic
def assign_roles(
    *, user: User, roles: Collection[str], superuser: bool, by: User, at: datetime
) -> list[str]:
    """Make these the person's roles, and let her into the office pages if one of them works there.

    The history says what it is now. Answers with what is to be done because of it. Raises NotAllowed; a superuser is made and unmade by another
    superuser only, and nobody changes their own rights (OwnRights).
    """
    # Not the whole row: who writes a message to this person meanwhile holds what comes after.
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_may_assign(user, superuser=superuser, by=by)
    user.groups.set(Group.objects.filter(name__in=roles))
    user.is_superuser = superuser
    user.is_staff = superuser or any(role in roles for role in ADMIN_ROLES)
    _save_with_reason(
        user, ["is_superuser", "is_staff"], reason=_rights_in_words(roles, superuser=superuser)
    )
    return standing.has_changed(user, by=by, at=at)


def _check_may_assign(user: User, *, superuser: bool, by: User) -> None:
    if not by.has_perm("accounts.assign_roles"):
        raise codes.NotAllowed(_("Your role does not assign roles."))
    if user.pk == by.pk:
        raise OwnRights(_("Nobody changes their own rights. Please ask a colleague."))
    if (user.is_superuser or superuser) and not by.is_superuser:
        raise codes.NotAllowed(_("Only a superuser makes or changes a superuser."))


def _rights_in_words(roles: Collection[str], *, superuser: bool) -> str:
    names = [str(Role(role).label) for role in sorted(roles)]
    if superuser:
        names.append(_("superuser"))
    return _("Roles: %(roles)s") % {"roles": ", ".join(names) or "–"}


@transaction.atomic
def set_sign_in(*, user: User, allowed: bool, reason: str, by: User, at: datetime) -> list[str]:
    """Shut an account, which ends its sessions at once, or open it again, and say why.

    Answers with what is to be done because of it. Raises NotAllowed, and OwnRights for one's own account.
    """
    if user.pk == by.pk:
        raise OwnRights(_("Nobody changes their own rights. Please ask a colleague."))
    if not may_manage(user, by=by):
        raise codes.NotAllowed(_("Only the programme admin changes people who work here."))
    user.is_active = allowed
    _save_with_reason(user, ["is_active"], reason=reason)
    if not allowed:
        codes.void_all(user=user, at=at)
    return standing.has_changed(user, by=by, at=at)


def _save_with_reason(user: User, fields: list[str], *, reason: str) -> None:
    """The history takes the reason from here; its column holds 100 letters."""
    vars(user)["_change_reason"] = reason[:100]
    user.save(update_fields=fields)
