"""Files that go with a session: PDFs as they are, pictures made anew, all of them private."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses.services import uploads
from consultations.models import Booking, SessionAttachment
from consultations.services.guards import WrongState
from consultations.services.sessions import check_open
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

MOST = 10
TASK, ARGUMENT = "consultations.process_attachment", "attachment_id"


class TooManyAttachments(PortalError):
    status = 403


@transaction.atomic
def add_attachment(
    *,
    booking: Booking,
    title: str,
    audience: str,
    file: "UploadedFile[bytes]",
    by: User,
    at: datetime,
) -> SessionAttachment:
    """Take a file that the form has looked at, while the record is open.

    Raises TooManyAttachments past ten, WrongState for a cancelled booking, and what check_open does.
    """
    # Two files sent at once take turns, so that the count below holds.
    booking = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if booking.status == Booking.Status.CANCELLED:
        raise WrongState(_("This booking was cancelled; there is nothing to record."))
    check_open(booking, by=by, at=at)
    if SessionAttachment.objects.of(booking).count() >= MOST:
        raise TooManyAttachments(
            _("You have %(count)d files here already. Remove one you no longer need.")
            % {"count": MOST}
        )
    attachment = SessionAttachment(
        booking=booking, title=title, audience=audience, uploaded_by=by, uploaded_at=at
    )
    uploads.take(attachment, file, task=TASK, name=ARGUMENT)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: SessionAttachment, by: User, at: datetime) -> None:
    """Take the file away for good, while the record is open. Twice is harmless."""
    check_open(attachment.booking, by=by, at=at)
    present = SessionAttachment.objects.present().select_for_update(of=("self",))
    if there := present.filter(pk=attachment.pk).first():
        uploads.remove(there)


def process_attachment(*, attachment_id: int) -> str:
    """Make a picture anew and throw the sent file away. Answers with the new state."""
    return uploads.process_paper(SessionAttachment.objects.all(), attachment_id)


def sweep_attachments(*, at: datetime) -> int:
    """Poke a worker for every file whose own never came, and give up on those tried often enough."""
    return uploads.sweep_of(SessionAttachment.objects.all(), TASK, ARGUMENT, at=at)
