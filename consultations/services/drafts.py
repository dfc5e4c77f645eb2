"""What is typed into a session record, kept while it is being typed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Booking, RecordDraft
from consultations.selectors import record_version
from consultations.services.sessions import SavedElsewhere, check_open
from plut_portal.accounts.models import User

# Three times as long as a consultant may still record a session by herself.
DRAFTS_KEPT = timedelta(days=90)


@transaction.atomic
def save_draft(
    *, booking: Booking, typed: dict[str, str], version: str, by: User, at: datetime
) -> RecordDraft:
    """Keep what this person has typed so far. Changes nothing else and tells nobody.

    `version` is that of the record the page was opened on. Raises SavedElsewhere when the record was
    saved since, and what check_open raises.
    """
    # A draft that was on its way while the record was saved waits here, and then comes too late.
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    check_open(booking, by=by, at=at)
    if record_version(booking) != version:
        raise SavedElsewhere(
            _("This record was saved in another window since. Open it again to see it.")
        )
    draft, _created = RecordDraft.objects.update_or_create(
        booking=booking, by=by, defaults={"typed": typed, "saved_at": at}
    )
    return draft


def purge_drafts(*, at: datetime) -> int:
    """Delete what was typed and never saved, 90 days on: nobody comes back to it, and it speaks of
    people (law 27/2022, not longer than needed). Answers how many went."""
    return RecordDraft.objects.filter(saved_at__lt=at - DRAFTS_KEPT).delete()[0]
