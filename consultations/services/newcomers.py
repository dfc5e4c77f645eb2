"""From no account to a booked time, in one step."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from businesses.models import Village
from consultations.models import Booking, ConstraintCheck, Consultant, Expertise, Mode
from consultations.services.bookings import book_for_owner
from plut_portal.accounts import services as accounts
from plut_portal.core import submissions


@dataclass(frozen=True)
class Newcomer:
    """Who books without having an account yet."""

    full_name: str
    contact: str
    password: str = field(repr=False)
    reminders: bool = False
    heard_from: str = ""


@transaction.atomic
def book_for_newcomer(
    *,
    newcomer: Newcomer,
    submission_key: UUID,
    consultant: Consultant,
    expertise: Expertise,
    starts_at: datetime,
    topic: str,
    makes: str,
    village: Village,
    operating_state: str,
    at: datetime,
    token: str = "",
    constraint_check: ConstraintCheck | None = None,
    mode: str = Mode.OFFICE,
) -> Booking:
    """Make account, consent, business and booking, or none of them.

    Raises ContactTaken, and what book_time raises. The form sent again meets its own account, and
    finds the booking by the key (FM-17).
    """
    owner = accounts.sign_up(**asdict(newcomer), at=at)
    with submissions.once(user_id=owner.pk, key=submission_key) as submission:
        booking = book_for_owner(
            owner=owner,
            consultant=consultant,
            expertise=expertise,
            starts_at=starts_at,
            topic=topic,
            makes=makes,
            village=village,
            operating_state=operating_state,
            mode=mode,
            at=at,
            token=token,
            constraint_check=constraint_check,
        )
        submission.result_url = booking.get_absolute_url()
    return booking
