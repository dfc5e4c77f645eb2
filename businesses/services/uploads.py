"""What happens to a file after it came: made anew by one worker, once, or given up on."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.db.models.fields.files import FieldFile

from businesses.models import BusinessDocument, Paper, ProductPhoto, Upload, UploadQuerySet
from plut_portal.core import images, queue
from plut_portal.core.uploads import is_pdf

AnyUpload = TypeVar("AnyUpload", bound=Upload)
AnyPaper = TypeVar("AnyPaper", bound=Paper)
# Small print must stay legible, and the office's computers must open it.
EDGE, KIND, QUALITY = 2200, "JPEG", 82


def take(paper: Paper, file: "UploadedFile[bytes]", *, task: str, name: str) -> None:
    """Keep a PDF as it is; a picture waits for a worker, who makes it anew."""
    paper.size = file.size or 0
    if is_pdf(file):
        paper.content_type = Paper.ContentType.PDF
        paper.file.save("file", file, save=False)
        paper.become(Paper.State.READY)
        paper.save()
        return
    paper.content_type = Paper.ContentType.JPEG
    paper.original.save("file", file, save=False)
    paper.save()
    queue.enqueue(task, **{name: paper.pk})


def process_paper(papers: UploadQuerySet[AnyPaper], pk: int) -> str:
    """Make a picture of a paper anew and throw the sent file away. Answers with the new state."""
    return _process(papers, pk) if claim(papers, pk) else "not ours"


@transaction.atomic
def _process(papers: UploadQuerySet[AnyPaper], pk: int) -> str:
    paper = lock(papers, pk)
    if paper is None:
        return "not ours"
    data = read(paper.original)
    try:
        [copy] = images.remake(data, edges=[EDGE], kind=KIND, quality=QUALITY)
    except images.Unreadable:
        paper.become(Paper.State.FAILED)
    else:
        keep(paper.file, copy.data)
        paper.size = len(copy.data)
        paper.become(Paper.State.READY)
    forget([paper.original])
    paper.save()
    return paper.state


def claim(uploads: UploadQuerySet[AnyUpload], pk: int) -> bool:
    """Count one try, apart from the work: a file that kills its worker does so three times only."""
    mine = uploads.unfinished().filter(pk=pk, attempts__lt=Upload.MAX_ATTEMPTS)
    return mine.update(attempts=F("attempts") + 1) == 1


def lock(uploads: UploadQuerySet[AnyUpload], pk: int) -> AnyUpload | None:
    """The unfinished upload, for this transaction alone; None when another worker has it."""
    return (
        uploads.unfinished().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    )


def read(file: FieldFile) -> bytes:
    with file.open("rb") as handle:
        data: bytes = handle.read()
    return data


def keep(file: FieldFile, data: bytes) -> None:
    """Write a file of ours into its field; the field chooses the name."""
    file.save("file", ContentFile(data), save=False)


def remove(upload: Upload) -> None:
    """Take the files away for good; the row says who sent what and when. Twice is harmless."""
    if upload.state == Upload.State.REMOVED:
        return
    upload.become(Upload.State.REMOVED)
    forget(upload.files)
    upload.save()


def forget(files: Iterable[FieldFile]) -> None:
    """Empty the fields now, the storage once that is certain."""
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
        setattr(file.instance, file.field.attname, "")


def sweep(*, at: datetime) -> int:
    """Poke a worker for every file whose own never came, and give up on those tried often enough."""
    return sweep_of(ProductPhoto.objects.all(), "businesses.process_photo", "photo_id", at=at) + (
        sweep_of(
            BusinessDocument.objects.all(), "businesses.process_document", "document_id", at=at
        )
    )


def sweep_of(uploads: UploadQuerySet[AnyUpload], task: str, name: str, *, at: datetime) -> int:
    """The same for one kind of file, whose task takes its key by this name."""
    stuck = uploads.stuck(at=at)
    for pk in stuck.filter(attempts__gte=Upload.MAX_ATTEMPTS).values_list("pk", flat=True):
        _give_up(uploads, pk)
    waiting = list(stuck.filter(attempts__lt=Upload.MAX_ATTEMPTS).values_list("pk", flat=True))
    for pk in waiting:
        queue.enqueue(task, **{name: pk})
    return len(waiting)


@transaction.atomic
def _give_up(uploads: UploadQuerySet[AnyUpload], pk: int) -> None:
    if upload := lock(uploads, pk):
        upload.become(Upload.State.FAILED)
        forget(upload.files)
        upload.save()
