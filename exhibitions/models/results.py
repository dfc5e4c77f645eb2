"""What came of it: three numbers a day, and orders that followed."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.applications import Application
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text

# Above these somebody typed a nought too many.
MOST_PEOPLE, MOST_RUPIAH = 100_000, 10_000_000_000


class ReportQuerySet(models.QuerySet["DailyReport"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_dailyreport"):
            return self
        return self.filter(application__in=Application.objects.run_by(user))


class DailyReport(TimeStampedModel):
    """One day at the stand in three numbers. Money in whole rupiah.

    Of an online promotion `visitors` are its viewers and `pieces` the orders it brought.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="reports", verbose_name=_("application")
    )
    day = models.DateField(_("day"))
    visitors = models.PositiveIntegerField(_("visitors at the stand"))
    pieces = models.PositiveIntegerField(_("pieces sold"))
    turnover = models.BigIntegerField(_("turnover of the day"))
    note = models.CharField(
        _("anything else"), max_length=300, blank=True, validators=[validate_plain_text]
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"))

    objects = ReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("daily report")
        verbose_name_plural = _("daily reports")
        indexes = [models.Index(fields=["day"], name="exhibitions_report_day")]
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_report_one_a_day",
                fields=["application", "day"],
                violation_error_message=_("This day is already reported."),
            ),
            models.CheckConstraint(
                name="exhibitions_report_turnover",
                condition=Q(turnover__gte=0, turnover__lte=10_000_000_000),
                violation_error_message=_("Turnover is at least 0 and at most Rp10 billion."),
            ),
            models.CheckConstraint(
                name="exhibitions_report_people",
                condition=Q(visitors__lte=100_000, pieces__lte=100_000),
                violation_error_message=_("That is more than 100,000; is there a nought too many?"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.day} ({self.pk})"


class OrderQuerySet(models.QuerySet["FollowUpOrder"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_followuporder"):
            return self
        return self.filter(application__in=Application.objects.run_by(user))


class FollowUpOrder(TimeStampedModel):
    """An order that came after the activity because of it. Money in whole rupiah."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="follow_up_orders", verbose_name=_("application")
    )
    ordered_on = models.DateField(_("ordered on"))
    buyer = models.CharField(_("buyer"), max_length=120, validators=[validate_plain_text])
    what = models.CharField(_("what"), max_length=160, blank=True, validators=[validate_plain_text])
    amount = models.BigIntegerField(_("value of the order"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"))

    objects = OrderQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up order")
        verbose_name_plural = _("follow-up orders")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_order_amount",
                condition=Q(amount__gte=1, amount__lte=10_000_000_000),
                violation_error_message=_("An order is worth between Rp1 and Rp10 billion."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.pk})"
