from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plut_portal.accounts.models.users import User


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One permission for one purpose, in the words of its day (law 27/2022, articles 20–24)."""

    class Purpose(models.TextChoices):
        SERVICE = "SERVICE", _("Read the privacy notice")
        REMINDERS = "REMINDERS", _("Reminders and changes to my own mobile number or e-mail")
        CATALOGUE = "CATALOGUE", _("Show my photos and products to the public")
        PHONE = "PHONE", _("Show my WhatsApp number beside my products")

    # Asked for one by one and taken back at will; the service itself rests on the notice.
    CHOSEN = (Purpose.REMINDERS, Purpose.CATALOGUE, Purpose.PHONE)

    class Channel(models.TextChoices):
        WEB = "WEB", _("On the portal")
        PAPER = "PAPER", _("On paper at the counter")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    text_version = models.CharField(_("text version"), max_length=12)
    channel = models.CharField(
        _("channel"), max_length=5, choices=Channel.choices, default=Channel.WEB
    )
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                name="accounts_consent_one_live",
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.pk})"


class AccessLogQuerySet(models.QuerySet["AccessLogEntry"]):
    def visible_to(self, user: "User") -> Self:
        if user.has_perm("accounts.view_accesslogentry"):
            return self
        return self.filter(subject=user)


class AccessLogEntry(models.Model):
    """Who looked at whose data, and why. Written once, never changed."""

    class Action(models.TextChoices):
        REVEAL_CONTACT = "REVEAL_CONTACT", _("Contact shown")
        ISSUE_CODE = "ISSUE_CODE", _("Code issued at the counter")
        EXPORT = "EXPORT", _("Exported")
        VIEW_DOCUMENT = "VIEW_DOCUMENT", _("Paper of a business opened")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="access_log",
        verbose_name=_("whose data"),
    )
    action = models.CharField(_("what"), max_length=16, choices=Action.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), db_index=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{self.get_action_display()} ({self.pk})"
