from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from businesses.models.businesses import Business, Membership
from businesses.models.uploads import Upload, UploadQuerySet
from plut_portal.accounts.models import Consent, User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.uploads import random_name
from plut_portal.core.validators import validate_plain_text


def webp_name(photo: "ProductPhoto", filename: str) -> str:
    return random_name("photos", ".webp")


class ProductForm(models.TextChoices):
    """What kind of thing it is, in the owner's words; which permit it needs follows from it."""

    DRY_FOOD = "DRY_FOOD", _("Dry food that keeps")
    DRINK = "DRINK", _("Drink or liquid fruit juice")
    DAIRY = "DAIRY", _("Made of milk")
    FROZEN = "FROZEN", _("Frozen food")
    FRESH = "FRESH", _("Fresh goods or ready meals")
    NOT_FOOD = "NOT_FOOD", _("Not food")


class Product(TimeStampedModel):
    """Something a business makes. The first is called by what the business says it makes."""

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="products", verbose_name=_("business")
    )
    name = models.CharField(_("name"), max_length=160, validators=[validate_plain_text])
    form = models.CharField(
        _("what kind of thing it is"), max_length=8, choices=ProductForm.choices, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name


class ProductPhotoQuerySet(UploadQuerySet["ProductPhoto"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.has_perm("businesses.view_productphoto"):
            return self
        own = Q(pk__in=self.run_by(user).values("pk")) if user.is_authenticated else Q()
        return self.filter(self._shown_to_all() | own)

    def run_by(self, user: User) -> Self:
        return self.filter(
            product__business__memberships__user=user,
            product__business__memberships__is_active=True,
        )

    def of(self, business: Business) -> "ProductPhoto | None":
        """The one its pages show: the newest that still exists, with whatever came of it."""
        present = self.present().filter(product__business=business, product__is_active=True)
        return present.order_by("-uploaded_at", "-pk").first()

    @staticmethod
    def _shown_to_all() -> Any:
        """While whoever sent it agrees, and still acts for the business."""
        agrees = Consent.objects.live().filter(
            user=OuterRef("uploaded_by"), purpose=Consent.Purpose.CATALOGUE
        )
        acts = Membership.objects.filter(
            user=OuterRef("uploaded_by"), business=OuterRef("product__business"), is_active=True
        )
        return Q(Exists(agrees), Exists(acts), product__is_active=True)


class ProductPhoto(Upload):
    # Longest edge in pixels → the field with the file.
    SIZES = {480: "small", 1280: "large"}
    FILES = ("original", "small", "large")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="photos", verbose_name=_("product")
    )
    small = models.FileField(upload_to=webp_name, blank=True, editable=False)
    large = models.FileField(upload_to=webp_name, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)

    objects = ProductPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a product")
        verbose_name_plural = _("photos of products")
        constraints = [
            # The old one stays until the new one is ready, so one of each.
            models.UniqueConstraint(
                name=f"businesses_productphoto_one_{state.lower()}",
                fields=["product"],
                condition=Q(state=state),
            )
            for state in ("PROCESSING", "READY")
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.pk})"

    @property
    def sizes(self) -> dict[str, FieldFile]:
        """The files by what their addresses call them: 480, 1280."""
        return {str(edge): getattr(self, name) for edge, name in self.SIZES.items()}

    @property
    def small_url(self) -> str:
        return self._url(480)

    @property
    def large_url(self) -> str:
        return self._url(1280)

    def _url(self, edge: int) -> str:
        return reverse("businesses:photo_file", args=[self.public_id, edge])
