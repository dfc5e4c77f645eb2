"""When it is taught: batches of a track, their stages with a judge, their meetings."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consultations.models import Consultant
from consultations.models.bookings import RECORD_WITHIN
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel
from trainings.models.tracks import Course, Stage, Track


class BatchQuerySet(models.QuerySet["Batch"]):
    def published(self) -> Self:
        return self.exclude(state=Batch.State.DRAFT)

    def enrolling(self, *, at: datetime) -> Self:
        return self.filter(state=Batch.State.PUBLISHED, enrol_from__lte=at, enrol_until__gt=at)


class Batch(TimeStampedModel):
    """One run of a track with a quota (angkatan)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Published")
        FINISHED = "FINISHED", _("Finished")
        CANCELLED = "CANCELLED", _("Cancelled")

    ENDED = (State.FINISHED, State.CANCELLED)
    MOVES = {
        State.DRAFT: {State.PUBLISHED, State.CANCELLED},
        State.PUBLISHED: {State.FINISHED, State.CANCELLED},
        State.FINISHED: set(),
        State.CANCELLED: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="batches", verbose_name=_("training track")
    )
    number = models.PositiveSmallIntegerField(_("batch number"))
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    quota = models.PositiveSmallIntegerField(_("places"), default=25)
    first_timer_percent = models.PositiveSmallIntegerField(
        _("places kept for first-timers (percent)"),
        default=40,
        help_text=_("For businesses that were never in a training here."),
    )
    first_timers_until = models.DateTimeField(
        _("kept for first-timers until"),
        help_text=_("From then on the kept places are offered to the waiting list in its order."),
    )
    enrol_from = models.DateTimeField(_("enrolment opens"))
    enrol_until = models.DateTimeField(_("enrolment closes"))
    offer_hours = models.PositiveSmallIntegerField(
        _("an offered place is kept (hours)"), default=24
    )
    place = models.CharField(_("place"), max_length=160, blank=True)

    objects = BatchQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.UniqueConstraint(
                name="trainings_batch_number",
                fields=["track", "number"],
                violation_error_message=_("This track already has a batch with that number."),
            ),
            models.CheckConstraint(
                name="trainings_batch_enrolment",
                condition=Q(enrol_from__lt=F("enrol_until")),
                violation_error_message=_("Enrolment must open before it closes."),
            ),
            models.CheckConstraint(
                name="trainings_batch_first_timers",
                condition=Q(first_timers_until__lte=F("enrol_until")),
                violation_error_message=_("Places are kept at most until enrolment closes."),
            ),
            models.CheckConstraint(
                name="trainings_batch_percent",
                condition=Q(first_timer_percent__lte=100),
                violation_error_message=_("A percentage goes from 0 to 100."),
            ),
            models.CheckConstraint(
                name="trainings_batch_offer",
                condition=Q(offer_hours__gte=1, offer_hours__lte=240),
                violation_error_message=_("An offer is kept between 1 and 240 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}, {self._meta.verbose_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("trainings:batch_detail", args=[self.public_id])

    @property
    def kept_for_first_timers(self) -> int:
        return self.quota * self.first_timer_percent // 100

    @property
    def offer_length(self) -> timedelta:
        return timedelta(hours=self.offer_hours)

    @property
    def open_to_all(self) -> int:
        """How many businesses that were here before may hold a place while a share is kept."""
        return self.quota - self.kept_for_first_timers

    def is_enrolling(self, *, at: datetime) -> bool:
        open_now = self.enrol_from <= at < self.enrol_until
        return self.state == self.State.PUBLISHED and open_now

    def keeps_places(self, *, at: datetime) -> bool:
        return at < self.first_timers_until

    def may_become(self, state: "Batch.State") -> bool:
        return state in self.MOVES[Batch.State(self.state)]


class BatchStage(models.Model):
    """A stage as this batch takes it: from when to when, and whose word accepts the outputs."""

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="batch_stages", verbose_name=_("batch")
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="batch_stages", verbose_name=_("stage")
    )
    consultant = models.ForeignKey(
        Consultant,
        models.PROTECT,
        related_name="batch_stages",
        verbose_name=_("consultant who accepts the outputs"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stage of a batch")
        verbose_name_plural = _("stages of batches")
        constraints = [
            models.UniqueConstraint(
                name="trainings_batchstage_once",
                fields=["batch", "stage"],
                violation_error_message=_("This batch already has that stage."),
            ),
            models.CheckConstraint(
                name="trainings_batchstage_order",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} ({self.pk})"


def new_attendance_code() -> str:
    return f"{secrets.randbelow(10**6):06d}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def kept(self) -> Self:
        return self.filter(is_cancelled=False)

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")

    def listed_by(self, user: User) -> Self:
        """Those whose attendance this person may note: trainer, judging consultant, staff."""
        if user.has_perm("trainings.manage_enrolments"):
            return self
        judged = BatchStage.objects.filter(
            consultant__user=user,
            batch=OuterRef("batch"),
            stage=OuterRef("course__stage"),
        )
        return self.filter(Q(trainer=user) | Exists(judged))


class Meeting(models.Model):
    """One time the batch meets for a course. Its code is shown in the room."""

    # The code works from a while before the beginning to a while after the end, by our clock.
    OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=30), timedelta(minutes=60)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="meetings", verbose_name=_("batch")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="meetings", verbose_name=_("course")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    hours = models.PositiveSmallIntegerField(_("hours (JP)"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    trainer_name = models.CharField(_("trainer"), max_length=120)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_taught",
        verbose_name=_("trainer's account"),
        help_text=_("A trainer with an account may tick the attendance list on the phone."),
    )
    bring = models.TextField(
        _("what to bring"), max_length=500, blank=True, help_text=_("One thing a line.")
    )
    code = models.CharField(
        _("attendance code"), max_length=6, default=new_attendance_code, editable=False
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Grows with every change of time, place or state; messages carry it.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["code"])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["batch", "starts_at"], name="trainings_meeting_batch")]
        constraints = [
            models.CheckConstraint(
                name="trainings_meeting_order",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                name="trainings_meeting_hours",
                condition=Q(hours__gte=1, hours__lte=12),
                violation_error_message=_("A meeting takes between 1 and 12 JP."),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.starts_at)} ({self.pk})"

    @property
    def message_topic(self) -> str:
        return f"meeting:{self.pk}"

    def is_late_for(self, user: User, *, at: datetime) -> bool:
        """Whether it is too long ago for this person to say who came (FM-60)."""
        return at > self.ends_at + RECORD_WITHIN and not user.has_perm("consultations.record_late")

    @property
    def code_opens_at(self) -> datetime:
        return self.starts_at - self.OPENS_BEFORE

    @property
    def code_closes_at(self) -> datetime:
        return self.ends_at + self.CLOSES_AFTER

    @property
    def bring_list(self) -> list[str]:
        return self.bring.splitlines()

    def takes_code(self, *, at: datetime) -> bool:
        in_time = self.code_opens_at <= at <= self.code_closes_at
        return in_time and not self.is_cancelled
