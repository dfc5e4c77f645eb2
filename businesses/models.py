import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text


class Village(models.Model):
    """One of the 24 desa and kelurahan of Batu (Kepmendagri 300.2.2-2430/2025)."""

    class Kind(models.TextChoices):
        DESA = "DESA", _("village")
        KELURAHAN = "KELURAHAN", _("ward")

    code = models.CharField(_("Kemendagri code"), max_length=13, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    district = models.CharField(_("district"), max_length=60)
    postal_code = models.CharField(_("postal code"), max_length=5)

    class Meta:
        verbose_name = _("village or ward")
        verbose_name_plural = _("villages and wards")

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Kelurahan Ngaglik, Kecamatan Batu"""
        return gettext("%(kind)s %(name)s, district of %(district)s") % {
            "kind": capfirst(self.get_kind_display()),
            "name": self.name,
            "district": self.district,
        }


class BusinessQuerySet(models.QuerySet["Business"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("businesses.view_business"):
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(memberships__user=user, memberships__is_active=True)


class Business(TimeStampedModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        _("business name"), max_length=120, blank=True, validators=[validate_plain_text]
    )
    makes = models.CharField(
        _("what it makes or sells"), max_length=160, validators=[validate_plain_text]
    )
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="businesses", verbose_name=_("village")
    )
    address = models.CharField(
        _("address"), max_length=250, blank=True, validators=[validate_plain_text]
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="businesses"
    )

    objects = BusinessQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("business")
        verbose_name_plural = _("businesses")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("businesses:detail", args=[self.public_id])

    @property
    def label(self) -> str:
        """Its name or, until it has one, what it makes."""
        return self.name or self.makes


class Membership(models.Model):
    """A person who may act for a business. Ended, never deleted."""

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="memberships", verbose_name=_("business")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    is_active = models.BooleanField(_("still acts for it"), default=True)
    joined_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("person of a business")
        verbose_name_plural = _("people of businesses")
        constraints = [
            models.UniqueConstraint(
                name="businesses_membership_once",
                fields=["business", "user"],
                violation_error_message=_("This person already acts for this business."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"
