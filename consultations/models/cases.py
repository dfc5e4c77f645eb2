import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business
from consultations.models.people import Consultant
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel


class MentoringCaseQuerySet(models.QuerySet["MentoringCase"]):
    def visible_to(self, user: User) -> Self:
        """Consultants see those they are on, owners their businesses', staff all."""
        if user.has_perm("consultations.view_mentoringcase"):
            return self
        if user.is_consultant:
            return self.worked_on_by(user)
        return self.filter(business__in=Business.objects.run_by(user))

    def worked_on_by(self, user: User) -> Self:
        """Those this person is on as a consultant, closed ones included."""
        live = CaseMember.objects.live().filter(consultant__user=user)
        return self.filter(pk__in=live.values("case"))

    def open(self) -> Self:
        return self.filter(status=MentoringCase.Status.OPEN)

    def with_people(self) -> Self:
        return self.select_related("business__village", "lead__user")


class MentoringCase(TimeStampedModel):
    """Several sessions, and perhaps several consultants, on one goal of a business."""

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        CLOSED = "CLOSED", _("Closed")

    class Outcome(models.TextChoices):
        REACHED = "REACHED", _("Goal reached")
        PARTLY = "PARTLY", _("Goal partly reached")
        STOPPED = "STOPPED", _("Stopped")
        REFERRED = "REFERRED", _("Referred elsewhere")

    # The whole life of a case (FM-16).
    MOVES = {Status.OPEN: {Status.CLOSED}, Status.CLOSED: {Status.OPEN}}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="cases", verbose_name=_("business")
    )
    goal = models.CharField(_("goal"), max_length=200)
    status = models.CharField(
        _("status"), max_length=6, choices=Status.choices, default=Status.OPEN
    )
    lead = models.ForeignKey(
        Consultant, models.PROTECT, related_name="cases_led", verbose_name=_("in charge")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_text = models.TextField(_("what came of it"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = MentoringCaseQuerySet.as_manager()
    # Whatever happens to the case, its people and referrals is noted here, with the reason.
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = _("mentoring case")
        verbose_name_plural = _("mentoring cases")
        permissions = [("manage_cases", "Can act on the cases of others, with a reason")]
        indexes = [
            models.Index(fields=["business", "status"], name="consultations_case_business"),
        ]
        constraints = [
            # What bookings point to, so that a booking is in a case of its own business only.
            models.UniqueConstraint(
                name="consultations_mentoringcase_with_business", fields=["id", "business"]
            ),
            models.CheckConstraint(
                name="consultations_mentoringcase_closed_with_outcome",
                condition=Q(status="OPEN", outcome="", closed_at=None, closed_by=None)
                | (
                    Q(status="CLOSED", closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(outcome="")
                ),
                violation_error_message=_("A closed case has an outcome, an open one has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("consultations:case_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def may_become(self, status: "MentoringCase.Status") -> bool:
        return status in self.MOVES[MentoringCase.Status(self.status)]


class CaseMemberQuerySet(models.QuerySet["CaseMember"]):
    def live(self) -> Self:
        return self.filter(left_at=None)


class CaseMember(models.Model):
    """A consultant on a case, from then until then."""

    case = models.ForeignKey(
        MentoringCase, models.PROTECT, related_name="members", verbose_name=_("mentoring case")
    )
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="case_memberships", verbose_name=_("consultant")
    )
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = CaseMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultant on the case")
        verbose_name_plural = _("consultants on the case")
        constraints = [
            # Whoever left may come back; the time before stays as history.
            models.UniqueConstraint(
                name="consultations_casemember_one_live",
                fields=["case", "consultant"],
                condition=Q(left_at=None),
                violation_error_message=_("This consultant is on the case already."),
            ),
            models.CheckConstraint(
                name="consultations_casemember_order",
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant} ({self.pk})"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def waiting(self) -> Self:
        return self.filter(status=Referral.Status.SENT)

    def addressed_to(self, user: User) -> Self:
        return self.filter(to_consultant__user=user)

    def with_people(self) -> Self:
        people = ("from_consultant__user", "to_consultant__user")
        return self.select_related("case__business__village", "case__lead__user", *people)


class Referral(models.Model):
    """A colleague is asked to join a case, or to take it over."""

    class Kind(models.TextChoices):
        ASK_TO_JOIN = "ASK_TO_JOIN", _("Asked to join")
        HAND_OVER = "HAND_OVER", _("Asked to take over")

    class Status(models.TextChoices):
        SENT = "SENT", _("Waiting for an answer")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    # Answered once, for good (FM-16).
    MOVES = {
        Status.SENT: {Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
        Status.ACCEPTED: set(),
        Status.DECLINED: set(),
        Status.WITHDRAWN: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        MentoringCase, models.PROTECT, related_name="referrals", verbose_name=_("mentoring case")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    from_consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="referrals_sent", verbose_name=_("from")
    )
    to_consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="referrals_received", verbose_name=_("to")
    )
    message = models.TextField(_("message"), max_length=600)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.SENT
    )
    note = models.CharField(_("answer"), max_length=300, blank=True)
    at = models.DateTimeField(_("sent"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(
                name="consultations_referral_one_waiting",
                fields=["case", "to_consultant"],
                condition=Q(status="SENT"),
                violation_error_message=_("This colleague has been asked already."),
            ),
            models.CheckConstraint(
                name="consultations_referral_to_somebody_else",
                condition=~Q(from_consultant=F("to_consultant")),
            ),
            models.CheckConstraint(
                name="consultations_referral_answered",
                condition=Q(status="SENT", answered_at=None)
                | (~Q(status="SENT") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_consultant} ({self.pk})"

    @property
    def message_topic(self) -> str:
        return f"referral:{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SENT

    @property
    def is_hand_over(self) -> bool:
        return self.kind == self.Kind.HAND_OVER

    def may_become(self, status: "Referral.Status") -> bool:
        return status in self.MOVES[Referral.Status(self.status)]

    def answer(self, status: "Referral.Status", *, note: str, at: datetime) -> None:
        """Close it; the caller holds the lock on its case."""
        self.status, self.note, self.answered_at = status, note, at
        self.save(update_fields=["status", "note", "answered_at"])
