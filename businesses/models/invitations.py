import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from businesses.models.businesses import Business
from plut_portal.accounts.models import User

VALID_FOR = timedelta(days=7)


def new_token() -> str:
    return secrets.token_urlsafe(24)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, *, at: datetime) -> Self:
        """Links that still let somebody in; those of a person who has left do not."""
        return self.filter(
            used_at=None,
            revoked_at=None,
            expires_at__gt=at,
            business__memberships__user=models.F("invited_by"),
            business__memberships__is_active=True,
        )


class Invitation(models.Model):
    """A link with which one more person may act for a business: once, within seven days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="invitations", verbose_name=_("business")
    )
    # Readable here for as long as it is worth anything, so that the owner can send it again.
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    used_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("used by")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("businesses:invitation_accept", args=[self.token])
