"""What an activity asks for and how it chooses: requirements, criteria, the fairness rule."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models import Expertise
from exhibitions.models.activities import Activity


class Requirement(models.Model):
    """One thing a business must have; whether it does, the portal looks up by itself."""

    class Kind(models.TextChoices):
        VERIFIED = "VERIFIED", _("Business checked by the office")
        NIB = "NIB", "NIB"
        MARKETING_PERMIT = "MARKETING_PERMIT", _("P-IRT or BPOM MD for every food product")
        HALAL = "HALAL", _("Halal certificate for every food product")
        PHOTO = "PHOTO", _("Photo of every product")
        TRACK_PASSED = "TRACK_PASSED", _("Integrated training passed")

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="requirements", verbose_name=_("activity")
    )
    kind = models.CharField(_("what is asked for"), max_length=16, choices=Kind.choices)
    is_must = models.BooleanField(
        _("must be there"),
        default=True,
        help_text=_("Off: it is recommended, and nobody is kept from applying without it."),
    )
    expertise = models.ForeignKey(
        Expertise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("field that helps"),
    )
    note = models.CharField(_("remark for applicants"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_requirement_once",
                fields=["activity", "kind"],
                violation_error_message=_("This activity already asks for that."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Criterion(models.Model):
    """What curators look at, in points from 1 to 5."""

    LEAST, MOST = 1, 5

    class Scope(models.TextChoices):
        ALL = "ALL", _("every entry")
        FOOD = "FOOD", _("entries with food or drink")
        NOT_FOOD = "NOT_FOOD", _("entries without food or drink")

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="criteria", verbose_name=_("activity")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("criterion"), max_length=80)
    help = models.CharField(
        _("what five points look like"),
        max_length=200,
        blank=True,
        help_text=_("Applicants read it too."),
    )
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    scope = models.CharField(_("for"), max_length=8, choices=Scope.choices, default=Scope.ALL)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_criterion_name",
                fields=["activity", "name"],
                violation_error_message=_("This activity already has that criterion."),
            ),
            models.CheckConstraint(
                name="exhibitions_criterion_weight",
                condition=Q(weight__gte=1, weight__lte=100),
                violation_error_message=_("A weight goes from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FairnessRule(models.Model):
    """What is added to and taken from the points of the curators (domain.md §8.1)."""

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="fairness", verbose_name=_("activity")
    )
    rotation_months = models.PositiveSmallIntegerField(_("looking back (months)"), default=12)
    rotation_penalty = models.PositiveSmallIntegerField(
        _("points off for each time it was there"), default=5
    )
    rotation_most = models.PositiveSmallIntegerField(_("points off at most"), default=15)
    first_timer_bonus = models.PositiveSmallIntegerField(
        _("points for a business that was never there"), default=5
    )
    village_bonus = models.PositiveSmallIntegerField(
        _("points for a village nobody came from lately"), default=3
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fairness rule")
        verbose_name_plural = _("fairness rules")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_fairness_numbers",
                condition=Q(
                    rotation_months__gte=1,
                    rotation_months__lte=60,
                    rotation_penalty__lte=50,
                    rotation_most__lte=50,
                    first_timer_bonus__lte=50,
                    village_bonus__lte=50,
                ),
                violation_error_message=_("Please use 1 to 60 months and at most 50 points each."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} ({self.pk})"
