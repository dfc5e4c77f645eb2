"""Out of town: who travels, what goods go along, what came back."""

import uuid
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.applications import Application
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.validators import validate_mobile, validate_plain_text


class TravellerQuerySet(models.QuerySet["Traveller"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_traveller"):
            return self
        return self.filter(application__in=Application.objects.run_by(user))


class Traveller(models.Model):
    """Somebody who goes along for a business."""

    class Shirt(models.TextChoices):
        S = "S", "S"
        M = "M", "M"
        L = "L", "L"
        XL = "XL", "XL"
        XXL = "XXL", "XXL"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="travellers", verbose_name=_("application")
    )
    name = models.CharField(_("name"), max_length=120, validators=[validate_plain_text])
    phone = models.CharField(_("mobile number"), max_length=30, validators=[validate_mobile])
    shirt = models.CharField(_("shirt size"), max_length=3, choices=Shirt.choices, blank=True)

    objects = TravellerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

    @property
    def masked_phone(self) -> str:
        return formats.mask_phone(self.phone)


class ManifestQuerySet(models.QuerySet["ManifestLine"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_manifestline"):
            return self
        return self.filter(application__in=Application.objects.run_by(user))

    def in_order(self) -> Self:
        return self.order_by("application_id", "position", "pk")


class ManifestLine(models.Model):
    """One sort of goods that travels: handed over, sold, brought back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="manifest", verbose_name=_("application")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    goods = models.CharField(_("goods"), max_length=120, validators=[validate_plain_text])
    pieces = models.PositiveIntegerField(_("pieces"))
    parcels = models.PositiveSmallIntegerField(_("parcels"), default=1)
    weight_grams = models.PositiveIntegerField(_("weight (grams)"), default=0)
    price = models.BigIntegerField(_("price a piece"), default=0)
    is_fragile = models.BooleanField(_("fragile"), default=False)
    is_perishable = models.BooleanField(_("must stay fresh"), default=False)
    handed_over = models.PositiveIntegerField(_("pieces handed over"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received by"),
    )
    sold = models.PositiveIntegerField(_("pieces sold"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("pieces returned"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("returned by"),
    )

    objects = ManifestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("line of the manifest")
        verbose_name_plural = _("lines of the manifest")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_manifest_pieces",
                condition=Q(pieces__gte=1, pieces__lte=100_000, parcels__gte=1),
                violation_error_message=_("Between 1 and 100,000 pieces, in one parcel or more."),
            ),
            models.CheckConstraint(
                name="exhibitions_manifest_price",
                condition=Q(price__gte=0, price__lte=10_000_000_000),
                violation_error_message=_("A price is at least 0 and at most Rp10 billion."),
            ),
            models.CheckConstraint(
                name="exhibitions_manifest_handed_over",
                condition=Q(handed_over=None) | Q(handed_over_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exhibitions_manifest_returned",
                condition=Q(returned=None, sold=None)
                | Q(
                    handed_over__isnull=False,
                    sold__isnull=False,
                    returned__isnull=False,
                    returned_at__isnull=False,
                    returned__lte=F("handed_over") - F("sold"),
                ),
                violation_error_message=_(
                    "Sold and returned together cannot be more than was handed over."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goods} ({self.pk})"

    @property
    def kilograms(self) -> Decimal:
        return Decimal(self.weight_grams) / 1000

    @property
    def value(self) -> int:
        return self.price * self.pieces

    @property
    def missing(self) -> int | None:
        """What was neither sold nor brought back; None until the goods are back."""
        if self.handed_over is None or self.returned is None or self.sold is None:
            return None
        return self.handed_over - self.sold - self.returned
