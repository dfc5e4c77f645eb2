"""When people are received: windows of weekdays and of days, and periods with their own."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import DEFAULT_DB_ALIAS, DataError, models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models.people import Consultant
from plut_portal.accounts.models import User
from plut_portal.core import formats


class Mode(models.TextChoices):
    """Where a session takes place."""

    OFFICE = "OFFICE", _("At the office")
    ONLINE = "ONLINE", _("Online")
    VISIT = "VISIT", _("Visit to the business")


class Minutes(models.Func):
    """A time of day as minutes after midnight: PostgreSQL has no ranges of times."""

    template = "(extract(epoch from %(expressions)s) / 60)::int"
    output_field = models.IntegerField()


class Apart(ExclusionConstraint):
    """Rows that do not meet. Ends before the beginning are for the other constraints to refuse."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        try:
            with transaction.atomic(using=using):
                super().validate(model, instance, exclude=exclude, using=using)
        except DataError:
            return


class Window(models.Model):
    """From when until when people are received, in WIB, and where."""

    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    at_office = models.BooleanField(_("at the office"), default=True)
    online = models.BooleanField(_("online"), default=False)
    on_visit = models.BooleanField(_("visits"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_order",
                condition=models.Q(opens__lt=models.F("closes")),
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_somewhere",
                condition=models.Q(at_office=True)
                | models.Q(online=True)
                | models.Q(on_visit=True),
                violation_error_message=_("Choose where: at the office, online or on a visit."),
            ),
        ]

    @property
    def modes(self) -> list[Mode]:
        ticked = (self.at_office, self.online, self.on_visit)
        return [mode for mode, is_on in zip(Mode, ticked, strict=True) if is_on]

    @property
    def hours_text(self) -> str:
        return f"{self.opens:%H.%M}–{self.closes:%H.%M}"

    @property
    def modes_text(self) -> str:
        return ", ".join(str(mode.label) for mode in self.modes)

    def shares_time_with(self, other: "Window") -> bool:
        return self.opens < other.closes and other.opens < self.closes


def _same_number(column: str, function: str = "int8range") -> tuple[models.Func, str]:
    """Equality for a GiST index without extensions: two ranges of one number meet."""
    number = models.F(column)
    return models.Func(number, number, models.Value("[]"), function=function), "&&"


_SAME_TIME = (
    models.Func(Minutes("opens"), Minutes("closes"), function="int4range"),
    RangeOperators.OVERLAPS,
)


class OfConsultantQuerySet(models.QuerySet[Any]):
    """Rows of a calendar: a consultant's own, and nobody else's (FM-36)."""

    def owned_by(self, user: User) -> Self:
        return self.filter(consultant__user=user)


class WeeklyHoursQuerySet(OfConsultantQuerySet):
    def standing(self, first: date, last: date | None = None) -> Self:
        """Those that hold on some day from `first` on, at the latest on `last`."""
        found = self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=first))
        begun = models.Q(valid_from=None) | models.Q(valid_from__lte=last)
        return found.filter(begun) if last else found


class WeeklyHours(Window):
    """One window of one weekday. Ended with a last day and kept, so that the past stays true."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="weekly_hours", verbose_name=_("consultant")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = WeeklyHoursQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Window.Meta):
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        constraints = [
            *Window.Meta.constraints,
            models.CheckConstraint(
                name="consultations_weeklyhours_period",
                condition=models.Q(valid_from__lte=models.F("valid_until"))
                | models.Q(valid_from=None)
                | models.Q(valid_until=None),
                violation_error_message=_("The last day must not be before the first."),
            ),
            Apart(
                name="consultations_weeklyhours_apart",
                expressions=[
                    _same_number("consultant_id"),
                    _same_number("weekday", "int4range"),
                    _SAME_TIME,
                    (
                        models.Func(
                            "valid_from", "valid_until", models.Value("[]"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                # One page may end a window and begin another: what counts is what it leaves.
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("These hours overlap with others of the same weekday."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.hours_text}"

    def stands_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def shares_days_with(self, other: "WeeklyHours") -> bool:
        latest, earliest = date.max, date.min
        first = max(self.valid_from or earliest, other.valid_from or earliest)
        last = min(self.valid_until or latest, other.valid_until or latest)
        return self.weekday == other.weekday and first <= last

    def collides_with(self, other: "WeeklyHours") -> bool:
        return self.shares_days_with(other) and self.shares_time_with(other)


class ExtraHours(Window):
    """Hours of one date besides the weekly ones: a Saturday opened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="extra_hours", verbose_name=_("consultant")
    )
    on = models.DateField(_("day"))

    objects = OfConsultantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Window.Meta):
        verbose_name = _("extra hours")
        verbose_name_plural = _("extra hours")
        constraints = [
            *Window.Meta.constraints,
            Apart(
                name="consultations_extrahours_apart",
                expressions=[
                    _same_number("consultant_id"),
                    _same_number("on", "daterange"),
                    _SAME_TIME,
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("These hours overlap with others of the same day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.date_text(self.on)} {self.hours_text}"

    def collides_with(self, other: "ExtraHours") -> bool:
        return self.on == other.on and self.shares_time_with(other)


class PeriodQuerySet(OfConsultantQuerySet):
    def touching(self, first: date, last: date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class HoursException(models.Model):
    """A period with hours of its own, such as Ramadan, for everyone or for one consultant.

    For everyone: on the weekdays on which a consultant receives people anyway.
    """

    name = models.CharField(_("name"), max_length=80)
    consultant = models.ForeignKey(
        Consultant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hours_exceptions",
        verbose_name=_("consultant"),
        help_text=_("Empty: for all consultants, on the weekdays on which they receive people."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("period with other hours")
        verbose_name_plural = _("periods with other hours")
        constraints = [
            models.CheckConstraint(
                name="consultations_hoursexception_order",
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                violation_error_message=_("The last day must not be before the first."),
            ),
            Apart(
                name="consultations_hoursexception_apart",
                expressions=[
                    (
                        models.Func(
                            Coalesce("consultant_id", models.Value(0)),
                            Coalesce("consultant_id", models.Value(0)),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        models.Func(
                            "starts_on", "ends_on", models.Value("[]"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another period with other hours covers these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class ExceptionWindow(Window):
    exception = models.ForeignKey(
        HoursException, models.CASCADE, related_name="windows", verbose_name=_("period")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WeeklyHours.Weekday.choices)

    class Meta(Window.Meta):
        verbose_name = _("hours in this period")
        verbose_name_plural = _("hours in this period")
        constraints = [
            *Window.Meta.constraints,
            Apart(
                name="consultations_exceptionwindow_apart",
                expressions=[
                    _same_number("exception_id"),
                    _same_number("weekday", "int4range"),
                    _SAME_TIME,
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("These hours overlap with others of the same weekday."),
            ),
        ]

    def __str__(self) -> str:
        return f"{WeeklyHours.Weekday(self.weekday).label} {self.hours_text}"

    def collides_with(self, other: "ExceptionWindow") -> bool:
        return self.weekday == other.weekday and self.shares_time_with(other)
