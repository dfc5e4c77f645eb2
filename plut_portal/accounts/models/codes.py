from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactCodeQuerySet(models.QuerySet["ContactCode"]):
    def live(self, *, at: datetime) -> Self:
        return self.filter(
            used_at=None, expires_at__gt=at, tries_left__gt=0, user__is_active=True
        ).exclude(hash="")

    def unsent(self, *, at: datetime) -> Self:
        """Asked for, not yet on its way, and there is an address to send it to."""
        waiting = self.filter(hash="", used_at=None, expires_at__gt=at, user__is_active=True)
        waiting = waiting.exclude(purpose=ContactCode.Purpose.SLIP)
        return waiting.exclude(purpose=ContactCode.Purpose.RESET, user__email=None)

    def from_counter(self) -> Self:
        """Six digits handed over by an officer; the others travel by e-mail."""
        return self.filter(issued_by__isnull=False)

    def mailed(self) -> Self:
        return self.filter(issued_by=None)


class ContactCode(models.Model):
    """A secret handed to one person for one purpose: confirm, reset or claim.

    Only its keyed hash is kept. Asking for one for a contact nobody has writes the same row
    without a user, so that known and unknown contacts look alike from outside (FM-39).
    """

    class Purpose(models.TextChoices):
        CONFIRM = "CONFIRM", _("Confirm a contact")
        RESET = "RESET", _("New password")
        CLAIM = "CLAIM", _("Take over an account made at the counter")
        SLIP = "SLIP", _("Take over such an account later, with the code on the slip")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="contact_codes"
    )
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    contact = models.CharField(max_length=254, blank=True)
    # The first signs of a code on paper: they find the row and open nothing by themselves.
    number = models.CharField(max_length=4, null=True, blank=True, unique=True)
    hash = models.CharField(max_length=64, blank=True, db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} code {self.pk}"

    @property
    def address(self) -> str | None:
        """Where it may be mailed to. An address nobody has confirmed yet opens only what it is
        itself the only key to."""
        if self.purpose == self.Purpose.CONFIRM:
            return self.contact
        if self.user is None or (self.user.phone and not self.user.email_confirmed_at):
            return None
        return self.user.email
