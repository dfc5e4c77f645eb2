"""What the office brings businesses to: exhibitions, events out of town, later more kinds."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.online import ONLINE_RULES, OnlinePart
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel

# Words that stand in the address where an activity's name would.
RESERVED_SLUGS = frozenset({"agenda", "kurasi", "permohonan", "siap-berangkat", "laporan"})


def validate_free_slug(slug: str) -> None:
    """Refuse a slug that would hide a page of the portal."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address is used by the portal itself."), code="reserved")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody sees what was published, and stays told when it is called off."""
        if user.has_perm("exhibitions.view_activity"):
            return self
        return self.published()

    def published(self) -> Self:
        return self.exclude(published_at=None)

    def taking_applications(self, *, at: datetime) -> Self:
        return self.filter(state=Activity.State.OPEN, apply_from__lte=at, apply_until__gt=at)

    def curated_by(self, user: User) -> Self:
        return self.filter(curators=user)

    def coming(self, *, day: date) -> Self:
        """Not yet over, soonest first."""
        return self.filter(ends_on__gte=day).order_by("starts_on", "pk")


class Activity(OnlinePart, TimeStampedModel):
    """One exhibition or event with its own call for businesses. Called off, never deleted."""

    class Kind(models.TextChoices):
        EXHIBITION = "EXHIBITION", _("Exhibition")
        OUT_OF_TOWN = "OUT_OF_TOWN", _("Out-of-town event")
        ONLINE_PROMOTION = "ONLINE_PROMOTION", _("Online promotion")
        RETAIL = "RETAIL", _("Modern retail")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        OPEN = "OPEN", _("Published")
        REVIEW = "REVIEW", _("In curation")
        RELEASED = "RELEASED", _("Results released")
        FINISHED = "FINISHED", _("Finished")
        CANCELLED = "CANCELLED", _("Cancelled")

    MOVES = {
        State.DRAFT: {State.OPEN, State.CANCELLED},
        # What nobody applies for is filled from the ready list, without a curation.
        State.OPEN: {State.REVIEW, State.FINISHED, State.CANCELLED},
        State.REVIEW: {State.RELEASED, State.CANCELLED},
        State.RELEASED: {State.FINISHED, State.CANCELLED},
        State.FINISHED: set(),
        State.CANCELLED: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"), unique=True, max_length=60, validators=[validate_free_slug]
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.EXHIBITION)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in one sentence"), max_length=200, help_text=_("Shown under the title on the list.")
    )
    description = models.TextField(_("description"), max_length=3000, blank=True)
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    place = models.CharField(
        _("place"), max_length=160, blank=True, help_text=_("Empty for an online promotion.")
    )
    city = models.CharField(_("city"), max_length=80, default="Batu")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.CharField(
        _("opening hours"), max_length=120, blank=True, help_text=_("For example: 10.00–21.00 WIB.")
    )
    apply_from = models.DateTimeField(
        _("applications open"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody applies, the office calls from the ready list."),
    )
    apply_until = models.DateTimeField(_("applications close"), null=True, blank=True)
    answer_by = models.DateField(
        _("answer until"),
        null=True,
        blank=True,
        help_text=_("The day by which every applicant has been told; it is shown from the start."),
    )
    confirm_hours = models.PositiveSmallIntegerField(
        _("hours to confirm"),
        default=48,
        help_text=_("Whoever is chosen and does not confirm in time gives the place to the next."),
    )
    quota = models.PositiveSmallIntegerField(_("places"), default=20)
    conditions = models.TextField(
        _("conditions"),
        max_length=3000,
        blank=True,
        help_text=_("One a line. Applicants agree to them: looking after the stand, QRIS, prices."),
    )
    report_duties = models.TextField(
        _("duty to report"),
        max_length=600,
        blank=True,
        help_text=_("One a line. Said before applying: without a report no next application."),
    )
    bears_costs = models.CharField(
        _("who bears which costs"), max_length=200, blank=True, help_text=_("For travel and hotel.")
    )
    curators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="curated_activities",
        blank=True,
        verbose_name=_("curators"),
    )
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    review_at = models.DateTimeField(_("curation began"), null=True, blank=True, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    # Grows when days, place or state change; messages carry it.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["state", "starts_on"], name="exhibitions_activity_state"),
            models.Index(fields=["kind", "starts_on"], name="exhibitions_activity_kind"),
            models.Index(fields=["ends_on"], name="exhibitions_activity_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                name="exhibitions_activity_days",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                name="exhibitions_activity_window",
                condition=Q(apply_from=None, apply_until=None)
                | Q(
                    apply_from__isnull=False,
                    apply_until__isnull=False,
                    apply_until__gt=F("apply_from"),
                ),
                violation_error_message=_("Applications must open before they close."),
            ),
            models.CheckConstraint(
                name="exhibitions_activity_answer",
                condition=Q(apply_until=None) | Q(answer_by__isnull=False),
                violation_error_message=_("Please say by when applicants hear back."),
            ),
            models.CheckConstraint(
                name="exhibitions_activity_answer_in_time",
                condition=Q(answer_by=None) | Q(answer_by__lte=F("starts_on")),
                violation_error_message=_("Applicants must hear back before the first day."),
            ),
            models.CheckConstraint(
                name="exhibitions_activity_confirm",
                condition=Q(confirm_hours__gte=1, confirm_hours__lte=240),
                violation_error_message=_("Chosen businesses have between 1 and 240 hours."),
            ),
            models.CheckConstraint(
                name="exhibitions_activity_cancelled",
                condition=~Q(state="CANCELLED") | ~Q(cancel_reason=""),
                violation_error_message=_("Calling it off needs a reason."),
            ),
            *ONLINE_RULES,
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exhibitions:activity_detail", args=[self.slug])

    @property
    def edition(self) -> str:
        """Told apart from last year's of the same title."""
        return f"{self.title} ({self.starts_on.year})"

    @property
    def message_topic(self) -> str:
        return f"activity:{self.pk}"

    @property
    def days_text(self) -> str:
        return formats.days_text(self.starts_on, self.ends_on)

    @property
    def place_text(self) -> str:
        """Where it takes place; online, what sort of programme it is."""
        if self.is_online:
            return self.get_programme_display()
        return ", ".join(filter(None, [self.place, self.city]))

    @property
    def begins_at(self) -> datetime:
        return formats.at_wib(self.starts_on, time(0))

    @property
    def over_at(self) -> datetime:
        return formats.at_wib(self.ends_on + timedelta(days=1), time(0))

    @property
    def confirm_length(self) -> timedelta:
        return timedelta(hours=self.confirm_hours)

    @property
    def condition_list(self) -> list[str]:
        return self.conditions.splitlines()

    @property
    def report_duty_list(self) -> list[str]:
        return self.report_duties.splitlines()

    @property
    def days(self) -> list[date]:
        length = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=number) for number in range(length)]

    @property
    def is_out_of_town(self) -> bool:
        return self.kind == self.Kind.OUT_OF_TOWN

    @property
    def is_released(self) -> bool:
        """Whether applicants may know what was decided."""
        return self.released_at is not None

    @property
    def answers_before_closing(self) -> bool:
        """A promise nobody can keep: results come before the last applications."""
        if self.apply_until is None or self.answer_by is None:
            return False
        return formats.wib_day(self.apply_until) > self.answer_by

    def takes_applications(self, *, at: datetime) -> bool:
        if self.state != self.State.OPEN or self.apply_from is None or self.apply_until is None:
            return False
        return self.apply_from <= at < self.apply_until

    def has_begun(self, *, at: datetime) -> bool:
        return self.begins_at <= at

    def may_become(self, state: "Activity.State") -> bool:
        return state in self.MOVES[Activity.State(self.state)]


class Zone(models.Model):
    """A part of the ground for one sort of goods, with booths of its own."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="zones", verbose_name=_("activity")
    )
    name = models.CharField(_("name"), max_length=60)
    note = models.CharField(_("what belongs here"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_zone_name",
                fields=["activity", "name"],
                violation_error_message=_("This activity already has a zone of that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Booth(models.Model):
    """A stand. Where the city rents one for several businesses, each takes one of its seats."""

    MOST_SEATS = 20

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="booths", verbose_name=_("zone"))
    code = models.CharField(_("code"), max_length=12)
    size = models.CharField(
        _("size"), max_length=20, blank=True, help_text=_("For example: 2 by 2 metres.")
    )
    watts = models.PositiveIntegerField(_("electricity (watts)"), default=0)
    furniture = models.CharField(_("tables and chairs"), max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("businesses"), default=1, help_text=_("How many businesses share it.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_booth_code",
                fields=["zone", "code"],
                violation_error_message=_("This zone already has a booth of that code."),
            ),
            models.CheckConstraint(
                name="exhibitions_booth_capacity",
                condition=Q(capacity__gte=1, capacity__lte=20),
                violation_error_message=_("Between 1 and 20 businesses share a booth."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
