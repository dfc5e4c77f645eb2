from datetime import datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.hours import Mode
from plut_portal.core import formats
from plut_portal.core.models import SingleRow


class BookingPolicy(SingleRow):
    """The rules of booking, in one row that staff edit."""

    buffer_minutes = models.PositiveSmallIntegerField(
        _("pause after a session (minutes)"), default=15
    )
    travel_minutes = models.PositiveSmallIntegerField(
        _("travel before and after a visit (minutes)"),
        default=45,
        help_text=_("Kept free around a visit to a business, instead of the pause."),
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
            models.CheckConstraint(
                name="consultations_policy_travel",
                condition=models.Q(travel_minutes__lte=240),
                violation_error_message=_("Travel takes at most 240 minutes."),
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

    def time_before(self, mode: str) -> timedelta:
        """What a session in this mode takes of the consultant before it begins: the way there."""
        return timedelta(minutes=self.travel_minutes if mode == Mode.VISIT else 0)

    def time_after(self, mode: str) -> timedelta:
        """The pause after it, or the way back."""
        return self.time_before(mode) if mode == Mode.VISIT else self.buffer

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
