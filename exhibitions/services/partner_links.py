"""The link that opens a partner's own page. Nothing but its keyed hash is kept (FM-38)."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from exhibitions import selectors
from exhibitions.models import LinkOpening, PartnerLink, RetailPartner
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

LONGEST_DAYS = 180


class LinkGone(PortalError):
    """The same for a link that has run out, was taken back or never was."""

    status = 404


class TooLong(PortalError):
    status = 422


@transaction.atomic
def make_link(*, partner: RetailPartner, days: int, by: User, at: datetime) -> str:
    """A new token, valid for so many days; the one before stops working. Shown this once.

    Raises NotAllowed, TooLong beyond half a year.
    """
    guards.check_permission(by, "curate_submission")
    if not 1 <= days <= LONGEST_DAYS:
        raise TooLong(_("A link is valid for 1 to %(most)d days.") % {"most": LONGEST_DAYS})
    partner = RetailPartner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    _revoke(partner, by=by, at=at)
    token = secrets.token_urlsafe(24)
    PartnerLink.objects.create(
        partner=partner,
        hash=_hash_of(token),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token


@transaction.atomic
def revoke_link(*, partner: RetailPartner, by: User, at: datetime) -> None:
    """Its page is closed at once. Called twice it stays so."""
    guards.check_permission(by, "curate_submission")
    _revoke(partner, by=by, at=at)


def _revoke(partner: RetailPartner, *, by: User, at: datetime) -> None:
    partner.links.filter(revoked_at=None).update(revoked_at=at, revoked_by=by)


def find_link(*, token: str, at: datetime) -> PartnerLink:
    """The link this token opens. Raises LinkGone."""
    links = PartnerLink.objects.live(at=at).filter(hash=_hash_of(token))
    return _present(links.select_related("partner").first())


def link_in_use(*, link_id: int | None, at: datetime) -> PartnerLink:
    """The link a visitor came by, asked for anew on every page. Raises LinkGone."""
    links = PartnerLink.objects.live(at=at).filter(pk=link_id or 0)
    return _present(links.select_related("partner").first())


def _present(link: PartnerLink | None) -> PartnerLink:
    if link is None:
        raise LinkGone(_("This link is no longer valid. Please ask the office for a new one."))
    return link


def note_opening(*, link: PartnerLink, at: datetime) -> LinkOpening:
    """Write down that the partner looked, and at how many products."""
    shown = len(selectors.goods_shown_to(link.partner, at=at))
    return LinkOpening.objects.create(link=link, at=at, shown=shown)


def _hash_of(token: str) -> str:
    return salted_hmac("exhibitions.PartnerLink", token, algorithm="sha256").hexdigest()
