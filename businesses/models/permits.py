from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models.documents import BusinessDocument
from businesses.models.products import Product
from businesses.permit_numbers import (
    REGISTERED_BRAND,
    PermitKind,
    PirtReading,
    is_brand_application,
    normalise_permit,
    permit_label,
    permit_text,
    read_pirt,
)
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text


class ProductPermitQuerySet(models.QuerySet["ProductPermit"]):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)

    def valid_on(self, day: date) -> Self:
        """As `is_valid_on`: until the day given, else the year in the number, else for good."""
        by_number = Q(valid_until=None, kind=PermitKind.PIRT)
        has_not_ended = (
            Q(valid_until__gte=day)
            | by_number & Q(year_in_number__gte=f"{day:%y}")
            | Q(valid_until=None) & ~Q(kind=PermitKind.PIRT)
        )
        granted = ~Q(kind=PermitKind.BRAND) | Q(number__startswith=REGISTERED_BRAND)
        return self.annotate(year_in_number=Right("number", 2)).filter(has_not_ended, granted)


class ProductPermit(TimeStampedModel):
    """A permit one product holds. A new number ends the old row, which stays as history."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="permits", verbose_name=_("product")
    )
    kind = models.CharField(_("kind of permit"), max_length=7, choices=PermitKind.choices)
    number = models.CharField(_("number"), max_length=24)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    document = models.ForeignKey(
        BusinessDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("paper"),
    )
    ended_at = models.DateTimeField(_("no longer used since"), null=True, blank=True)

    objects = ProductPermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("permit of a product")
        verbose_name_plural = _("permits of products")
        constraints = [
            models.UniqueConstraint(
                name="businesses_productpermit_one_each",
                fields=["product", "kind"],
                condition=Q(ended_at=None),
                violation_error_message=_("This product already has a permit of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    def clean(self) -> None:
        try:
            self.number = normalise_permit(self.kind, self.number)
        except ValidationError as odd:
            raise ValidationError({"number": odd}) from None

    @property
    def shown_number(self) -> str:
        return permit_text(self.kind, self.number)

    @property
    def label(self) -> str:
        return permit_label(self.kind, self.number)

    @property
    def is_application(self) -> bool:
        """A brand that is applied for: kept, but no permit yet."""
        return is_brand_application(self.kind, self.number)

    @property
    def reading(self) -> PirtReading | None:
        if self.kind != PermitKind.PIRT:
            return None
        return read_pirt(self.number, self.valid_until)

    @property
    def ends_on(self) -> date | None:
        """The day the owner gave, else the last of the year the number names; None is no end."""
        if self.valid_until or not self.reading:
            return self.valid_until
        return self.reading.ends_on

    @property
    def is_by_its_number(self) -> bool:
        """Whether nobody typed the end, so that it is only what the number says."""
        return self.valid_until is None and self.reading is not None

    @property
    def is_date_missing(self) -> bool:
        """It ends, its number does not say when (domain.md §3.5, §3.7), and nobody wrote it down."""
        ends_by_paper = self.kind in {PermitKind.MD, PermitKind.BRAND} and not self.is_application
        return ends_by_paper and self.valid_until is None

    def is_valid_on(self, day: date) -> bool:
        if self.is_application:
            return False
        return self.ends_on is None or day <= self.ends_on


class Rung(models.TextChoices):
    """The ladder of legality, in the order it is climbed."""

    NIB = "NIB", "NIB"
    PIRT = "PIRT", "P-IRT"
    MD = "MD", "BPOM MD"
    HALAL = "HALAL", _("Halal certificate")
    BRAND = "BRAND", _("Registered brand")
    BARCODE = "BARCODE", _("Barcode")


class PermitRule(models.Model):
    """What the office says about one rung, with where that stands and since when it is known."""

    rung = models.CharField(_("rung"), max_length=7, choices=Rung, unique=True)
    text = models.TextField(_("for whom, and how"), max_length=600)
    cost = models.CharField(_("what it costs"), max_length=160, validators=[validate_plain_text])
    benefit = models.CharField(
        _("what it brings"), max_length=200, validators=[validate_plain_text]
    )
    helped_by = models.SlugField(
        _("field that helps"),
        max_length=60,
        help_text=_("The last part of the field's address, for example kelembagaan."),
    )
    source = models.CharField(_("source"), max_length=160, validators=[validate_plain_text])
    as_of = models.DateField(_("as of"), help_text=_("The day somebody last read the source."))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rule about permits")
        verbose_name_plural = _("rules about permits")

    def __str__(self) -> str:
        return self.get_rung_display()
