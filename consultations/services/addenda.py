"""What is added to a record after it is locked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import Addendum, Booking, SessionRecord
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError


class StillOpen(PortalError):
    pass


class NothingRecorded(PortalError):
    pass


@transaction.atomic
def add_addendum(*, booking: Booking, text: str, reason: str, by: User, at: datetime) -> Addendum:
    """Add to a locked record, for good, and tell the owners.

    Raises StillOpen while the record itself can be changed, NothingRecorded where there is none.
    """
    record = SessionRecord.objects.select_related("booking").filter(booking=booking).first()
    if record is None:
        raise NothingRecorded(_("There is no record of this session to add to."))
    if not record.is_locked(at=at):
        raise StillOpen(_("This record can still be changed. Please change it instead."))
    addendum = Addendum.objects.create(record=record, text=text, reason=reason, by=by, at=at)
    notifications.session_added_to(record.booking, addendum, by=by, at=at)
    return addendum
