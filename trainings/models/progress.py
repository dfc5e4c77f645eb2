"""What an enrolled business has done: who came, test points, waivers and overrides of a gate."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.core.models import TimeStampedModel
from trainings.models.batches import Meeting
from trainings.models.enrolments import Enrolment
from trainings.models.tracks import Stage


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def counted(self) -> Self:
        return self.filter(undone_at=None)


class Attendance(models.Model):
    """Somebody was there. One row a meeting and enrolment; undone, it stays as history."""

    class Source(models.TextChoices):
        CODE = "CODE", _("Code in the room")
        LIST = "LIST", _("Trainer's list")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="attendances", verbose_name=_("enrolment")
    )
    source = models.CharField(_("by"), max_length=4, choices=Source.choices)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                name="trainings_attendance_once",
                fields=["meeting", "enrolment"],
                condition=Q(undone_at=None),
                violation_error_message=_("This attendance is already noted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.pk})"


class StageProgress(TimeStampedModel):
    """What staff entered for one enrolment at one stage; the gate reads it, and nothing else does."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="progress", verbose_name=_("enrolment")
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="progress", verbose_name=_("stage")
    )
    test_points = models.PositiveSmallIntegerField(
        _("points in the post-test"), null=True, blank=True
    )
    tested_at = models.DateTimeField(_("test entered"), null=True, blank=True)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("test entered by"),
    )
    # A stage that need not be taken, on evidence: "has a valid P-IRT, number …".
    waived_at = models.DateTimeField(_("waived"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("waived by"),
    )
    waiver_evidence = models.CharField(_("evidence for the waiver"), max_length=300, blank=True)
    # A gate opened although something was missing.
    overridden_at = models.DateTimeField(_("opened by exception"), null=True, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    override_reason = models.CharField(_("reason for the exception"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("progress in a stage")
        verbose_name_plural = _("progress in stages")
        permissions = [
            ("open_gate", "Can waive a stage and open its gate"),
            ("record_score", "Can enter test scores"),
        ]
        constraints = [
            models.UniqueConstraint(name="trainings_progress_once", fields=["enrolment", "stage"]),
            models.CheckConstraint(
                name="trainings_progress_points",
                condition=Q(test_points=None) | Q(test_points__lte=100),
                violation_error_message=_("A test has at most 100 points."),
            ),
            models.CheckConstraint(
                name="trainings_progress_waiver",
                condition=Q(waived_at=None) | ~Q(waiver_evidence=""),
                violation_error_message=_("A waiver needs its evidence."),
            ),
            models.CheckConstraint(
                name="trainings_progress_override",
                condition=Q(overridden_at=None) | ~Q(override_reason=""),
                violation_error_message=_("An exception needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.stage}"

    @property
    def is_waived(self) -> bool:
        return self.waived_at is not None

    @property
    def is_overridden(self) -> bool:
        return self.overridden_at is not None
