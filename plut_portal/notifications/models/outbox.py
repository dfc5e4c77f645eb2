"""The outbox: what is to be said to whom (Message) and how that went (Delivery)."""

import unicodedata
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.signs import random_code
from plut_portal.notifications import kinds

CODE_LENGTH = 8


def new_code() -> str:
    return random_code(CODE_LENGTH)


def normalise_code(text: str) -> str:
    """The code as it is kept, out of "abcd-efgh", "ABCD EFGH" and the like."""
    letters = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in letters if c.isascii() and c.isalnum())


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """What has arrived in this person's inbox. Staff read other people's in the admin."""
        return self.filter(
            recipient=user,
            deliveries__channel=Delivery.Channel.INBOX,
            deliveries__state=Delivery.State.SENT,
        )

    def still_useful(self, *, at: datetime) -> Self:
        """What it speaks of has not passed, so that calling still helps."""
        return self.filter(models.Q(useless_after=None) | models.Q(useless_after__gt=at))

    def time_critical(self) -> Self:
        return self.filter(kind__in=kinds.time_critical_codes())

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def with_code(self, text: str) -> Self:
        """The one message with this check code, and in `left_at` when it first left the house."""
        left_at = Coalesce(models.Min("deliveries__sent_at"), "due_at")
        return self.filter(code=normalise_code(text)).annotate(left_at=left_at)


class Message(TimeStampedModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="messages_received",
        verbose_name=_("receiver"),
    )
    kind = models.CharField(_("kind"), max_length=32)
    # What it is about, for example "booking:17", and which state of that thing it speaks of.
    topic = models.CharField(_("about"), max_length=40)
    version = models.PositiveIntegerField(default=0)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=200, blank=True)
    code = models.CharField(
        _("check code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    due_at = models.DateTimeField(_("due"))
    useless_after = models.DateTimeField(_("useless after"), null=True, blank=True)
    # When not knowing begins to hurt; people are called in this order.
    needed_by = models.DateTimeField(_("needed by"), null=True, blank=True)
    # Leaves at any hour: the receiver just caused it, or it cancels something today (FM-32).
    at_any_hour = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                name="notifications_message_once",
                fields=["recipient", "topic", "kind", "version"],
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-due_at"], name="notif_message_inbox"),
            models.Index(fields=["topic"], name="notif_message_topic"),
            models.Index(fields=["kind", "useless_after"], name="notif_message_urgent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("notifications:message_detail", args=[self.public_id])

    @property
    def code_text(self) -> str:
        """ABCD-EFGH, the way it is read out."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def definition(self) -> kinds.Kind:
        return kinds.get(self.kind)

    @property
    def kind_label(self) -> str:
        return str(self.definition.label)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, *, at: datetime) -> Self:
        return self.filter(state=Delivery.State.WAITING, due_at__lte=at)

    def stuck(self, *, at: datetime) -> Self:
        """Claimed by a worker that has not been heard of since: killed, most likely."""
        return self.filter(state=Delivery.State.SENDING, claimed_at__lt=at - Delivery.SWEEP_AFTER)

    def about(self, topic: str) -> Self:
        return self.filter(message__topic=topic)

    def failed_since(self, moment: datetime) -> Self:
        return self.filter(state=Delivery.State.FAILED, due_at__gte=moment)

    def leaving(self) -> Self:
        """By a channel that goes out of the house; an inbox row alone reaches nobody."""
        return self.exclude(channel=Delivery.Channel.INBOX)

    def given_up(self) -> Self:
        return self.filter(state__in=Delivery.GIVEN_UP)

    def overdue(self, *, at: datetime) -> Self:
        """Tried in vain, or not looked at for longer than a worker that is well would take."""
        waiting = self.filter(state=Delivery.State.WAITING)
        return waiting.filter(
            models.Q(attempts__gt=0) | models.Q(due_at__lt=at - Delivery.OVERDUE_AFTER)
        )

    def unreached(self) -> Self:
        """Time-critical and given up on: a person has to call."""
        return self.leaving().given_up().filter(message__kind__in=kinds.time_critical_codes())


class Delivery(models.Model):
    """One message on one channel: schedule and log in one row."""

    class Channel(models.TextChoices):
        INBOX = "INBOX", _("Inbox")
        EMAIL = "EMAIL", _("E-mail")

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        SENDING = "SENDING", _("Sending")
        SENT = "SENT", _("Sent")
        FAILED = "FAILED", _("Failed")
        NO_CONTACT = "NO_CONTACT", _("No confirmed contact")
        AT_NIGHT = "AT_NIGHT", _("Kept from leaving by night")
        SKIPPED = "SKIPPED", _("No longer needed")
        MISSED = "MISSED", _("Too late")

    # Nobody was reached; a person may send it again, or call.
    GIVEN_UP = (State.FAILED, State.NO_CONTACT, State.AT_NIGHT)
    # No worker has it, so what it speaks of may still overtake it.
    WITHDRAWABLE = (State.WAITING, *GIVEN_UP)
    # The whole life of a delivery; services and admin ask this table and no other (FM-16).
    MOVES = {
        State.WAITING: {State.SENDING, State.SKIPPED},
        State.SENDING: {
            State.SENT,
            State.WAITING,
            State.FAILED,
            State.NO_CONTACT,
            State.SKIPPED,
            State.MISSED,
        },
        State.FAILED: {State.WAITING, State.SKIPPED},
        State.NO_CONTACT: {State.WAITING, State.SKIPPED},
        State.AT_NIGHT: {State.WAITING, State.SKIPPED},
        State.SENT: set(),
        State.SKIPPED: set(),
        State.MISSED: set(),
    }
    MAX_ATTEMPTS = 5
    SWEEP_AFTER = timedelta(minutes=5)
    OVERDUE_AFTER = timedelta(minutes=10)

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="deliveries", verbose_name=_("message")
    )
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    due_at = models.DateTimeField(_("next try"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Was with a worker that died: from now on sent by itself, never in a batch.
    goes_alone = models.BooleanField(default=False, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reason = models.CharField(_("why not"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        permissions = [("resend_delivery", "Can send a failed message again")]
        constraints = [
            models.UniqueConstraint(
                name="notifications_delivery_one_channel", fields=["message", "channel"]
            ),
            models.CheckConstraint(
                name="notifications_delivery_sent_when",
                condition=models.Q(state="SENT", sent_at__isnull=False)
                | (~models.Q(state="SENT") & models.Q(sent_at=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="notif_delivery_due", condition=models.Q(state="WAITING")
            ),
            models.Index(fields=["state", "-due_at"], name="notif_delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"

    def may_become(self, state: "Delivery.State") -> bool:
        return state in self.MOVES[Delivery.State(self.state)]
