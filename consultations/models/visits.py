import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business
from consultations.models.bookings import Booking
from consultations.models.people import Expertise
from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.validators import validate_plain_text

MOST_HEADS = 500


class NextStep(models.TextChoices):
    """What the counter does with a guest."""

    CONSULTANT = "CONSULTANT", _("A consultant sees her now")
    COUNTER = "COUNTER", _("Answered at the counter")
    LATER = "LATER", _("Book a time for later")


class VisitQuerySet(models.QuerySet["Visit"]):
    def of_businesses(self) -> Self:
        return self.filter(kind=Visit.Kind.BUSINESS)

    def of_groups(self) -> Self:
        """Study visits, students and others: counted in heads, never as businesses served."""
        return self.exclude(kind=Visit.Kind.BUSINESS)

    def answered_here(self) -> Self:
        """The counter itself helped; what went on to a consultant counts by its booking."""
        return self.of_businesses().filter(booking=None)

    def between(self, since: datetime, until: datetime) -> Self:
        return self.filter(at__gte=since, at__lt=until)

    def with_people(self) -> Self:
        return self.select_related(
            "business__village", "person", "expertise", "recorded_by", "booking__consultant__user"
        )


class Visit(TimeStampedModel):
    """A line of the guest book: who came in or called, and what became of it."""

    class Kind(models.TextChoices):
        BUSINESS = "BUSINESS", _("Business")
        STUDY_VISIT = "STUDY_VISIT", _("Study visit")
        STUDENTS = "STUDENTS", _("Students")
        OTHER = "OTHER", _("Other guests")

    GROUPS = (Kind.STUDY_VISIT, Kind.STUDENTS, Kind.OTHER)

    class Channel(models.TextChoices):
        IN_PERSON = "IN_PERSON", _("Came in")
        TELEPHONE = "TELEPHONE", _("By telephone")

    # Older days of a paper list are typed in by whoever may record late (FM-60).
    BACK_DATED_BY = timedelta(days=30)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(
        _("kind of guest"), max_length=11, choices=Kind.choices, default=Kind.BUSINESS
    )
    channel = models.CharField(
        _("channel"), max_length=9, choices=Channel.choices, default=Channel.IN_PERSON
    )
    at = models.DateTimeField(_("when"), db_index=True)
    business = models.ForeignKey(
        Business,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("business"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("person"),
    )
    expertise = models.ForeignKey(
        Expertise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("field"),
    )
    note = models.CharField(_("what it was about"), max_length=600, blank=True)
    institution = models.CharField(
        _("institution"), max_length=120, blank=True, validators=[validate_plain_text]
    )
    headcount = models.PositiveSmallIntegerField(
        _("number of people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HEADS)],
    )
    booking = models.OneToOneField(
        Booking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit",
        verbose_name=_("appointment"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = VisitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [models.Index(fields=["business", "-at"], name="consultations_visit_business")]
        constraints = [
            models.CheckConstraint(
                name="consultations_visit_who",
                condition=Q(kind="BUSINESS", business__isnull=False)
                | Q(business=None, headcount__isnull=False, headcount__gte=1)
                & ~Q(kind="BUSINESS")
                & ~Q(institution=""),
                violation_error_message=_(
                    "A business comes with its name; other guests with an institution and a number."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.at)} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("consultations:counter_visit", args=[self.public_id])

    @property
    def booking_url(self) -> str:
        """Where a time is booked for these guests."""
        return reverse("consultations:counter_book", args=[self.public_id])

    @property
    def who(self) -> str:
        """The business by its label, or the institution the guests came from."""
        return self.business.label if self.business else self.institution
