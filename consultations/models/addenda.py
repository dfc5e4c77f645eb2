from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.sessions import SessionRecord
from plut_portal.core import formats


class Addendum(models.Model):
    """What is added to a locked record, for the owner to read. The database refuses to change it."""

    record = models.ForeignKey(
        SessionRecord, models.PROTECT, related_name="addenda", verbose_name=_("record")
    )
    text = models.TextField(_("addition"), max_length=2000)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        constraints = [
            models.CheckConstraint(
                name="consultations_addendum_says_why",
                condition=~models.Q(text="") & ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.short_date_text(self.at)} ({self.pk})"
