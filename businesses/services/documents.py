"""Papers as evidence: PDFs as they are, pictures made anew, all of them private."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, BusinessDocument
from businesses.services import uploads
from plut_portal.accounts.models import AccessLogEntry, User
from plut_portal.core import images, queue
from plut_portal.core.errors import PortalError
from plut_portal.core.uploads import is_pdf

MOST = 10
# Small print must stay legible, and the office's computers must open it.
EDGE, KIND, QUALITY = 2200, "JPEG", 82


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
    document = BusinessDocument(
        business=business, kind=kind, uploaded_by=by, uploaded_at=at, size=file.size or 0
    )
    if is_pdf(file):
        document.content_type = BusinessDocument.ContentType.PDF
        document.file.save("file", file, save=False)
        document.become(BusinessDocument.State.READY)
        document.save()
        return document
    document.content_type = BusinessDocument.ContentType.JPEG
    document.original.save("file", file, save=False)
    document.save()
    queue.enqueue("businesses.process_document", document_id=document.pk)
    return document


@transaction.atomic
def remove_document(*, document: BusinessDocument) -> None:
    """Take the file away for good. Twice is harmless."""
    there = BusinessDocument.objects.present().select_for_update().filter(pk=document.pk).first()
    if there:
        uploads.remove(there)


def process_document(*, document_id: int) -> str:
    """Make a picture of a paper anew and throw the sent file away. Answers with the new state."""
    if not uploads.claim(BusinessDocument.objects.all(), document_id):
        return "not ours"
    return _process(document_id)


@transaction.atomic
def _process(document_id: int) -> str:
    document = uploads.lock(BusinessDocument.objects.all(), document_id)
    if document is None:
        return "not ours"
    data = uploads.read(document.original)
    try:
        [copy] = images.remake(data, edges=[EDGE], kind=KIND, quality=QUALITY)
    except images.Unreadable:
        document.become(BusinessDocument.State.FAILED)
    else:
        uploads.keep(document.file, copy.data)
        document.size = len(copy.data)
        document.become(BusinessDocument.State.READY)
    uploads.forget([document.original])
    document.save()
    return document.state


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
