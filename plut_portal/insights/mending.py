"""What is wrong or missing in the data, as lists that can be worked off (S6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from businesses.selectors import Group, duplicate_groups
from consultations.models import Booking, Flaw, SessionRecord
from plut_portal.accounts.models import User

IDLE_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Mending:
    """Sessions that lack something (FM-61), businesses that may be one, accounts nobody uses."""

    unrecorded: int
    without_note: int
    without_time: int
    duplicates: list[Group]
    idle: list[User]


def mending(*, at: datetime) -> Mending:
    """In seven queries, whatever is found."""
    flaws = Booking.objects.flawed(at=at).aggregate(
        **{flaw.value: Count("pk", filter=Q(flaw=flaw)) for flaw in Flaw}
    )
    return Mending(
        unrecorded=flaws[Flaw.UNRECORDED],
        without_note=flaws[Flaw.NO_NOTE],
        # The database refuses them; were one there all the same, it would be told.
        without_time=SessionRecord.objects.filter(contact_minutes=0).count(),
        duplicates=duplicate_groups(),
        idle=list(idle_accounts(at=at)),
    )


def idle_accounts(*, at: datetime) -> QuerySet[User]:
    """Of people who work here and may sign in, those who have not for 90 days (FM-50)."""
    since = at - IDLE_AFTER
    works_here = Q(is_staff=True) | Q(pk__in=User.objects.exclude(groups=None).values("pk"))
    unused = Q(last_login__lt=since) | Q(last_login=None, joined_at__lt=since)
    active = User.objects.filter(works_here, unused, is_active=True)
    return active.prefetch_related("groups").order_by("last_login", "full_name", "pk")
