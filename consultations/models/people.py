from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.accounts.roles import Role

# Words that stand in the address where a consultant's name would.
RESERVED_SLUGS = frozenset({"bidang", "cek-kendala", "tanya"})


def validate_free_slug(slug: str) -> None:
    """Refuse a slug that would hide a page of the portal."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address is used by the portal itself."), code="reserved")


class ExpertiseQuerySet(models.QuerySet["Expertise"]):
    def offered(self) -> Self:
        return self.filter(is_active=True)


class Expertise(models.Model):
    """A consultant's field. Batu has five; two more exist nationally."""

    slug = models.SlugField(_("address"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=60)
    summary = models.CharField(
        _("in one sentence"), max_length=200, help_text=_("Shown under the name of the field.")
    )
    problems = models.TextField(
        _("problems in the owners' words"),
        max_length=1000,
        help_text=_("One a line, as owners say it. The first two stand on the public list."),
    )
    bring = models.TextField(
        _("what to bring"), max_length=1000, blank=True, help_text=_("One thing a line.")
    )
    session_minutes = models.PositiveSmallIntegerField(_("minutes a session"), default=60)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    objects = ExpertiseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = [
            models.CheckConstraint(
                name="consultations_expertise_session_length",
                condition=models.Q(session_minutes__gte=15, session_minutes__lte=240),
                violation_error_message=_("A session takes between 15 minutes and 4 hours."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consultations:field_detail", args=[self.slug])

    @property
    def session_length(self) -> timedelta:
        return timedelta(minutes=self.session_minutes)

    @property
    def problem_list(self) -> list[str]:
        return self.problems.splitlines()

    @property
    def bring_list(self) -> list[str]:
        return self.bring.splitlines()


class ConsultantQuerySet(models.QuerySet["Consultant"]):
    def active(self) -> Self:
        """Takes bookings, may sign in, and has the role."""
        return self.filter(is_active=True, user__is_active=True, user__groups__name=Role.CONSULTANT)

    def bookable(self) -> Self:
        """Active, with a field that is offered."""
        return self.active().filter(expertises__is_active=True).distinct().select_related("user")


class Consultant(models.Model):
    AVATARS = 6

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="consultant",
        verbose_name=_("person"),
    )
    slug = models.SlugField(
        _("address"), unique=True, max_length=60, validators=[validate_free_slug]
    )
    expertises = models.ManyToManyField(
        Expertise, related_name="consultants", verbose_name=_("fields")
    )
    bio = models.TextField(_("about"), max_length=600, blank=True)
    meeting_link = models.CharField(
        _("link for online sessions"),
        max_length=200,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_(
            "Shown to the owner of an online appointment only. Without it, no online time is offered."
        ),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(
        _("takes bookings"),
        default=True,
        help_text=_("Off: the public page disappears and no new time can be booked."),
    )

    objects = ConsultantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("consultant")
        verbose_name_plural = _("consultants")

    def __str__(self) -> str:
        return self.user.full_name

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultant_detail", args=[self.slug])

    @property
    def display_name(self) -> str:
        return self.user.full_name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.user.full_name.split()[:2]).upper()

    @property
    def avatar_class(self) -> str:
        return f"avatar-{self.position % self.AVATARS + 1}"
