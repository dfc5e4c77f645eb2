import uuid
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models.businesses import Business, Membership
from businesses.models.uploads import Upload, UploadQuerySet
from businesses.shop_links import LONGEST_LINK, shop_of
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.search import CONFIG
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


class ProductCategory(models.TextChoices):
    """Where a buyer looks for it."""

    FOOD = "FOOD", _("Snacks and food")
    DRINK = "DRINK", _("Drinks")
    FARM = "FARM", _("From field and garden")
    CRAFT = "CRAFT", _("Handicraft")
    FASHION = "FASHION", _("Clothes and batik")
    CARE = "CARE", _("Body care and herbs")
    OTHER = "OTHER", _("Other things")


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("businesses.view_product") else self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(business__memberships__user=user, business__memberships__is_active=True)

    def offered(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def in_catalogue(self) -> Self:
        """What anybody may see: of a business once found in order, whose people agree, not hidden.

        One of them has to agree, and none may have taken it back: what one person said for a
        business of hers is not overruled by what another once said for his (law 27/2022 article 9).
        Asked for anew each time, so that taking it back works at once.
        """
        people = Membership.objects.filter(business=OuterRef("business"))
        return self.filter(
            Exists(people.for_the_catalogue()),
            ~Exists(people.against_the_catalogue()),
            is_active=True,
            is_hidden=False,
            withheld_reason="",
            business__verified_at__isnull=False,
        )


class Product(TimeStampedModel):
    """Something a business makes. The first is called by what the business says it makes."""

    # As many as a business may offer.
    MOST = 30

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="products", verbose_name=_("business")
    )
    name = models.CharField(_("name"), max_length=160, validators=[validate_plain_text])
    form = models.CharField(
        _("what kind of thing it is"), max_length=8, choices=ProductForm, blank=True
    )
    category = models.CharField(_("category"), max_length=7, choices=ProductCategory, blank=True)
    description = models.TextField(_("description"), max_length=800, blank=True)
    price = models.PositiveBigIntegerField(_("price in rupiah"), null=True, blank=True)
    pack = models.CharField(
        _("content of a pack"), max_length=60, blank=True, validators=[validate_plain_text]
    )
    shelf_life_days = models.PositiveSmallIntegerField(_("keeps for days"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)
    is_hidden = models.BooleanField(_("hidden by its owner"), default=False)
    # What the office decides about it.
    curated_at = models.DateTimeField(_("curated"), null=True, blank=True, editable=False)
    withheld_reason = models.CharField(
        _("taken out of the catalogue because"), max_length=200, blank=True, editable=False
    )

    objects = ProductQuerySet.as_manager()
    # Its place among the others is no decision about it.
    history = HistoricalRecords(
        excluded_fields=["position"], history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        permissions = [("curate_product", "Can curate products and take them out of the catalogue")]
        indexes = [
            GinIndex(
                SearchVector("name", "description", config=CONFIG), name="businesses_product_words"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("businesses:product_detail", args=[self.public_id])

    @property
    def version(self) -> int:
        """Grows each time something about it changes; messages carry it."""
        return int(self.history.order_by("-pk").values_list("pk", flat=True)[0])

    @property
    def cover(self) -> "ProductPhoto | None":
        """The first photo that is ready; without a query where `photos` is prefetched."""
        ready = [photo for photo in self.photos.all() if photo.is_ready]
        return min(ready, key=lambda photo: (photo.position, photo.pk), default=None)


class ProductVariant(models.Model):
    """Another taste or size of the same product."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="variants", verbose_name=_("product")
    )
    name = models.CharField(_("name"), max_length=60, validators=[validate_plain_text])
    price = models.PositiveBigIntegerField(_("price in rupiah"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")

    def __str__(self) -> str:
        return self.name


class ProductLink(models.Model):
    """Where else it is sold: one of the shops on the list, never another host."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="links", verbose_name=_("product")
    )
    url = models.CharField(_("address"), max_length=LONGEST_LINK)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("link to a shop")
        verbose_name_plural = _("links to shops")

    def __str__(self) -> str:
        return self.url

    @property
    def shop(self) -> str:
        return shop_of(self.url)


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
        """The one its pages show: the newest cover of its first product, whatever came of it."""
        present = self.present().filter(
            product__business=business, product__is_active=True, position=0
        )
        return present.order_by("product__position", "product", "-uploaded_at", "-pk").first()

    @staticmethod
    def _shown_to_all() -> Any:
        """Of what is in the catalogue, while whoever sent the photo agrees and acts for it."""
        agrees = Membership.objects.for_the_catalogue().filter(
            user=OuterRef("uploaded_by"), business=OuterRef("product__business")
        )
        shown = Product.objects.in_catalogue().filter(pk=OuterRef("product"))
        return Q(Exists(agrees), Exists(shown))


class ProductPhoto(Upload):
    # Longest edge in pixels → the field with the file.
    SIZES = {480: "small", 1280: "large"}
    FILES = ("original", "small", "large")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="photos", verbose_name=_("product")
    )
    # The cover is 0; the others follow it.
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    small = models.FileField(upload_to=webp_name, blank=True, editable=False)
    large = models.FileField(upload_to=webp_name, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)

    objects = ProductPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a product")
        verbose_name_plural = _("photos of products")
        constraints = [
            # The old one stays until the new one is ready, so one of each for every place.
            models.UniqueConstraint(
                name=f"businesses_productphoto_one_{state.lower()}",
                fields=["product", "position"],
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
