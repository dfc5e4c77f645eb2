from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plut_portal.core import months


class ClosedMonthQuerySet(models.QuerySet["ClosedMonth"]):
    def in_force(self) -> Self:
        return self.filter(reopened_at=None)

    def covers(self, day: date) -> bool:
        return self.in_force().filter(first_day=months.month_of(day)).exists()


class ClosedMonth(models.Model):
    """A month whose figures have left the house (FM-60). Opened again it stays as history."""

    first_day = models.DateField(_("month"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    reopened_at = models.DateTimeField(_("opened again"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened again by"),
    )
    reopen_reason = models.CharField(_("reason for opening again"), max_length=200, blank=True)

    objects = ClosedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        permissions = [("reopen_closedmonth", "Can open a closed month again")]
        constraints = [
            models.UniqueConstraint(
                name="consultations_closedmonth_once",
                fields=["first_day"],
                condition=Q(reopened_at=None),
                violation_error_message=_("This month is closed already."),
            ),
            models.CheckConstraint(
                name="consultations_closedmonth_first_day", condition=Q(first_day__day=1)
            ),
            models.CheckConstraint(
                name="consultations_closedmonth_reasoned",
                condition=Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason="")),
                violation_error_message=_("Opening a month again needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{months.month_text(self.first_day)} ({self.pk})"
