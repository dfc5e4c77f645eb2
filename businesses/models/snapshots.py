from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from businesses.classes import TurnoverBand
from businesses.models.businesses import Business
from plut_portal.accounts.models import User
from plut_portal.core import formats

MOST_WORKERS = 9999


class OperatingState(models.TextChoices):
    RUNNING = "RUNNING", _("Running")
    PAUSED = "PAUSED", _("Running with difficulty")
    STOPPED = "STOPPED", _("Stopped")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def in_force(self, *, as_of: datetime | None = None) -> Self:
        """Rows that no correction replaced – up to that moment, to repeat an earlier report."""
        known = self.filter(recorded_at__lte=as_of) if as_of else self
        corrections = Snapshot.objects.exclude(corrects=None)
        if as_of:
            corrections = corrections.filter(recorded_at__lte=as_of)
        return known.exclude(pk__in=corrections.values("corrects"))


class Snapshot(models.Model):
    """How a business was doing at one moment, as somebody said. Only ever added to (FM-59).

    A figure left empty was not spoken of in this row. `taken_at` is what the figures speak of,
    `recorded_at` when the row was written. A mistake is put right by a row that names the wrong
    one and says why. The database refuses to change or delete a row.
    """

    class Source(models.TextChoices):
        OWNER = "OWNER", _("Owner")
        CONSULTANT = "CONSULTANT", _("Consultant")
        COUNTER = "COUNTER", _("Counter")

    FIGURES = (
        "operating_state",
        "workers_female",
        "workers_male",
        "turnover_band",
        "turnover_withheld",
        "capital",
        "capital_withheld",
    )

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="snapshots", verbose_name=_("business")
    )
    taken_at = models.DateTimeField(_("as of"))
    recorded_at = models.DateTimeField(_("recorded"))
    operating_state = models.CharField(
        _("operating state"), max_length=7, choices=OperatingState, blank=True
    )
    workers_female = models.PositiveSmallIntegerField(
        _("women working"), null=True, blank=True, validators=[MaxValueValidator(MOST_WORKERS)]
    )
    workers_male = models.PositiveSmallIntegerField(
        _("men working"), null=True, blank=True, validators=[MaxValueValidator(MOST_WORKERS)]
    )
    turnover_band = models.CharField(
        _("turnover of a year"), max_length=8, choices=TurnoverBand.choices, blank=True
    )
    turnover_withheld = models.BooleanField(_("does not wish to say the turnover"), default=False)
    capital = models.PositiveBigIntegerField(
        _("capital"), null=True, blank=True, help_text=_("Without land and buildings, in rupiah.")
    )
    capital_withheld = models.BooleanField(_("does not wish to say the capital"), default=False)
    source = models.CharField(_("said by"), max_length=10, choices=Source.choices)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    reason = models.CharField(_("reason for the correction"), max_length=200, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition of a business")
        verbose_name_plural = _("condition of businesses")
        permissions = [("correct_snapshot", "Can correct a figure that was recorded wrongly")]
        indexes = [
            models.Index(fields=["business", "-taken_at"], name="businesses_snapshot_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="businesses_snapshot_reasoned",
                condition=(Q(corrects=None) & Q(reason="")) | (~Q(corrects=None) & ~Q(reason="")),
                violation_error_message=_("A correction needs its reason."),
            ),
            models.CheckConstraint(
                name="businesses_snapshot_said_or_withheld",
                condition=Q(turnover_withheld=False) | Q(turnover_band=""),
            ),
            models.CheckConstraint(
                name="businesses_snapshot_capital_or_withheld",
                condition=Q(capital_withheld=False) | Q(capital=None),
            ),
            models.CheckConstraint(
                name="businesses_snapshot_written_after",
                condition=Q(taken_at__lte=models.F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.short_date_text(self.taken_at)} ({self.pk})"
