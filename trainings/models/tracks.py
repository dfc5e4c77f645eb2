"""What is taught: tracks of ordered stages, each with its courses."""

import uuid
from pathlib import PurePath
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from businesses.models import BusinessDocument
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.uploads import random_name

# Words that stand in the address where a track's name would.
RESERVED_SLUGS = frozenset({"angkatan", "hadir", "hasil", "ikut", "materi"})


def validate_free_slug(slug: str) -> None:
    """Refuse a slug that would hide a page of the portal."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address is used by the portal itself."), code="reserved")


# One hour of a course (JP) takes 45 minutes (domain.md §7.1).
MINUTES_PER_JP = 45


class TrackQuerySet(models.QuerySet["Track"]):
    def offered(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Track(TimeStampedModel):
    """An integrated training: one enrolment, several gated stages. Switched off, never deleted."""

    slug = models.SlugField(
        _("address"), unique=True, max_length=60, validators=[validate_free_slug]
    )
    name = models.CharField(_("name"), max_length=100)
    summary = models.CharField(
        _("in one sentence"), max_length=200, help_text=_("Shown under the name on the list.")
    )
    audience = models.TextField(
        _("who it is for"), max_length=800, blank=True, help_text=_("One line each.")
    )
    outcomes = models.TextField(
        _("what one can do afterwards"),
        max_length=1000,
        help_text=_("One line each, beginning with a verb."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    objects = TrackQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("training track")
        verbose_name_plural = _("training tracks")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("trainings:track_detail", args=[self.slug])

    @property
    def audience_list(self) -> list[str]:
        return self.audience.splitlines()

    @property
    def outcome_list(self) -> list[str]:
        return self.outcomes.splitlines()


class StageQuerySet(models.QuerySet["Stage"]):
    def in_order(self) -> Self:
        return self.order_by("track_id", "position", "pk")


class Stage(models.Model):
    """One step of a track, and what its gate asks for before the next one opens."""

    class Kind(models.TextChoices):
        PRODUCTION = "PRODUCTION", _("Production")
        PACKAGING = "PACKAGING", pgettext_lazy("stage", "Packaging")
        MARKETING = "MARKETING", _("Marketing")
        FOLLOW_UP = "FOLLOW_UP", _("Follow-up")

    class OutputKind(models.TextChoices):
        NONE = "NONE", _("None")
        FILE = "FILE", _("A photo or PDF")
        LINK = "LINK", _("A link")
        ANY = "ANY", _("A photo, PDF or link")

    class Permit(models.TextChoices):
        """Papers a stage can ask for, by the kinds that businesses hand in."""

        NIB = BusinessDocument.Kind.NIB.value, "NIB"
        PIRT = BusinessDocument.Kind.PIRT.value, "P-IRT"

    # What the council asked for: a business that has passed all three counts as "lulus 3 tahap".
    INTEGRATED = (Kind.PRODUCTION, Kind.PACKAGING, Kind.MARKETING)

    track = models.ForeignKey(
        Track, models.PROTECT, related_name="stages", verbose_name=_("training track")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed (percent)"), default=80
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("post-test passed from"),
        null=True,
        blank=True,
        help_text=_("Of 100 points. Empty: this stage has no test."),
    )
    output_kind = models.CharField(
        _("kind of output"), max_length=4, choices=OutputKind.choices, default=OutputKind.NONE
    )
    output_name = models.CharField(
        _("output"),
        max_length=120,
        blank=True,
        help_text=_("What the participant hands in, for example: a written recipe."),
    )
    output_help = models.CharField(_("what makes it good"), max_length=300, blank=True)
    permits = ArrayField(
        models.CharField(max_length=5, choices=Permit.choices),
        verbose_name=_("permits needed to enter"),
        default=list,
        blank=True,
    )

    objects = StageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                name="trainings_stage_place",
                fields=["track", "position"],
                violation_error_message=_("Another stage already stands at this place."),
            ),
            models.CheckConstraint(
                name="trainings_stage_percent",
                condition=Q(attendance_percent__lte=100),
                violation_error_message=_("A percentage goes from 0 to 100."),
            ),
            models.CheckConstraint(
                name="trainings_stage_mark",
                condition=Q(pass_mark=None) | Q(pass_mark__lte=100),
                violation_error_message=_("A test has at most 100 points."),
            ),
            models.CheckConstraint(
                name="trainings_stage_output",
                condition=Q(output_kind="NONE") | ~Q(output_name=""),
                violation_error_message=_("Please say what the participant hands in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

    @property
    def asks_for_output(self) -> bool:
        return self.output_kind != self.OutputKind.NONE

    @property
    def permit_labels(self) -> list[str]:
        return [str(self.Permit(permit).label) for permit in self.permits]


class Course(models.Model):
    """A subject taught within a stage."""

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="courses", verbose_name=_("stage")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    topics = models.TextField(
        _("topics"),
        max_length=1000,
        blank=True,
        help_text=_("One a line; they stand on page two of the certificate."),
    )
    hours = models.PositiveSmallIntegerField(
        _("hours (JP)"), default=2, help_text=_("One JP takes 45 minutes.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(name="trainings_course_place", fields=["stage", "position"]),
            models.CheckConstraint(
                name="trainings_course_hours",
                condition=Q(hours__gte=1, hours__lte=40),
                violation_error_message=_("A course takes between 1 and 40 JP."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"

    @property
    def topic_list(self) -> list[str]:
        return self.topics.splitlines()


def material_name(material: "Material", filename: str) -> str:
    return random_name("trainings/materials", PurePath(filename).suffix.lower()[:8])


class MaterialQuerySet(models.QuerySet["Material"]):
    def handed_out(self) -> Self:
        return self.filter(is_active=True)


class Material(models.Model):
    """A hand-out of a course, for those who take part. Which of them may read it: selectors."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="materials", verbose_name=_("course")
    )
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(_("file"), upload_to=material_name, blank=True)
    link = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("To a video, for example; it must begin with https://."),
    )
    is_active = models.BooleanField(_("handed out"), default=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                name="trainings_material_something",
                condition=~Q(file="") | ~Q(link=""),
                violation_error_message=_("Please add a file or a link."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"
