"""Who stands in which booth."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.activities import Booth
from exhibitions.models.applications import Application


class BoothPlace(models.Model):
    """Who stands where. The seat makes it impossible that a booth is given away once too often."""

    booth = models.ForeignKey(Booth, models.PROTECT, related_name="places", verbose_name=_("booth"))
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="booth_place", verbose_name=_("application")
    )
    seat = models.PositiveSmallIntegerField(_("seat"))
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("place in a booth")
        verbose_name_plural = _("places in booths")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_boothplace_seat",
                fields=["booth", "seat"],
                violation_error_message=_("This seat is taken."),
            ),
            models.CheckConstraint(
                name="exhibitions_boothplace_seats", condition=Q(seat__gte=1, seat__lte=20)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booth}/{self.seat} ({self.pk})"

    @property
    def version(self) -> int:
        """Grows with every move from booth to booth; messages carry it."""
        return int(self.history.order_by("-pk").values_list("pk", flat=True)[0])

    @property
    def message_topic(self) -> str:
        return f"booth:{self.application_id}"
