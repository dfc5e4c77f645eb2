"""Papers as evidence: PDFs as they are, pictures made anew, all of them private."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, BusinessDocument
from businesses.services import uploads
from plut_portal.accounts.models import AccessLogEntry, User
from plut_portal.core.errors import PortalError

MOST = 10


class TooManyDocuments(PortalError):
    status = 403


@transaction.atomic
def add_document(
    *, business: Business, kind: str, file: "UploadedFile[bytes]", by: User, at: datetime
) -> BusinessDocument:
    """Take a paper that the form has looked at. Raises TooManyDocuments past ten."""
    # Two papers sent at once take turns, so that the count below holds.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if BusinessDocument.objects.of(business).count() >= MOST:
        raise TooManyDocuments(
            _("You have %(count)d papers here already. Remove one you no longer need.")
            % {"count": MOST}
        )
    document = BusinessDocument(business=business, kind=kind, uploaded_by=by, uploaded_at=at)
    uploads.take(document, file, task="businesses.process_document", name="document_id")
    return document


@transaction.atomic
def remove_document(*, document: BusinessDocument) -> None:
    """Take the file away for good. Twice is harmless."""
    there = BusinessDocument.objects.present().select_for_update().filter(pk=document.pk).first()
    if there:
        uploads.remove(there)


def process_document(*, document_id: int) -> str:
    """Make a picture of a paper anew and throw the sent file away. Answers with the new state."""
    return uploads.process_paper(BusinessDocument.objects.all(), document_id)


def open_document(*, document: BusinessDocument, by: User, at: datetime) -> BusinessDocument:
    """Let the office read a paper, and leave a trace that its owner can read."""
    AccessLogEntry.objects.create(
        actor=by,
        subject=document.uploaded_by,
        action=AccessLogEntry.Action.VIEW_DOCUMENT,
        reason=f"{document.get_kind_display()} · {document.business.label}"[:200],
        at=at,
    )
    return document
