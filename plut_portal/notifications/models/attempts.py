"""People called by people, where no channel carries a message."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plut_portal.notifications.models.outbox import Message


class ContactAttemptQuerySet(models.QuerySet["ContactAttempt"]):
    def finished(self) -> Self:
        """With an outcome, whichever."""
        return self.exclude(outcome=ContactAttempt.Outcome.STARTED)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def holding(self, *, at: datetime) -> Self:
        """Somebody took the number in hand and has not said yet how it went."""
        return self.filter(
            outcome=ContactAttempt.Outcome.STARTED, at__gt=at - ContactAttempt.HELD_FOR
        )


class ContactAttempt(models.Model):
    """Who tried to reach a person about which messages, and how it went. Written, never changed.

    One row when somebody takes the number in hand, another one with the outcome. The newest
    outcome counts, so that a slip is mended by one more row.
    """

    class Channel(models.TextChoices):
        WHATSAPP = "WHATSAPP", _("WhatsApp")
        PHONE = "PHONE", _("Phone call")
        IN_PERSON = "IN_PERSON", _("In person")

    class Outcome(models.TextChoices):
        STARTED = "STARTED", _("Being contacted")
        REACHED = "REACHED", _("Reached")
        NOT_REACHED = "NOT_REACHED", _("Not reached, try again")
        WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
        LEFT_WORD = "LEFT_WORD", _("Word left with the village office")

    # Nobody needs to call any more; only the first has reached the person.
    SETTLING = (Outcome.REACHED, Outcome.LEFT_WORD)
    HELD_FOR = timedelta(minutes=10)

    messages = models.ManyToManyField(Message, related_name="attempts", verbose_name=_("messages"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), db_index=True)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ContactAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        constraints = [
            models.CheckConstraint(
                name="notifications_contactattempt_channel_known",
                condition=models.Q(outcome="STARTED") | ~models.Q(channel=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.pk})"

    @property
    def held_until(self) -> datetime:
        return self.at + self.HELD_FOR
