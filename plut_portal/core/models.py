import uuid
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.core.validators import ascii_digits, validate_mobile, validate_plain_text


class TimeStampedModel(models.Model):
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True


class SingleRow(models.Model):
    """Settings that staff edit: one row, with its defaults until somebody saves it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def load(cls) -> Self:
        """The row, or an unsaved one: reading a page must not write (FM-30)."""
        return cls._default_manager.filter(pk=1).first() or cls()


class OfficeIdentity(SingleRow):
    """Who runs the portal: used on every page, message and document."""

    name = models.CharField(
        _("full name"),
        max_length=120,
        default="PLUT-KUMKM",
        help_text=_("Shown at the foot of every page and in every message."),
    )
    short_name = models.CharField(
        _("short name"),
        max_length=40,
        default="PLUT",
        help_text=_("Shown at the top of every page."),
    )
    agency = models.CharField(_("run by"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    hours = models.CharField(
        _("opening hours"),
        max_length=160,
        blank=True,
        help_text=_("In words, for example: Monday–Friday, from 08.00 WIB."),
    )
    phone = models.CharField(_("office phone"), max_length=30, blank=True)
    whatsapp = models.CharField(
        _("office WhatsApp"),
        max_length=30,
        blank=True,
        validators=[validate_mobile],
        help_text=_(
            "A mobile number that somebody reads during opening hours, like 0812-3456-7890."
        ),
    )
    email = models.EmailField(_("office e-mail"), blank=True)
    directions = models.TextField(
        _("how to find us"),
        max_length=500,
        blank=True,
        help_text=_("Landmarks, angkot, parking: as one tells it on the phone."),
    )
    accessibility = models.TextField(
        _("access to the building"),
        max_length=500,
        blank=True,
        help_text=_(
            "Ramp, toilet, parking for people with disabilities. Only what is really there."
        ),
    )
    letterhead = models.TextField(
        _("letterhead"), max_length=500, blank=True, help_text=_("One line each, for documents.")
    )
    signatory_name = models.CharField(_("signatory"), max_length=120, blank=True)
    signatory_title = models.CharField(_("signatory's office"), max_length=120, blank=True)
    signatory_nip = models.CharField(_("signatory's NIP"), max_length=25, blank=True)
    charter_on = models.DateField(
        _("service charter signed on"),
        null=True,
        blank=True,
        help_text=_("From this date on the charter stands on the service standard page."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("office identity")
        verbose_name_plural = _("office identity")
        constraints = [
            models.CheckConstraint(name="core_office_one_row", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """What to tell somebody who comes here."""
        return ", ".join(filter(None, [self.name, self.address]))

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        for field in ("name", "short_name"):
            validate_plain_text(getattr(self, field))

    @property
    def whatsapp_url(self) -> str:
        """The address that opens a chat with the office; empty without a number."""
        digits = ascii_digits(self.whatsapp)
        number = "62" + digits[1:] if digits.startswith("0") else digits
        return f"https://wa.me/{number}" if number else ""

    @property
    def is_complete(self) -> bool:
        return bool(self.address and self.hours and self.phone)


class SubmissionKey(models.Model):
    """One filled-in form. Sent twice, it is carried out once and answers with the same page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4)
    result_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="core_submissionkey_once", fields=["user", "key"]),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"
