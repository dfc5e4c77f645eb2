import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models.villages import Village
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.models.privacy import ConsentQuerySet
from plut_portal.core.errors import PortalError
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.search import CONFIG
from plut_portal.core.signs import random_code
from plut_portal.core.validators import validate_plain_text

FIRST_YEAR = 1900


def new_registration_code() -> str:
    """UMK-7KQ4-9T, one of nearly four hundred million."""
    signs = random_code(6)
    return f"UMK-{signs[:4]}-{signs[4:]}"


class HasBeenMerged(PortalError, Http404):
    """Somebody merged it while this request waited. Where nobody says so, it is not found."""


class BusinessQuerySet(models.QuerySet["Business"]):
    def get(self, *args: Any, **kwargs: Any) -> "Business":
        """Whoever asks for a lock on a merged business is refused with a sentence."""
        try:
            return super().get(*args, **kwargs)
        except Business.DoesNotExist:
            merged = Business.with_merged.exclude(merged_into=None)
            if self.query.select_for_update and merged.filter(*args, **kwargs).exists():
                sentence = _now("This business has been merged with another one meanwhile.")
                raise HasBeenMerged(sentence) from None
            raise

    def visible_to(self, user: User) -> Self:
        if user.has_perm("businesses.view_business"):
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(memberships__user=user, memberships__is_active=True)

    def run_only_by(self, user: User) -> Self:
        """Those of which nobody hears once this person's account is closed."""
        others = Membership.objects.with_account().exclude(user=user)
        return self.run_by(user).exclude(pk__in=others.values("business"))

    def to_check(self) -> Self:
        """Those whose owner waits for the office's answer."""
        return self.filter(status=Business.Status.SUBMITTED)

    def standing(self) -> Self:
        """Without those an officer found to be another one registered again."""
        return self.filter(merged_into=None)


_AnyBusiness = models.Manager.from_queryset(BusinessQuerySet)


class StandingBusinesses(_AnyBusiness["Business"]):
    """What every list, search, count and choice begins with."""

    def get_queryset(self) -> BusinessQuerySet:
        return BusinessQuerySet(self.model, using=self._db).standing()


class Business(TimeStampedModel):
    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Not sent yet")
        SUBMITTED = "SUBMITTED", _("Being checked")
        NEEDS_FIXING = "NEEDS_FIXING", _("Needs fixing")
        VERIFIED = "VERIFIED", _("Checked and in order")

    # The whole way of a registration; pages and admin ask this table and no other (FM-16).
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.NEEDS_FIXING, Status.VERIFIED},
        Status.NEEDS_FIXING: {Status.SUBMITTED},
        # What turns out to be wrong later goes back to the owner.
        Status.VERIFIED: {Status.NEEDS_FIXING},
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        _("business name"), max_length=120, blank=True, validators=[validate_plain_text]
    )
    makes = models.CharField(
        _("what it makes or sells"), max_length=160, validators=[validate_plain_text]
    )
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="businesses", verbose_name=_("village")
    )
    address = models.CharField(
        _("address"), max_length=250, blank=True, validators=[validate_plain_text]
    )
    started_year = models.PositiveSmallIntegerField(_("started in"), null=True, blank=True)
    # To be reached by; unlike a login it may be shared and never says who somebody is (FM-46).
    contact_phone = models.CharField(_("contact number"), max_length=16, blank=True, db_index=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    registration_code = models.CharField(
        _("registration number"),
        max_length=11,
        unique=True,
        default=new_registration_code,
        editable=False,
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    answer_by = models.DateField(_("answer until"), null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    # Grows with every change of status; messages and decisions carry it.
    revision = models.PositiveIntegerField(default=0, editable=False)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="businesses"
    )
    # Set by services.merge alone: the one that stays. Never another that was merged itself.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )

    objects = StandingBusinesses()
    with_merged = BusinessQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("business")
        verbose_name_plural = _("businesses")
        permissions = [("verify_business", "Can check what owners say about their business")]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="businesses_business_queue"),
            GinIndex(
                SearchVector("name", "makes", config=CONFIG), name="businesses_business_words"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="businesses_business_started",
                condition=models.Q(started_year__gte=FIRST_YEAR),
                violation_error_message=_("Please write a year from 1900 on."),
            ),
            models.CheckConstraint(
                name="businesses_business_sent",
                condition=models.Q(status="DRAFT")
                | models.Q(submitted_at__isnull=False, answer_by__isnull=False),
            ),
            models.CheckConstraint(
                name="businesses_business_merged",
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("businesses:detail", args=[self.public_id])

    @property
    def label(self) -> str:
        """Its name or, until it has one, what it makes."""
        return self.name or self.makes

    @property
    def message_topic(self) -> str:
        return f"business:{self.pk}"

    def may_become(self, status: "Business.Status") -> bool:
        return status in self.MOVES[self.Status(self.status)]

    def is_answer_late(self, *, today: date) -> bool:
        """Whether the owner still waits after the day she was promised an answer."""
        waits = self.status == self.Status.SUBMITTED
        return waits and self.answer_by is not None and self.answer_by < today


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_the_catalogue(self) -> Self:
        """People who agree that what they make is shown to the public."""
        return self.with_account().filter(user__in=_agreeing())

    def against_the_catalogue(self) -> Self:
        """People who agreed once, took it back, and did not agree anew."""
        took_back = _said().exclude(withdrawn_at=None).exclude(user__in=_agreeing())
        return self.with_account().filter(user__in=took_back.values("user"))

    def with_account(self) -> Self:
        """Those who act for it and can sign in."""
        return self.active().filter(user__is_active=True)

    def reached_by_mail(self) -> Self:
        """Those whose e-mail address is confirmed; the others are called."""
        return self.with_account().exclude(user__email_confirmed_at=None)


def _said() -> ConsentQuerySet:
    return Consent.objects.filter(purpose=Consent.Purpose.CATALOGUE)


def _agreeing() -> models.QuerySet[Consent, Any]:
    return _said().live().values("user")


class Membership(models.Model):
    """A person who may act for a business. Ended, never deleted."""

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="memberships", verbose_name=_("business")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    is_active = models.BooleanField(_("still acts for it"), default=True)
    joined_at = models.DateTimeField(_("since"), auto_now_add=True)
    # Who let whom in or ended it, and when.
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of a business")
        verbose_name_plural = _("people of businesses")
        constraints = [
            models.UniqueConstraint(
                name="businesses_membership_once",
                fields=["business", "user"],
                violation_error_message=_("This person already acts for this business."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"

    @property
    def version(self) -> int:
        """Grows each time she begins or ends; messages carry it."""
        return int(self.history.order_by("-pk").values_list("pk", flat=True)[0])
