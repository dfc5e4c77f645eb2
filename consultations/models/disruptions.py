from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.bookings import Booking
from consultations.models.people import Consultant
from plut_portal.accounts.models import User
from plut_portal.core import formats


def _waits(prefix: str = "") -> Q:
    """Without a decision, and the booking still as it was when it was hit."""
    return Q(
        **{
            f"{prefix}decided_at": None,
            f"{prefix}booking__status": Booking.Status.BOOKED,
            f"{prefix}booking__revision": F(f"{prefix}revision"),
        }
    )


class DisruptionQuerySet(models.QuerySet["Disruption"]):
    def with_progress(self, *, at: datetime) -> Self:
        """With `total`, how many appointments it hit, `undecided`, how many of them have no
        decision, and `waiting`, for how many of these there is still time for one."""
        undecided = _waits("hits__")
        return self.annotate(
            total=Count("hits"),
            undecided=Count("hits", filter=undecided),
            waiting=Count("hits", filter=undecided & Q(hits__starts_at__gt=at)),
        )


class AffectedBookingQuerySet(models.QuerySet["AffectedBooking"]):
    def pending(self) -> Self:
        return self.filter(_waits())

    def to_decide(self, *, at: datetime) -> Self:
        """Those still to come; once its time has come, an appointment waits for its outcome."""
        return self.pending().filter(starts_at__gt=at)

    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "pk")

    def of_consultant(self, user: User) -> Self:
        return self.filter(booking__consultant__user=user)

    def with_people(self) -> Self:
        return self.select_related(
            "booking__consultant__user",
            "booking__business__village",
            "booking__expertise",
            "consultant__user",
            "disruption__consultant__user",
            "disruption__substitute__user",
        )


class Disruption(models.Model):
    """A change of the calendar that took the ground from under appointments (FM-22)."""

    class Cause(models.TextChoices):
        CLOSURE = "CLOSURE", _("Closed day")
        LEAVE = "LEAVE", _("On leave")
        PERIOD = "PERIOD", _("Other hours")
        HOURS = "HOURS", _("Changed hours")
        INACTIVE = "INACTIVE", _("Takes no more bookings")

    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    # The closed day's or the period's; leave keeps its reason to itself.
    name = models.CharField(_("name"), max_length=120, blank=True)
    consultant = models.ForeignKey(
        Consultant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disruptions",
        verbose_name=_("consultant"),
    )
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    substitute = models.ForeignKey(
        Consultant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("substitute"),
    )
    detected_at = models.DateTimeField(_("noticed"))
    caused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )

    objects = DisruptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("affected schedule")
        verbose_name_plural = _("affected schedules")

    def __str__(self) -> str:
        what = [self.name or str(self.get_cause_display())]
        if self.consultant:
            what.append(str(self.consultant))
        return ": ".join(what) + (f", {self.days_text}" if self.first_on else "")

    @property
    def days_text(self) -> str:
        days = dict.fromkeys(day for day in (self.first_on, self.last_on) if day)
        return " – ".join(formats.short_date_text(day) for day in days)


class AffectedBooking(models.Model):
    """One appointment that can no longer be held as it stands, until somebody decides."""

    class Decision(models.TextChoices):
        MOVED = "MOVED", _("Moved")
        HANDED_OVER = "HANDED_OVER", _("With a colleague")
        CANCELLED = "CANCELLED", _("Cancelled")
        LIFTED = "LIFTED", _("Can be held after all")

    disruption = models.ForeignKey(
        Disruption, models.PROTECT, related_name="hits", verbose_name=_("affected schedule")
    )
    booking = models.ForeignKey(
        Booking, models.PROTECT, related_name="disruptions", verbose_name=_("booking")
    )
    # As it stood when it was hit: later the booking itself says something else.
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="+", verbose_name=_("consultant")
    )
    starts_at = models.DateTimeField(_("starts"))
    revision = models.PositiveIntegerField(editable=False)
    decision = models.CharField(_("decision"), max_length=11, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = AffectedBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("affected appointment")
        verbose_name_plural = _("affected appointments")
        constraints = [
            models.UniqueConstraint(
                name="consultations_affectedbooking_once",
                fields=["booking", "revision"],
                condition=Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="consultations_affectedbooking_decided",
                condition=(Q(decided_at=None) & Q(decision=""))
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                name="consultations_affected_open",
                condition=Q(decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.starts_at)} ({self.pk})"

    def is_waiting(self) -> bool:
        """Needs booking."""
        return (
            self.decided_at is None
            and self.booking.status == Booking.Status.BOOKED
            and self.booking.revision == self.revision
        )

    def has_begun(self, *, at: datetime) -> bool:
        return self.starts_at <= at
