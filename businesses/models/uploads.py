import uuid
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plut_portal.core.uploads import random_name

AnyUpload = TypeVar("AnyUpload", bound="Upload")


def raw_name(upload: "Upload", filename: str) -> str:
    return random_name("received")


class UploadQuerySet(models.QuerySet[AnyUpload]):
    def present(self) -> Self:
        return self.exclude(state=Upload.State.REMOVED)

    def unfinished(self) -> Self:
        return self.filter(state=Upload.State.PROCESSING)

    def ready(self) -> Self:
        return self.filter(state=Upload.State.READY)

    def stuck(self, *, at: datetime) -> Self:
        """Those whose worker never came, or died over them."""
        return self.unfinished().filter(uploaded_at__lt=at - Upload.PATIENCE)


class Upload(models.Model):
    """A file somebody sent. Nobody sees it as it came: a worker makes it anew (FM-48)."""

    class State(models.TextChoices):
        PROCESSING = "PROCESSING", _("Being prepared")
        READY = "READY", _("Ready")
        FAILED = "FAILED", _("Could not be opened")
        REMOVED = "REMOVED", _("Removed")

    # The whole life of an upload (FM-16). What is removed has lost its files and never returns.
    MOVES: dict[str, set[str]] = {
        State.PROCESSING: {State.READY, State.FAILED, State.REMOVED},
        State.READY: {State.REMOVED},
        State.FAILED: {State.REMOVED},
        State.REMOVED: set(),
    }
    MAX_ATTEMPTS = 3
    PATIENCE = timedelta(minutes=1)
    # The files there may be, by the names of their fields.
    FILES: tuple[str, ...] = ("original",)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROCESSING, editable=False
    )
    original = models.FileField(
        _("file as it was sent"), upload_to=raw_name, blank=True, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    uploaded_at = models.DateTimeField(_("sent"))

    class Meta:
        abstract = True

    def become(self, state: "Upload.State") -> None:
        if state not in self.MOVES[self.state]:
            raise ValueError(f"An upload never goes from {self.state} to {state}.")
        self.state = state

    @property
    def files(self) -> list[Any]:
        return [file for name in self.FILES if (file := getattr(self, name))]

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROCESSING

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED


class Paper(Upload):
    """A PDF kept as it came, or a picture made anew: read by few, never shown in a page."""

    class ContentType(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"

    ENDINGS = {ContentType.PDF: ".pdf", ContentType.JPEG: ".jpg"}
    FILES = ("original", "file")

    # Each table says in which folder its files lie.
    file: models.FileField
    content_type = models.CharField(
        _("format"), max_length=15, choices=ContentType.choices, editable=False
    )
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def ending(self) -> str:
        return self.ENDINGS[self.ContentType(self.content_type)]
