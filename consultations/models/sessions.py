import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business
from consultations.models.bookings import Booking
from consultations.models.cases import MentoringCase
from consultations.models.checks import Constraint
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel


class SessionRecordQuerySet(models.QuerySet["SessionRecord"]):
    def visible_to(self, user: User) -> Self:
        """Owners read their businesses', staff all; consultants their own and, as long as they
        have a booking or an open case with a business, whatever was shared with it (FM-36)."""
        if user.has_perm("consultations.view_sessionrecord"):
            return self
        if user.is_consultant:
            met = Booking.objects.of_consultant(user).open()
            mentored = MentoringCase.objects.worked_on_by(user).open()
            return self.filter(
                Q(booking__consultant__user=user)
                | Q(booking__business__in=met.values("business"))
                | Q(booking__business__in=mentored.values("business"))
            )
        return self.filter(booking__business__in=Business.objects.run_by(user))


class SessionRecord(TimeStampedModel):
    """What was said in a session, for the owner to read."""

    OPEN_FOR = timedelta(days=7)
    MOST_MINUTES = 480

    booking = models.OneToOneField(
        Booking, models.PROTECT, related_name="record", verbose_name=_("booking")
    )
    # The diagnosis: what cek kendala had suggested, confirmed or corrected by the consultant.
    constraint = models.ForeignKey(
        Constraint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("constraint"),
    )
    problem = models.TextField(_("problem"), max_length=2000, blank=True)
    findings = models.TextField(_("findings"), max_length=2000, blank=True)
    advice = models.TextField(_("advice"), max_length=2000)
    contact_minutes = models.PositiveSmallIntegerField(_("minutes with the owner"))
    preparation_minutes = models.PositiveSmallIntegerField(
        _("minutes of preparation and follow-up"), default=0
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"))
    # Kept when the record is saved again: how soon after the session somebody wrote it.
    first_recorded_at = models.DateTimeField(_("first recorded"), editable=False)

    objects = SessionRecordQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("session record")
        verbose_name_plural = _("session records")
        permissions = [("record_late", "Can record any session, however long ago")]
        constraints = [
            models.CheckConstraint(
                name="consultations_sessionrecord_minutes",
                condition=models.Q(contact_minutes__gte=1, contact_minutes__lte=480)
                & models.Q(preparation_minutes__lte=480),
                violation_error_message=_("A session takes between 1 and 480 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} – {self.pk}"

    def is_locked(self, *, at: datetime) -> bool:
        """Whether a week has passed since the session."""
        return at > self.booking.ends_at + self.OPEN_FOR


class InternalNoteQuerySet(models.QuerySet["InternalNote"]):
    def visible_to(self, user: User) -> Self:
        """Its author, the colleagues on the open case of the session, the programme admin."""
        if user.has_perm("consultations.view_internalnote"):
            return self
        cases = MentoringCase.objects.worked_on_by(user).open()
        return self.filter(Q(author=user) | Q(record__booking__case__in=cases))


class InternalNote(models.Model):
    """What only the author, colleagues on the case and the programme admin read. Kept apart from
    the record, so that no page, export, history or search of the record can carry it (FM-45)."""

    record = models.OneToOneField(
        SessionRecord, models.PROTECT, related_name="internal_note", verbose_name=_("record")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("internal note"), max_length=2000)

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return str(self.record)


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def run_by(self, user: User) -> Self:
        """Those of the businesses this person acts for: hers to do, and hers to tick off."""
        return self.filter(record__booking__business__in=Business.objects.run_by(user))

    def visible_to(self, user: User) -> Self:
        """The steps of every record this person may read."""
        return self.filter(record__in=SessionRecord.objects.visible_to(user))

    def to_do(self) -> Self:
        return self.filter(done_at=None)

    def in_order(self) -> Self:
        return self.order_by("position")


class ActionItem(models.Model):
    """One line of the Resep Usaha: what to do, and by when."""

    MOST = 3

    # The same step through every saving of the record; reminders and calendar entries carry it.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(
        SessionRecord, models.CASCADE, related_name="actions", verbose_name=_("record")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("action"), max_length=200)
    due_on = models.DateField(_("due"))
    # Grows with every change of the day.
    revision = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ticked off by"),
    )
    # The owner says that it cannot be done yet, and why if she likes.
    hindered_at = models.DateTimeField(_("not yet possible"), null=True, blank=True)
    hindrance = models.CharField(_("what is in the way"), max_length=120, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        permissions = [("print_actionitem", "Can print the steps of a Resep Usaha")]
        constraints = [
            # Checked at the end of a statement, so that two steps may change places.
            models.UniqueConstraint(
                name="consultations_actionitem_place",
                fields=["record", "position"],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="consultations_actionitem_at_most_three",
                condition=Q(position__gte=1, position__lte=3),
                violation_error_message=_("A Resep Usaha has at most three actions."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.pk})"

    @property
    def message_topic(self) -> str:
        return f"action:{self.public_id.hex}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
