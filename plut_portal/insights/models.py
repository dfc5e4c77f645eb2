from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel

FIRST_YEAR, LAST_YEAR = 2020, 2099


class AnnualTarget(TimeStampedModel):
    """What the office has promised to reach in a year, and where that is written."""

    class Indicator(models.TextChoices):
        """The figures of the answer to the council that a target can stand beside."""

        SERVED = "SERVED", _("Businesses served")
        FIRST_TIMERS = "FIRST_TIMERS", _("Served for the first time")
        ALL_THREE = "ALL_THREE", _("Passed all three stages")
        PACKAGED = "PACKAGED", _("Finished packaging and marketing")
        TURNOVER = "TURNOVER", _("Turnover at activities, in rupiah")
        AGAIN = "AGAIN", _("Stopped businesses that run again")
        WOMEN = "WOMEN", _("Women working in the businesses served")
        VILLAGES = "VILLAGES", _("Villages and wards reached")

    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    indicator = models.CharField(_("indicator"), max_length=12, choices=Indicator.choices)
    value = models.PositiveBigIntegerField(
        _("target"), help_text=_("For the whole year, as a whole number.")
    )
    source = models.CharField(
        _("where it is written"),
        max_length=160,
        help_text=_("For example: Renja Diskumindag 2026. Printed below the answer."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("annual target")
        verbose_name_plural = _("annual targets")
        constraints = [
            models.UniqueConstraint(
                name="insights_annualtarget_once",
                fields=["year", "indicator"],
                violation_error_message=_("This year already has a target for this indicator."),
            ),
            models.CheckConstraint(
                name="insights_annualtarget_year",
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} {self.year} ({self.pk})"

    @property
    def value_text(self) -> str:
        return number_text(self.indicator, self.value)


def number_text(indicator: str, number: int) -> str:
    """Rp1.500.000, or 1.500 of what is counted."""
    if indicator == AnnualTarget.Indicator.TURNOVER:
        return formats.rupiah(number)
    return formats.whole_number(number)
