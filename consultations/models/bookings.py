import uuid
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField
from django.contrib.postgres.fields.ranges import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, CharField, Exists, F, Func, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business, Membership
from consultations.models.cases import MentoringCase
from consultations.models.check_runs import ConstraintCheck
from consultations.models.hours import Mode
from consultations.models.people import Consultant, Expertise
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.signs import random_code

CODE_LENGTH = 6
# What nobody recorded by then is recorded by the office (FM-60).
RECORD_WITHIN = timedelta(days=30)


def new_code() -> str:
    return random_code(CODE_LENGTH)


class Int8Range(Func):
    function = "int8range"
    output_field = BigIntegerRangeField()


class TsTzRange(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


def _same(column: str) -> tuple[Func, str]:
    """Equality that a GiST index without extensions can hold: two one-number ranges meet."""
    return Int8Range(F(column), F(column), Value("[]")), RangeOperators.OVERLAPS


def _overlapping(until: str) -> tuple[Func, str]:
    """Half-open, so that 10–11 and 11–12 may stand side by side (FM-02)."""
    return TsTzRange(F("starts_at"), F(until), RangeBoundary()), RangeOperators.OVERLAPS


class Flaw(models.TextChoices):
    """What a past session lacks before any report may count it (FM-61)."""

    UNRECORDED = "UNRECORDED", _("Not recorded yet")
    NO_NOTE = "NO_NOTE", _("Came, but no note and no minutes")


def _flaw(at: datetime) -> Case:
    # A note without minutes cannot be: the database refuses it.
    return Case(
        When(status=Booking.Status.BOOKED, ends_at__lte=at, then=Value(Flaw.UNRECORDED)),
        When(status=Booking.Status.ATTENDED, record=None, then=Value(Flaw.NO_NOTE)),
        output_field=CharField(),
    )


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User) -> Self:
        """Owners see their businesses', consultants their own, staff all."""
        if user.has_perm("consultations.view_booking"):
            return self
        if user.is_consultant:
            return self.of_consultant(user)
        return self.run_by(user)

    def changeable_by(self, user: User) -> Self:
        """Fewer than one may see: heads and auditors read everything and change nothing."""
        if user.has_perm("consultations.manage_bookings"):
            return self
        if user.is_consultant:
            return self.of_consultant(user)
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        """Those of the businesses this person acts for."""
        return self.filter(business__in=Business.objects.run_by(user))

    def occupying(self) -> Self:
        """Those that keep a time from others: who comes without one takes none away."""
        return self.by_appointment().filter(status__in=Booking.OCCUPYING)

    def by_appointment(self) -> Self:
        return self.exclude(origin=Booking.Origin.WALK_IN)

    def open(self) -> Self:
        return self.filter(status=Booking.Status.BOOKED)

    def upcoming(self, *, at: datetime) -> Self:
        return self.open().filter(ends_at__gt=at)

    def today(self, *, at: datetime) -> Self:
        """What is held, or was, on this day of Batu; who cancelled is no part of it."""
        midnight = formats.at_wib(formats.wib_day(at), time.min)
        held = self.exclude(status=Booking.Status.CANCELLED)
        return held.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))

    def past(self, *, at: datetime) -> Self:
        return self.exclude(status=Booking.Status.BOOKED, ends_at__gt=at)

    def unrecorded(self, *, at: datetime) -> Self:
        """Past and without an outcome: nobody may assume that it took place (FM-12)."""
        return self.open().filter(ends_at__lte=at)

    def with_flaw(self, *, at: datetime) -> Self:
        """With what it lacks in `flaw`; nothing for sessions in order, cancelled or to come."""
        return self.annotate(flaw=_flaw(at))

    def flawed(self, *, at: datetime) -> Self:
        """Those that lack something, with what it is in `flaw`."""
        return self.annotate(flaw=_flaw(at)).exclude(flaw=None)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(starts_at__lt=ends_at, occupied_until__gt=starts_at)

    def of_consultant(self, user: User) -> Self:
        return self.filter(consultant__user=user)

    def recordable_by(self, user: User) -> Self:
        """Those whose record this person writes: a consultant's own, a supervisor's any."""
        if user.has_perm("consultations.record_late"):
            return self
        return self.of_consultant(user)

    def with_people(self) -> Self:
        return self.select_related("consultant__user", "business__village", "expertise")

    def with_outcome(self) -> Self:
        """With its record, who cancelled it, and in `is_moved` whether it ever had another time."""
        moves = self.model._meta.get_field("moves").related_model._default_manager
        to_another_time = moves.filter(booking=OuterRef("pk")).exclude(
            starts_before=F("starts_after")
        )
        people = self.with_people().select_related("record", "cancelled_by")
        return people.annotate(is_moved=Exists(to_another_time))

    def unused_code(self) -> str:
        """A code no booking has; of 729 million one is found at the first try, nearly always."""
        code = new_code()
        while self.filter(code=code).exists():
            code = new_code()
        return code

    def of_the_same_people(self, business: Business) -> Self:
        """Bookings of other businesses that somebody who acts for this one acts for too."""
        people = business.memberships.filter(is_active=True).values("user")
        shared = Membership.objects.filter(user__in=people, is_active=True).values("business")
        return self.filter(business__in=shared).exclude(business=business)

    def missed_by_owner(self, *, since: datetime) -> Self:
        """Who came by herself and did not wait has missed no appointment."""
        missed = self.by_appointment().filter(status=Booking.Status.OWNER_ABSENT)
        return missed.filter(starts_at__gt=since)


class Booking(TimeStampedModel):
    class Status(models.TextChoices):
        BOOKED = "BOOKED", _("Booked")
        CANCELLED = "CANCELLED", _("Cancelled")
        ATTENDED = "ATTENDED", _("Attended")
        OWNER_ABSENT = "OWNER_ABSENT", _("Owner did not come")
        CONSULTANT_ABSENT = "CONSULTANT_ABSENT", _("Consultant was absent")

    class Origin(models.TextChoices):
        PORTAL = "PORTAL", _("Booked on the portal")
        COUNTER = "COUNTER", _("Booked at the counter")
        # Begins when somebody comes in, so it stands outside limits and other people's times.
        WALK_IN = "WALK_IN", _("Came without an appointment")

    ABSENCES = (Status.OWNER_ABSENT, Status.CONSULTANT_ABSENT)
    OUTCOMES = (Status.ATTENDED, *ABSENCES)
    OCCUPYING = (Status.BOOKED, Status.ATTENDED)
    # The whole life of a booking; pages, admin and imports ask this table and no other (FM-16).
    MOVES = {
        Status.BOOKED: {Status.CANCELLED, *OUTCOMES},
        Status.CANCELLED: set(),
        # A wrong tick may be put right while the record is open.
        Status.ATTENDED: set(ABSENCES),
        Status.OWNER_ABSENT: {Status.ATTENDED, Status.CONSULTANT_ABSENT},
        Status.CONSULTANT_ABSENT: {Status.ATTENDED, Status.OWNER_ABSENT},
    }

    # Answered by with_outcome(), and by with_flaw() or flawed().
    is_moved: bool
    flaw: str | None

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What people say on the telephone. It opens nothing: every page asks for a login (FM-37).
    code = models.CharField(
        _("booking code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="bookings", verbose_name=_("consultant")
    )
    expertise = models.ForeignKey(
        Expertise, models.PROTECT, related_name="bookings", verbose_name=_("field")
    )
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="bookings", verbose_name=_("business")
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("booked by")
    )
    origin = models.CharField(
        _("how it came about"), max_length=7, choices=Origin.choices, default=Origin.PORTAL
    )
    mode = models.CharField(_("where"), max_length=6, choices=Mode.choices, default=Mode.OFFICE)
    topic = models.TextField(_("what it is about"), max_length=600)
    constraint_check = models.ForeignKey(
        ConstraintCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("constraint check"),
    )
    # Of the same business: a foreign key over both columns holds it (migration 0025).
    case = models.ForeignKey(
        MentoringCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("mentoring case"),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    occupied_until = models.DateTimeField(editable=False)
    status = models.CharField(
        _("status"), max_length=17, choices=Status.choices, default=Status.BOOKED
    )
    # The owner's own moves. What the office moves does not use up her share.
    moves_made = models.PositiveSmallIntegerField(_("times moved by the owner"), default=0)
    override_reason = models.CharField(
        _("reason for the exception"),
        max_length=200,
        blank=True,
        help_text=_("Why staff booked past a limit."),
    )
    # Grows with every change of time or state; messages and calendar files carry it.
    revision = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=200, blank=True)

    # Read with_outcome(): whether it was ever moved. Its revision also grows for other reasons.

    objects = BookingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        permissions = [("manage_bookings", "Can book, move and cancel for owners")]
        indexes = [
            models.Index(fields=["consultant", "starts_at"], name="consultations_booking_day"),
            models.Index(fields=["business", "-starts_at"], name="consultations_booking_mine"),
            models.Index(fields=["starts_at"], name="consultations_booking_starts"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultations_booking_order",
                condition=Q(starts_at__lt=F("ends_at")) & Q(ends_at__lte=F("occupied_until")),
            ),
            ExclusionConstraint(
                name="consultations_booking_one_at_a_time",
                expressions=[_same("consultant_id"), _overlapping("occupied_until")],
                condition=Q(status__in=["BOOKED", "ATTENDED"]) & ~Q(origin="WALK_IN"),
                violation_error_message=_("This time has just been taken."),
            ),
            ExclusionConstraint(
                name="consultations_booking_one_place",
                expressions=[_same("business_id"), _overlapping("ends_at")],
                condition=Q(status__in=["BOOKED", "ATTENDED"]) & ~Q(origin="WALK_IN"),
                violation_error_message=_("This business has another appointment at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.moment_text(self.starts_at)} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("consultations:booking_detail", args=[self.public_id])

    @property
    def message_topic(self) -> str:
        return f"booking:{self.pk}"

    @property
    def code_text(self) -> str:
        """ABC-DEF, the way it is read out."""
        return f"{self.code[:3]}-{self.code[3:]}"

    @property
    def is_walk_in(self) -> bool:
        return self.origin == self.Origin.WALK_IN

    @property
    def is_recorded(self) -> bool:
        """Whether nothing is owed any more: an outcome and, where the owner came, the note."""
        came = self.status == self.Status.ATTENDED
        return hasattr(self, "record") if came else self.status in self.OUTCOMES

    @property
    def flaw_label(self) -> str:
        return str(Flaw(self.flaw).label) if self.flaw else ""

    def is_coming(self, *, at: datetime) -> bool:
        return self.status == self.Status.BOOKED and at < self.ends_at

    def may_become(self, status: "Booking.Status") -> bool:
        return status in self.MOVES[Booking.Status(self.status)]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_late_for(self, user: User, *, at: datetime) -> bool:
        """Whether it is too long ago for this person to say what happened (FM-60)."""
        return at > self.ends_at + RECORD_WITHIN and not user.has_perm("consultations.record_late")

    def is_run_by(self, user: User) -> bool:
        """Whether this person answers for the session: its consultant, or staff who book for others.

        Deadlines and limits are for owners; these need a reason instead.
        """
        return self.consultant.user_id == user.pk or user.has_perm("consultations.manage_bookings")
