"""Shops that put goods of Batu on their shelves, and what each asks for, by version."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import PermitKind, Product
from consultations.models import Expertise
from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text

# Above this somebody typed a nought too many.
MOST_PIECES = 1_000_000


class RetailPartnerQuerySet(models.QuerySet["RetailPartner"]):
    def asking(self) -> Self:
        """Those owners can offer to: at work, and with a list of what they ask for."""
        return self.filter(
            is_active=True, requirement_lists__state=RequirementList.State.PUBLISHED
        ).distinct()


class RetailPartner(TimeStampedModel):
    """A chain or shop the office has an understanding with. Switched off, never deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        _("name"), max_length=120, unique=True, validators=[validate_plain_text]
    )
    about = models.TextField(
        _("about it"),
        max_length=600,
        blank=True,
        help_text=_("What it looks for, how it pays, who bears returns. Owners read it."),
    )
    stores = models.PositiveSmallIntegerField(
        _("shops"), default=1, help_text=_("In how many shops goods of Batu may stand.")
    )
    is_active = models.BooleanField(
        _("takes products"), default=True, help_text=_("Off: owners no longer see it.")
    )

    objects = RetailPartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("retail partner")
        verbose_name_plural = _("retail partners")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_retailpartner_stores",
                condition=Q(stores__gte=1),
                violation_error_message=_("A partner has at least one shop."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("retail:partner", args=[self.public_id])


class RequirementListQuerySet(models.QuerySet["RequirementList"]):
    def drafts(self) -> Self:
        return self.filter(state=RequirementList.State.DRAFT)

    def published(self) -> Self:
        return self.filter(state=RequirementList.State.PUBLISHED)


class RequirementList(TimeStampedModel):
    """One version of what a partner asks for. Once published it stays as it is."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("In use")
        REPLACED = "REPLACED", _("Replaced by a newer one")

    partner = models.ForeignKey(
        RetailPartner,
        models.PROTECT,
        related_name="requirement_lists",
        verbose_name=_("retail partner"),
    )
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("in use since"), null=True, blank=True, editable=False)

    objects = RequirementListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of requirements")
        verbose_name_plural = _("lists of requirements")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_requirementlist_version", fields=["partner", "version"]
            ),
            *(
                models.UniqueConstraint(
                    name=f"exhibitions_requirementlist_one_{state.lower()}",
                    fields=["partner"],
                    condition=Q(state=state),
                )
                for state in ("DRAFT", "PUBLISHED")
            ),
            models.CheckConstraint(
                name="exhibitions_requirementlist_published",
                condition=Q(state="DRAFT") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(partner)s, version %(version)d") % {
            "partner": self.partner,
            "version": self.version,
        }

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class ListedRequirement(models.Model):
    """One line of such a list; all but the free kind the portal checks by itself."""

    class Kind(models.TextChoices):
        PERMIT = "PERMIT", _("A permit")
        HALAL = "HALAL", _("Halal certificate")
        BARCODE = "BARCODE", _("Barcode")
        SHELF_LIFE = "SHELF_LIFE", _("Keeps long enough")
        PRICE = "PRICE", _("Price within bounds")
        PACK = "PACK", _("Content of the pack is said")
        PHOTO = "PHOTO", _("Photo")
        NIB = "NIB", "NIB"
        CAPACITY = "CAPACITY", _("Pieces a month")
        OFFICE = "OFFICE", _("Checked by the office")

    requirements = models.ForeignKey(
        RequirementList,
        models.PROTECT,
        related_name="lines",
        verbose_name=_("list of requirements"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind.choices)
    permit = models.CharField(_("which permit"), max_length=7, choices=PermitKind, blank=True)
    least = models.PositiveIntegerField(
        _("at least"),
        null=True,
        blank=True,
        help_text=_("Days a paper is still valid, days it keeps, or pieces a month."),
    )
    price_from = models.PositiveBigIntegerField(_("price from"), null=True, blank=True)
    price_to = models.PositiveBigIntegerField(_("price up to"), null=True, blank=True)
    text = models.CharField(
        _("in words"),
        max_length=200,
        blank=True,
        validators=[validate_plain_text],
        help_text=_("What the office looks at, or a remark for owners."),
    )
    expertise = models.ForeignKey(
        Expertise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("field that helps"),
    )

    class Meta:
        verbose_name = _("requirement of a partner")
        verbose_name_plural = _("requirements of partners")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_listedrequirement_once",
                fields=["requirements", "kind", "permit"],
                condition=~Q(kind="OFFICE"),
                violation_error_message=_("This list already asks for that."),
            ),
            models.CheckConstraint(
                name="exhibitions_listedrequirement_permit",
                condition=Q(kind="PERMIT", permit__in=["PIRT", "MD", "BRAND"])
                | ~Q(kind="PERMIT") & Q(permit=""),
                violation_error_message=_(
                    "Choose P-IRT, MD or brand for a permit, and none for everything else."
                ),
            ),
            models.CheckConstraint(
                name="exhibitions_listedrequirement_least",
                condition=~Q(kind__in=["SHELF_LIFE", "CAPACITY"])
                | Q(least__isnull=False, least__gte=1),
                violation_error_message=_("Please say how many days or pieces at least."),
            ),
            models.CheckConstraint(
                name="exhibitions_listedrequirement_price",
                condition=~Q(kind="PRICE")
                | Q(price_from__isnull=False)
                | Q(price_to__isnull=False),
                violation_error_message=_("Please give at least one bound of the price."),
            ),
            models.CheckConstraint(
                name="exhibitions_listedrequirement_price_order",
                condition=Q(price_from=None) | Q(price_to=None) | Q(price_from__lte=F("price_to")),
                violation_error_message=_("The lower price must not be above the upper one."),
            ),
            models.CheckConstraint(
                name="exhibitions_listedrequirement_text",
                condition=~Q(kind="OFFICE") | ~Q(text=""),
                violation_error_message=_("Please write what the office looks at."),
            ),
        ]

    def __str__(self) -> str:
        return self.asks

    @property
    def is_for_the_office(self) -> bool:
        return self.kind == self.Kind.OFFICE

    @property
    def asks(self) -> str:
        """What the partner wants, in one line for owners."""
        if self.is_for_the_office:
            return self.text
        if self.kind == self.Kind.PRICE:
            return self._price_asked()
        name = self.get_permit_display() if self.permit else self.get_kind_display()
        return self._with_bound(name) if self.least else str(name)

    def _with_bound(self, name: str) -> str:
        count = self.least or 0
        if self.kind == self.Kind.SHELF_LIFE:
            words = ngettext(
                "Keeps for at least %(count)d day", "Keeps for at least %(count)d days", count
            )
        elif self.kind == self.Kind.CAPACITY:
            words = ngettext(
                "At least %(count)d piece a month", "At least %(count)d pieces a month", count
            )
        else:
            words = ngettext(
                "%(name)s, valid for %(count)d more day",
                "%(name)s, valid for %(count)d more days",
                count,
            )
        return words % {"count": count, "name": name}

    def _price_asked(self) -> str:
        low, high = self.price_from, self.price_to
        words = {
            "low": formats.rupiah(low) if low is not None else "",
            "high": formats.rupiah(high) if high is not None else "",
        }
        if low is None:
            return gettext("Price up to %(high)s") % words
        if high is None:
            return gettext("Price from %(low)s") % words
        return gettext("Price from %(low)s to %(high)s") % words


class MonthlyCapacity(TimeStampedModel):
    """How many pieces a month the owner can deliver, by her own word."""

    product = models.OneToOneField(
        Product, models.PROTECT, related_name="monthly_capacity", verbose_name=_("product")
    )
    pieces = models.PositiveIntegerField(_("pieces a month"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("monthly capacity")
        verbose_name_plural = _("monthly capacities")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_monthlycapacity_pieces",
                condition=Q(pieces__gte=1, pieces__lte=1_000_000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.pieces} ({self.pk})"
