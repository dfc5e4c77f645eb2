from datetime import datetime

from plut_portal.accounts.models import ContactCode, User


def unconfirmed_email(user: User, *, at: datetime) -> str | None:
    """The address a code was sent to, or is still owed to."""
    waiting = ContactCode.objects.filter(
        user=user, purpose=ContactCode.Purpose.CONFIRM, used_at=None, expires_at__gt=at
    )
    if code := waiting.order_by("-pk").first():
        return code.contact
    return None if user.email_confirmed_at else user.email
