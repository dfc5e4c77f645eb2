from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.people import Consultant, Expertise
from plut_portal.core import formats


class TimeHoldQuerySet(models.QuerySet["TimeHold"]):
    def live(self, *, at: datetime) -> Self:
        return self.filter(expires_at__gt=at)

    def expired(self, *, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)

    def of_others(self, token: str) -> Self:
        return self.exclude(token=token)

    def overlapping(self, starts_at: datetime, until: datetime) -> Self:
        return self.filter(starts_at__lt=until, occupied_until__gt=starts_at)


class TimeHold(models.Model):
    """A time kept for a visitor while she types. Busy for everybody else, free for her.

    Not history: it is replaced, used up by the booking, or thrown away once it has expired.
    """

    consultant = models.ForeignKey(
        Consultant, models.CASCADE, related_name="holds", verbose_name=_("consultant")
    )
    expertise = models.ForeignKey(
        Expertise, models.CASCADE, related_name="+", verbose_name=_("field")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    occupied_until = models.DateTimeField()
    # Whose it is: the visitor's session knows it, and nobody else does.
    token = models.CharField(max_length=32, unique=True)
    expires_at = models.DateTimeField(_("held until"), db_index=True)
    created_at = models.DateTimeField(_("created at"))

    objects = TimeHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("held time")
        verbose_name_plural = _("held times")
        indexes = [
            models.Index(fields=["consultant", "expires_at"], name="consultations_timehold_live"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultations_timehold_order",
                condition=models.Q(starts_at__lt=models.F("ends_at"))
                & models.Q(ends_at__lte=models.F("occupied_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.starts_at)} ({self.pk})"
