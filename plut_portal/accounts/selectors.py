from datetime import datetime, timedelta

from django.db.models import QuerySet

from plut_portal.accounts.models import AccessLogEntry, Consent, ContactCode, User

NEW_FOR = timedelta(days=30)
LOOKS_SHOWN = 10


def new_without_contact(*, at: datetime) -> QuerySet[User]:
    """Owners who joined in the last month and whose contact is still to be confirmed, newest first.

    Who gave none, or a relative's number alone, has nothing that could be confirmed.
    """
    new = User.objects.filter(
        phone_confirmed_at=None,
        email_confirmed_at=None,
        is_active=True,
        is_staff=False,
        groups=None,
        joined_at__gte=at - NEW_FOR,
    )
    return new.exclude(phone=None, email=None).order_by("-joined_at", "-pk")


def unconfirmed_email(user: User, *, at: datetime) -> str | None:
    """The address a code was sent to, or is still owed to."""
    if code := _waiting(user, at=at).order_by("-pk").first():
        return code.contact
    return None if user.email_confirmed_at else user.email


def has_code_on_its_way(user: User, *, at: datetime) -> bool:
    """Whether six digits were sent, or are about to be, to the address that is not confirmed."""
    return _waiting(user, at=at).exists()


def _waiting(user: User, *, at: datetime) -> QuerySet[ContactCode]:
    return ContactCode.objects.filter(
        user=user, purpose=ContactCode.Purpose.CONFIRM, used_at=None, expires_at__gt=at
    )


def latest_looks_at(user: User) -> QuerySet[AccessLogEntry]:
    """Who opened this person's number or papers, or issued a code, the newest first; one query."""
    own = AccessLogEntry.objects.visible_to(user).filter(subject=user)
    return own.select_related("actor").order_by("-at", "-pk")[:LOOKS_SHOWN]


def what_stops_reminders(user: User) -> str:
    """Why no reminder reaches this person by mail: NOT_ASKED, NO_EMAIL, UNCONFIRMED, or ""."""
    asked = Consent.objects.live().filter(user=user, purpose=Consent.Purpose.REMINDERS)
    if not asked.exists():
        return "NOT_ASKED"
    if not user.email:
        return "NO_EMAIL"
    return "" if user.confirmed_email else "UNCONFIRMED"
