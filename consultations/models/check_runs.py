"""What people answered in cek kendala, and where it pointed on that day."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from businesses.models import OperatingState, Village
from consultations.models.checks import (
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
)


class ConstraintCheckQuerySet(models.QuerySet["ConstraintCheck"]):
    def recent(self, period: timedelta, *, at: datetime) -> Self:
        """Finished within the period or, when not finished, begun within it."""
        last = Coalesce("finished_at", "started_at")
        return self.annotate(last_seen_at=last).filter(last_seen_at__gt=at - period)


class ConstraintCheck(models.Model):
    """One run through the questionnaire by somebody who need not say who she is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(CheckVersion, models.PROTECT, related_name="runs")
    operating_state = models.CharField(max_length=7, choices=OperatingState.choices, blank=True)
    village = models.ForeignKey(Village, models.PROTECT, null=True, blank=True, related_name="+")
    is_outside_batu = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ConstraintCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("constraint check")
        verbose_name_plural = _("constraint checks")
        constraints = [
            models.CheckConstraint(
                name="consultations_constraintcheck_one_place",
                condition=Q(village=None) | Q(is_outside_batu=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class CheckResponse(models.Model):
    # Not called `check`, which is a method of every model.
    run = models.ForeignKey(ConstraintCheck, models.PROTECT, related_name="responses")
    question = models.ForeignKey(CheckQuestion, models.PROTECT, related_name="+")
    answer = models.ForeignKey(CheckAnswer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                name="consultations_checkresponse_once", fields=["run", "question"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} ({self.pk})"


class CheckResult(models.Model):
    """A constraint the run points to, as it was ranked on that day."""

    run = models.ForeignKey(ConstraintCheck, models.PROTECT, related_name="results")
    constraint = models.ForeignKey(Constraint, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(name="consultations_checkresult_rank", fields=["run", "rank"]),
            models.UniqueConstraint(
                name="consultations_checkresult_once", fields=["run", "constraint"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.constraint}"
