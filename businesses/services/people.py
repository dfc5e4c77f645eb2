"""Who acts for a business: asked in by a link, let go, never the last one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses import notifications
from businesses.models import VALID_FOR, Business, Invitation, Membership
from plut_portal.accounts.models import User
from plut_portal.accounts.services import NotAllowed
from plut_portal.core.errors import PortalError

MOST_PENDING = 5


class TooManyInvitations(PortalError):
    status = 403


class InvitationGone(PortalError):
    pass


class LastPerson(PortalError):
    pass


@transaction.atomic
def invite(*, business: Business, by: User, at: datetime) -> Invitation:
    """Make a link with which one more person may act for the business.

    Raises TooManyInvitations while so many links are open already.
    """
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if business.invitations.pending(at=at).count() >= MOST_PENDING:
        raise TooManyInvitations(
            _("%(count)d invitations are still open. Take one back first.")
            % {"count": MOST_PENDING}
        )
    return Invitation.objects.create(
        business=business, invited_by=by, created_at=at, expires_at=at + VALID_FOR
    )


def revoke_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Make the link worthless. One that was used or taken back stays as it is."""
    Invitation.objects.pending(at=at).filter(pk=invitation.pk).update(revoked_at=at)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> Business:
    """Let this person act for the business; the link is then used up.

    Somebody who acts for it already keeps the link unused. Raises InvitationGone for a link
    that was used, taken back or has expired, and when the inviter no longer acts for it.
    """
    # The business first, as everywhere: a merge holds it while its invitations move.
    Business.objects.select_for_update(no_key=True).get(pk=invitation.business_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    business = invitation.business
    if business.memberships.active().filter(user=user).exists():
        return business
    if not Invitation.objects.pending(at=at).filter(pk=invitation.pk).exists():
        raise InvitationGone(_("This invitation is no longer valid. Please ask for a new one."))
    invitation.used_at, invitation.used_by = at, user
    invitation.save()
    _let_in(user, business, at=at, by_link=True)
    return business


@transaction.atomic
def add_at_counter(*, business: Business, person: User, by: User, at: datetime) -> None:
    """Let somebody who came in act for the business; those who did before are told.

    Raises NotAllowed. Somebody who acts for it already changes nothing.
    """
    if not by.has_perm("businesses.change_business"):
        raise NotAllowed(_("Your role does not add people to businesses."))
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if business.memberships.active().filter(user=person).exists():
        return
    _let_in(person, business, at=at, by_link=False)


def _let_in(person: User, business: Business, *, at: datetime, by_link: bool) -> None:
    """For the first time or again. Call with the business locked."""
    once = business.memberships.filter(user=person).first()
    membership = once or Membership(business=business, user=person)
    membership.is_active = True
    membership.save()
    notifications.person_joined(membership, at=at, by_link=by_link)


@transaction.atomic
def end_membership(*, business: Business, person: User, by: User, at: datetime) -> None:
    """This person no longer acts for the business; she and the others are told.

    Open invitations of hers are worth nothing from then on, and where somebody else ended it none
    is: she may have seen them all. Raises LastPerson when nobody who can sign in would be left.
    """
    # Two who leave at once would otherwise each see the other still there.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if not business.memberships.with_account().exclude(user=person).exists():
        raise LastPerson(
            _("At least one person acts for each business. Ask somebody else in first.")
        )
    membership = business.memberships.active().filter(user=person).first()
    if membership is None:
        return
    membership.is_active = False
    membership.save()
    if by != person:
        business.invitations.pending(at=at).update(revoked_at=at)
    notifications.person_left(membership, by=by, at=at)
