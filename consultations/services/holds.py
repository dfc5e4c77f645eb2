"""Keeping a time for a visitor while she fills in the form."""

import secrets
from datetime import datetime

from django.db import transaction

from consultations.models import BookingPolicy, Consultant, Expertise, TimeHold
from consultations.services import guards
from plut_portal.core import formats

# Live holds of one consultant on one day. Fewer than a day has times, so that nobody empties a
# calendar by choosing and never booking; who comes third books without a hold.
MOST_A_DAY = 2


def make_token() -> str:
    return secrets.token_urlsafe(24)


@transaction.atomic
def hold_time(
    *,
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    token: str,
    at: datetime,
) -> TimeHold | None:
    """Keep this time from everybody else for BookingPolicy.hold_minutes.

    It replaces whatever was held under this token; choosing the same time again adds no minutes.
    Answers None where nothing is held, because holding is off or that day has enough holds: the
    time can still be booked. Raises TimeNotOffered and TimeTaken, and keeps the hold before.
    """
    policy = BookingPolicy.load()
    consultant = guards.lock_consultant(consultant)
    guards.check_offered(consultant, expertise, starts_at, at=at, token=token)
    live = TimeHold.objects.live(at=at).filter(consultant=consultant)
    if same := live.filter(token=token, expertise=expertise, starts_at=starts_at).first():
        return same
    if not policy.hold_minutes or _is_crowded(consultant, starts_at, token=token, at=at):
        release(token=token)
        return None
    ends_at = starts_at + expertise.session_length
    hold, _created = TimeHold.objects.update_or_create(
        token=token,
        defaults={
            "consultant": consultant,
            "expertise": expertise,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "occupied_until": ends_at + policy.buffer,
            "expires_at": at + policy.hold_length,
            "created_at": at,
        },
    )
    return hold


def release(*, token: str) -> None:
    """Give up what is held under this token; nothing held is no mistake."""
    if token:
        TimeHold.objects.filter(token=token).delete()


def purge_holds(*, at: datetime) -> int:
    """Delete the holds that have expired. Answers how many went."""
    return TimeHold.objects.expired(at=at).delete()[0]


def _is_crowded(consultant: Consultant, starts_at: datetime, *, token: str, at: datetime) -> bool:
    others = TimeHold.objects.live(at=at).of_others(token).filter(consultant=consultant)
    day = formats.wib_day(starts_at)
    return sum(formats.wib_day(hold.starts_at) == day for hold in others) >= MOST_A_DAY
