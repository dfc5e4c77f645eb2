import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models.villages import Village
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text


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
