from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from businesses.models import Business, Paper, UploadQuerySet
from consultations.models.bookings import Booking
from consultations.models.cases import MentoringCase
from consultations.models.sessions import SessionRecord
from plut_portal.accounts.models import User
from plut_portal.core.uploads import random_name


def attachment_name(attachment: "SessionAttachment", filename: str) -> str:
    return random_name("sessions", attachment.ending)


class SessionAttachmentQuerySet(UploadQuerySet["SessionAttachment"]):
    def visible_to(self, user: User) -> Self:
        """Internal ones for whoever reads the internal note, the others for the owner as well –
        once there is a record to read them with."""
        if user.has_perm("consultations.view_internalnote"):
            return self
        if user.is_consultant:
            cases = MentoringCase.objects.worked_on_by(user).open()
            shared = Q(
                audience=SessionAttachment.Audience.OWNER,
                booking__record__in=SessionRecord.objects.visible_to(user),
            )
            own = Q(booking__consultant__user=user)
            return self.filter(own | Q(booking__case__in=cases) | shared)
        theirs = self.filter(
            audience=SessionAttachment.Audience.OWNER, booking__record__isnull=False
        )
        return theirs.filter(booking__business__in=Business.objects.run_by(user))

    def of(self, booking: Booking) -> Self:
        return self.present().filter(booking=booking).order_by("uploaded_at", "pk")


class SessionAttachment(Paper):
    """A file that goes with a session: a label, a calculation, a photo of the shop."""

    class Audience(models.TextChoices):
        OWNER = "OWNER", _("For the owner")
        INTERNAL = "INTERNAL", _("Internal")

    booking = models.ForeignKey(
        Booking, models.PROTECT, related_name="attachments", verbose_name=_("booking")
    )
    title = models.CharField(_("what it is"), max_length=80)
    audience = models.CharField(_("who may read it"), max_length=8, choices=Audience.choices)
    file = models.FileField(upload_to=attachment_name, blank=True, editable=False)

    objects = SessionAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment of a session")
        verbose_name_plural = _("attachments of sessions")

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("consultations:attachment_file", args=[self.public_id])

    @property
    def download_name(self) -> str:
        """label-kemasan.pdf, whatever the file was called when it came."""
        return f"{slugify(self.title)[:60] or 'lampiran'}{self.ending}"
