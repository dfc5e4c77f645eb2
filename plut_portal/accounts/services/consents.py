"""One permission for one purpose, given and taken back (law 27/2022, articles 20–24 and 40)."""

from datetime import datetime

from plut_portal.accounts.models import Consent, User

# The notice and the sentences beside the boxes, as they read since then.
PRIVACY_TEXT_VERSION = "2026-11"


def give_consent(
    *, user: User, purpose: str, at: datetime, channel: str = Consent.Channel.WEB
) -> Consent:
    """Remember it with the text of its day. Given twice, the first one counts."""
    consent, _created = Consent.objects.get_or_create(
        user=user,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "text_version": PRIVACY_TEXT_VERSION,
            "channel": channel,
            "given_at": at,
        },
    )
    return consent


def withdraw_consent(*, user: User, purpose: str, at: datetime) -> None:
    """Stop using the data for this purpose. The row stays as proof of both moments."""
    Consent.objects.live().filter(user=user, purpose=purpose).update(withdrawn_at=at)
