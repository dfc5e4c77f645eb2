from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from businesses.models.businesses import Business
from plut_portal.accounts.models import User


class Decision(models.Model):
    """The office's answer to a registration. Kept, whatever is decided later."""

    class Outcome(models.TextChoices):
        VERIFIED = "VERIFIED", _("In order")
        NEEDS_FIXING = "NEEDS_FIXING", _("Needs fixing")

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="decisions", verbose_name=_("business")
    )
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome.choices)
    message = models.CharField(_("message to the owner"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("decision on a business")
        verbose_name_plural = _("decisions on businesses")
        indexes = [
            models.Index(fields=["business", "-made_at"], name="businesses_decision_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.pk})"


class FieldRemarkQuerySet(models.QuerySet["FieldRemark"]):
    def open(self) -> Self:
        """What the office's newest answer still asks to have mended."""
        newest = Decision.objects.filter(business=models.OuterRef("decision__business"))
        return self.filter(
            mended_at=None,
            decision__pk=models.Subquery(newest.order_by("-made_at", "-pk").values("pk")[:1]),
        )


class FieldRemark(models.Model):
    """What is to be mended in one answer of the owner. It ticks off when that answer changes."""

    class Field(models.TextChoices):
        MAKES = "MAKES", _("What it makes or sells")
        VILLAGE = "VILLAGE", _("Village or ward")
        NAME = "NAME", _("Business name")
        ADDRESS = "ADDRESS", _("Address")
        OPERATING_STATE = "OPERATING_STATE", _("How it is going")
        WORKERS_FEMALE = "WORKERS_FEMALE", _("Women working")
        WORKERS_MALE = "WORKERS_MALE", _("Men working")
        STARTED_YEAR = "STARTED_YEAR", _("Started in")
        TURNOVER_BAND = "TURNOVER_BAND", _("Turnover of a year")
        CAPITAL = "CAPITAL", _("Capital")
        NIB = "NIB", _("NIB")
        KBLI = "KBLI", _("Line of business (KBLI)")
        PHOTO = "PHOTO", _("Product photo")

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="remarks", verbose_name=_("decision")
    )
    field = models.CharField(_("answer"), max_length=15, choices=Field.choices)
    text = models.CharField(_("remark"), max_length=200)
    mended_at = models.DateTimeField(_("mended"), null=True, blank=True)

    objects = FieldRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on an answer")
        verbose_name_plural = _("remarks on answers")
        constraints = [
            models.UniqueConstraint(
                name="businesses_fieldremark_once", fields=["decision", "field"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} ({self.pk})"
