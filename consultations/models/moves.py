from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.bookings import Booking
from consultations.models.people import Consultant
from plut_portal.core import formats


class BookingMove(models.Model):
    """One change of time or of consultant: written with it, never changed after."""

    booking = models.ForeignKey(
        Booking, models.PROTECT, related_name="moves", verbose_name=_("booking")
    )
    starts_before = models.DateTimeField(_("from"))
    starts_after = models.DateTimeField(_("to"))
    consultant_before = models.ForeignKey(
        Consultant, models.PROTECT, related_name="+", verbose_name=_("consultant before")
    )
    consultant_after = models.ForeignKey(
        Consultant, models.PROTECT, related_name="+", verbose_name=_("consultant after")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("moved by")
    )
    # Whether the office or the consultant moved it: owners are told so, not by whom.
    by_office = models.BooleanField(_("by the office"), default=False)
    at = models.DateTimeField(_("moved on"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        indexes = [models.Index(fields=["booking", "at"], name="consultations_move_booking")]
        constraints = [
            models.CheckConstraint(
                name="consultations_bookingmove_office_says_why",
                condition=models.Q(by_office=False) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.starts_after)} ({self.pk})"
