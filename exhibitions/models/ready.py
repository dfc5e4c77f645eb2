"""Ready to go: who can come tomorrow, calls to them, and who was first."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business, Product
from exhibitions.models.activities import Activity
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel


class ListingQuerySet(models.QuerySet["ReadyListing"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_readylisting"):
            return self
        return self.filter(business__in=Business.objects.run_by(user))

    def fresh(self, *, at: datetime) -> Self:
        """Whoever said so lately: stock is gone sooner than somebody signs off."""
        return self.filter(is_active=True, renewed_at__gt=at - ReadyListing.FRESH_FOR)


class ReadyListing(TimeStampedModel):
    """A business that has stock and comes at short notice. Ended, never deleted."""

    FRESH_FOR = timedelta(days=30)

    business = models.OneToOneField(
        Business, models.PROTECT, related_name="ready_listing", verbose_name=_("business")
    )
    products = models.ManyToManyField(
        Product, related_name="+", verbose_name=_("products in stock")
    )
    pieces = models.PositiveIntegerField(_("pieces in stock"))
    goes_out_of_town = models.BooleanField(_("also out of town"), default=False)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    is_active = models.BooleanField(_("ready"), default=True)
    renewed_at = models.DateTimeField(_("said so"))
    renewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by")
    )

    objects = ListingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entry of the ready list")
        verbose_name_plural = _("ready list")
        indexes = [
            models.Index(fields=["is_active", "renewed_at"], name="exhibitions_listing_fresh")
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"

    def is_fresh(self, *, at: datetime) -> bool:
        return self.is_active and self.renewed_at > at - self.FRESH_FOR


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_call"):
            return self
        return self.filter(answers__business__in=Business.objects.run_by(user)).distinct()

    def open_until(self, *, at: datetime) -> Self:
        return self.filter(state=Call.State.OPEN, answer_until__gt=at)


class Call(TimeStampedModel):
    """A call to the ready list for so many places. First confirmed, first served."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Open")
        FILLED = "FILLED", _("Filled")
        CLOSED = "CLOSED", _("Closed")

    MOVES = {
        State.OPEN: {State.FILLED, State.CLOSED},
        # Somebody who had confirmed cannot come after all.
        State.FILLED: {State.OPEN, State.CLOSED},
        State.CLOSED: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="calls", verbose_name=_("activity")
    )
    state = models.CharField(
        _("state"), max_length=6, choices=State.choices, default=State.OPEN, editable=False
    )
    wanted = models.PositiveSmallIntegerField(_("places"))
    message = models.CharField(
        _("what they need to know"),
        max_length=300,
        blank=True,
        help_text=_("When to be where, what the office brings along."),
    )
    answer_until = models.DateTimeField(_("answer until"))
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("called by")
    )
    called_at = models.DateTimeField(_("called"))

    objects = CallQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("call of the ready list")
        verbose_name_plural = _("calls of the ready list")
        indexes = [models.Index(fields=["state", "answer_until"], name="exhibitions_call_state")]
        constraints = [
            models.CheckConstraint(
                name="exhibitions_call_wanted",
                condition=Q(wanted__gte=1, wanted__lte=100),
                violation_error_message=_("A call is for 1 to 100 places."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.pk})"

    @property
    def round(self) -> int:
        """How often a place of it became free again; those who did not answer are asked anew."""
        return self.answers.filter(state=CallAnswer.State.BACKED_OUT).count()

    def may_become(self, state: "Call.State") -> bool:
        return state in self.MOVES[Call.State(self.state)]


class AnswerQuerySet(models.QuerySet["CallAnswer"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_callanswer"):
            return self
        return self.filter(business__in=Business.objects.run_by(user))

    def coming(self) -> Self:
        return self.filter(state=CallAnswer.State.COMING)

    def silent(self) -> Self:
        return self.filter(state=CallAnswer.State.ASKED)


class CallAnswer(models.Model):
    """One business that was called, and what it answered. The place numbers who was in time."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("No answer yet")
        COMING = "COMING", _("Comes")
        DECLINED = "DECLINED", _("Cannot come")
        BACKED_OUT = "BACKED_OUT", _("Cannot come after all")

    MOVES = {
        State.ASKED: {State.COMING, State.DECLINED},
        State.COMING: {State.BACKED_OUT},
        # Comes after all, if a place is free again.
        State.DECLINED: {State.COMING},
        State.BACKED_OUT: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="answers", verbose_name=_("call"))
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="call_answers", verbose_name=_("business")
    )
    state = models.CharField(_("answer"), max_length=10, choices=State.choices, default=State.ASKED)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a call")
        verbose_name_plural = _("answers to calls")
        constraints = [
            models.UniqueConstraint(name="exhibitions_answer_once", fields=["call", "business"]),
            models.UniqueConstraint(name="exhibitions_answer_place", fields=["call", "place"]),
            models.CheckConstraint(
                name="exhibitions_answer_coming",
                condition=Q(state="COMING", place__isnull=False, place__gte=1, place__lte=100)
                | (~Q(state="COMING") & Q(place=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("exhibitions:call_detail", args=[self.public_id])

    @property
    def message_topic(self) -> str:
        # One person may act for two businesses that are called.
        return f"call:{self.call_id}:{self.pk}"

    def may_become(self, state: "CallAnswer.State") -> bool:
        return state in self.MOVES[CallAnswer.State(self.state)]
