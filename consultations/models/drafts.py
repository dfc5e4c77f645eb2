from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.bookings import Booking


class RecordDraft(models.Model):
    """What somebody has typed into a session record and not saved yet. For that person alone.

    It holds the internal note as well, so it stands in no page of the office, export or history.
    One per person, so that nobody types over another's.
    """

    booking = models.ForeignKey(
        Booking, models.PROTECT, related_name="drafts", verbose_name=_("booking")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("typed by")
    )
    typed = models.JSONField(_("typed"))
    saved_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("draft of a session record")
        verbose_name_plural = _("drafts of session records")
        constraints = [
            models.UniqueConstraint(
                name="consultations_recorddraft_one_each", fields=["booking", "by"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} – {self.pk}"
