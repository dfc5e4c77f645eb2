from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.accounts.models import User
from plut_portal.core.validators import validate_nib


class OwnerProfile(models.Model):
    """What belongs to the person and not to one business: an owner holds one NIB (PP 28/2025)."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="owner_profile", verbose_name=_("person")
    )
    nib = models.CharField(
        _("NIB"), max_length=13, blank=True, db_index=True, validators=[validate_nib]
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("owner profile")
        verbose_name_plural = _("owner profiles")

    def __str__(self) -> str:
        return f"owner profile {self.pk}"
