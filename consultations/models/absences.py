"""When nobody is received: leave of one, closed days of all."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.hours import PeriodQuerySet
from consultations.models.people import Consultant
from plut_portal.core import formats


class Leave(models.Model):
    """Days off; with hours, those hours of each of the days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="leaves", verbose_name=_("consultant")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    from_time = models.TimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: the whole day.")
    )
    until_time = models.TimeField(_("until"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=120, blank=True, help_text=_("Seen by the office only.")
    )
    substitute = models.ForeignKey(
        Consultant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("substitute"),
        help_text=_("Named on the public page of the absent consultant."),
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leave")
        constraints = [
            models.CheckConstraint(
                name="consultations_leave_order",
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                name="consultations_leave_hours",
                condition=models.Q(from_time=None, until_time=None)
                | models.Q(
                    from_time__isnull=False,
                    until_time__isnull=False,
                    from_time__lt=models.F("until_time"),
                ),
                violation_error_message=_(
                    "Part of a day needs both times, and the end later than the beginning."
                ),
            ),
            models.CheckConstraint(
                name="consultations_leave_somebody_else",
                condition=models.Q(substitute=None) | ~models.Q(substitute=models.F("consultant")),
                violation_error_message=_("The substitute must be somebody else."),
            ),
        ]

    def __str__(self) -> str:
        days = [formats.short_date_text(day) for day in (self.starts_on, self.ends_on)]
        return days[0] if self.is_one_day else " – ".join(days)

    @property
    def is_one_day(self) -> bool:
        return self.starts_on == self.ends_on

    @property
    def is_whole_days(self) -> bool:
        return self.from_time is None or self.until_time is None

    def takes(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a session from the one moment to the other falls into it, on one day in WIB."""
        day = formats.wib_day(starts_at)
        if not self.starts_on <= day <= self.ends_on:
            return False
        if self.from_time is None or self.until_time is None:
            return True
        away_from = formats.at_wib(day, self.from_time)
        return away_from < ends_at and starts_at < formats.at_wib(day, self.until_time)


class Closure(models.Model):
    """A day on which the whole office is closed: public holiday, cuti bersama or its own."""

    class Source(models.TextChoices):
        PACKAGE = "PACKAGE", _("public holidays")
        ADMIN = "ADMIN", _("the office")

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(
        _("entered from"),
        max_length=7,
        choices=Source.choices,
        default=Source.ADMIN,
        editable=False,
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")

    def __str__(self) -> str:
        return f"{formats.date_text(self.on)}: {self.name}"
