"""A business in a batch: enrolled, waiting, offered a place, gone."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.waitlists.models import InLine, InLineQuerySet
from trainings.models.batches import Batch, BatchStage


class EnrolmentQuerySet(InLineQuerySet["Enrolment"]):
    def visible_to(self, user: User) -> Self:
        """Owners see their businesses'; consultants those of batches they judge; staff all."""
        if user.has_perm("trainings.view_enrolment"):
            return self
        own = Q(business__in=Business.objects.run_by(user))
        judged = BatchStage.objects.filter(consultant__user=user)
        return self.filter(own | Q(batch__in=judged.values("batch")))

    def run_by(self, user: User) -> Self:
        return self.filter(business__in=Business.objects.run_by(user))

    def enrolled(self) -> Self:
        return self.filter(status=Enrolment.Status.ENROLLED)

    def holding_a_place(self) -> Self:
        """An offered place is held until the offer ends."""
        return self.filter(status__in=Enrolment.HOLDING)

    def live(self) -> Self:
        return self.filter(status__in=Enrolment.LIVE)


class Enrolment(TimeStampedModel, InLine):
    """One business in one batch, for the whole track. Ended, never deleted."""

    class Status(models.TextChoices):
        ENROLLED = "ENROLLED", _("Enrolled")
        WAITING = "WAITING", _("On the waiting list")
        OFFERED = "OFFERED", _("A place is offered")
        DECLINED = "DECLINED", _("Declined the offer")
        EXPIRED = "EXPIRED", _("The offer ran out")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        # Without their doing, by the end of the batch.
        NO_PLACE = "NO_PLACE", _("Waited in vain")
        CANCELLED = "CANCELLED", _("Batch called off")

    HOLDING = (Status.ENROLLED, Status.OFFERED)
    LIVE = (Status.ENROLLED, Status.OFFERED, Status.WAITING)
    MOVES = {
        Status.WAITING: {
            Status.OFFERED,
            Status.ENROLLED,
            Status.WITHDRAWN,
            Status.NO_PLACE,
            Status.CANCELLED,
        },
        Status.OFFERED: {
            Status.ENROLLED,
            Status.DECLINED,
            Status.EXPIRED,
            Status.WITHDRAWN,
            Status.WAITING,
            Status.NO_PLACE,
            Status.CANCELLED,
        },
        # Onto the list only by a decision of the office, when a quota shrinks (FM-15).
        Status.ENROLLED: {Status.WITHDRAWN, Status.WAITING, Status.CANCELLED},
        Status.DECLINED: set(),
        Status.EXPIRED: set(),
        Status.WITHDRAWN: set(),
        Status.NO_PLACE: set(),
        Status.CANCELLED: set(),
    }

    # Keys are given under the batch's lock, so their order is that of asking; clocks of two
    # machines would not agree.
    LINE_ORDER = ("pk",)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="enrolments", verbose_name=_("batch")
    )
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="enrolments", verbose_name=_("business")
    )
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("participant"),
    )
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    status = models.CharField(_("status"), max_length=9, choices=Status.choices)
    is_first_timer = models.BooleanField(_("first training here"), default=False)
    asked_at = models.DateTimeField(_("asked for a place"))
    enrolled_at = models.DateTimeField(_("got the place"), null=True, blank=True)
    # Why it is as it is: withdrawn, or moved to the list because the quota shrank.
    status_reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Staff let a business take the same training again within a year.
    override_reason = models.CharField(_("reason for the exception"), max_length=200, blank=True)

    objects = EnrolmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        permissions = [("manage_enrolments", "Can enrol and withdraw for owners")]
        indexes = [
            models.Index(fields=["batch", "status"], name="trainings_enrolment_batch"),
            models.Index(fields=["business", "status"], name="trainings_enrolment_business"),
            models.Index(fields=["status", "offer_until"], name="trainings_enrolment_offers"),
        ]
        constraints = [
            # Ended rows stay as history, so only live ones must be unique.
            models.UniqueConstraint(
                name="trainings_enrolment_one_live",
                fields=["batch", "business"],
                condition=Q(status__in=["ENROLLED", "OFFERED", "WAITING"]),
                violation_error_message=_("This business is already in this batch."),
            ),
            models.CheckConstraint(
                name="trainings_enrolment_offer",
                condition=~Q(status="OFFERED") | Q(offer_until__isnull=False),
            ),
            models.CheckConstraint(
                name="trainings_enrolment_enrolled",
                condition=~Q(status="ENROLLED") | Q(enrolled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="trainings_enrolment_priority_reason",
                condition=Q(priority=0) | ~Q(priority_reason=""),
                violation_error_message=_("Moving somebody up needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("trainings:enrolment_detail", args=[self.public_id])

    @property
    def message_topic(self) -> str:
        return f"enrolment:{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def is_enrolled(self) -> bool:
        return self.status == self.Status.ENROLLED
