from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.people import Consultant
from plut_portal.core import formats
from plut_portal.core.models import SingleRow


class WeeklyHours(models.Model):
    """One window of one weekday in which a consultant receives people, in WIB."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="weekly_hours", verbose_name=_("consultant")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        constraints = [
            models.CheckConstraint(
                name="consultations_weeklyhours_order",
                condition=models.Q(opens__lt=models.F("closes")),
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.UniqueConstraint(
                name="consultations_weeklyhours_once",
                fields=["consultant", "weekday", "opens"],
                violation_error_message=_("These hours are already entered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class PeriodQuerySet(models.QuerySet["Leave"]):
    def touching(self, first: date, last: date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Leave(models.Model):
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="leaves", verbose_name=_("consultant")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(
        _("reason"), max_length=120, blank=True, help_text=_("Seen by the office only.")
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
        ]

    def __str__(self) -> str:
        days = [formats.short_date_text(day) for day in (self.starts_on, self.ends_on)]
        return " – ".join(days)


class Closure(models.Model):
    """A day on which the whole office is closed: public holiday, cuti bersama or its own."""

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")

    def __str__(self) -> str:
        return f"{formats.date_text(self.on)}: {self.name}"


class BookingPolicy(SingleRow):
    """The rules of booking, in one row that staff edit."""

    buffer_minutes = models.PositiveSmallIntegerField(
        _("pause after a session (minutes)"), default=15
    )
    notice_hours = models.PositiveSmallIntegerField(_("earliest booking (hours ahead)"), default=2)
    horizon_days = models.PositiveSmallIntegerField(_("latest booking (days ahead)"), default=30)
    hold_minutes = models.PositiveSmallIntegerField(
        _("a chosen time is kept for (minutes)"),
        default=10,
        help_text=_("While its visitor fills in the form nobody else can book it. 0: not at all."),
    )
    max_open_bookings = models.PositiveSmallIntegerField(_("open bookings per business"), default=2)
    cancel_hours = models.PositiveSmallIntegerField(
        _("owners may cancel until (hours before)"), default=2
    )
    move_hours = models.PositiveSmallIntegerField(
        _("owners may move until (hours before)"), default=12
    )
    allow_moves = models.BooleanField(
        _("owners may move appointments"),
        default=True,
        help_text=_("Off: they cancel and book again, or call. Staff may move at any time."),
    )
    max_moves = models.PositiveSmallIntegerField(_("moves per booking"), default=2)
    no_show_limit = models.PositiveSmallIntegerField(
        _("note for staff from so many absences on"),
        default=2,
        help_text=_("Staff see a note on the booking. Nothing is refused to the owner."),
    )
    no_show_days = models.PositiveSmallIntegerField(_("counted over the last (days)"), default=90)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("booking rules")
        verbose_name_plural = _("booking rules")
        constraints = [
            models.CheckConstraint(name="consultations_policy_one_row", condition=models.Q(id=1)),
            models.CheckConstraint(
                name="consultations_policy_horizon",
                condition=models.Q(horizon_days__gte=1, horizon_days__lte=180),
                violation_error_message=_("Booking ahead goes from 1 to 180 days."),
            ),
            models.CheckConstraint(
                name="consultations_policy_hold",
                condition=models.Q(hold_minutes__lte=60),
                violation_error_message=_("A time is kept for an hour at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("booking rules"))

    @property
    def buffer(self) -> timedelta:
        return timedelta(minutes=self.buffer_minutes)

    @property
    def hold_length(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    def earliest(self, *, at: datetime) -> datetime:
        return at + timedelta(hours=self.notice_hours)

    def latest(self, *, at: datetime) -> datetime:
        """The midnight (WIB) that ends the last bookable day."""
        last = formats.wib_day(at) + timedelta(days=self.horizon_days)
        return formats.at_wib(last + timedelta(days=1), time.min)

    def absences_count_from(self, *, at: datetime) -> datetime:
        return at - timedelta(days=self.no_show_days)

    def cancel_deadline(self, starts_at: datetime) -> datetime:
        return starts_at - timedelta(hours=self.cancel_hours)

    def move_deadline(self, starts_at: datetime) -> datetime:
        return starts_at - timedelta(hours=self.move_hours)
