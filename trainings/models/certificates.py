"""Certificates: what is printed is derived from attendance and frozen when issued."""

import re
import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Upload
from plut_portal.accounts.models import User
from plut_portal.core.models import SingleRow
from plut_portal.core.signs import random_code
from plut_portal.core.uploads import random_name
from trainings.models.batches import Batch
from trainings.models.enrolments import Enrolment

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACES = re.compile(r"\{(?:number(?::0[1-9]d)?|month|year)\}")


def new_certificate_code() -> str:
    return random_code(10)


def bare_code(text: str) -> str:
    """What counts of a check code, however it was typed."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def certificate_name(certificate: "Certificate", filename: str) -> str:
    return random_name("trainings/certificates", ".pdf")


def validate_pattern(pattern: str) -> None:
    """Nothing in braces but what we fill in, and the number and year among it."""
    rest = _PLACES.sub("", pattern)
    if "{" in rest or "}" in rest or "{number" not in pattern or "{year}" not in pattern:
        raise ValidationError(
            _(
                "Please use {number:03d} and {year}, and {month} if you like; nothing else in braces."
            )
        )


class CertificateNumbering(SingleRow):
    """How certificates are numbered; the row is locked while a number is taken."""

    pattern = models.CharField(
        _("number pattern"),
        max_length=60,
        default="500.3/{number:03d}/PLUT/35.79/{month}/{year}",
        validators=[validate_pattern],
        help_text=_("{number} counts within the year, {month} is Roman, {year} has four digits."),
    )
    year = models.PositiveSmallIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["year", "last_number"])

    class Meta:
        verbose_name = _("numbering of certificates")
        verbose_name_plural = _("numbering of certificates")
        constraints = [
            models.CheckConstraint(name="trainings_numbering_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(_("numbering of certificates"))

    def text(self, number: int, day: date) -> str:
        return self.pattern.format(number=number, month=_ROMAN[day.month - 1], year=day.year)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("trainings.view_certificate"):
            return self
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def valid(self) -> Self:
        return self.filter(revoked_at=None)

    def without_paper(self, *, at: datetime) -> Self:
        """Those whose worker never came, or failed over them."""
        return self.filter(file="", issued_at__lt=at - Upload.PATIENCE)


class Certificate(models.Model):
    """One issue of a certificate. Issued again it is a new row with the same number and a suffix."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("check code"), max_length=10, unique=True, default=new_certificate_code, editable=False
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="certificates", verbose_name=_("enrolment")
    )
    number = models.CharField(_("number"), max_length=80)
    # What the number counts: unique whatever becomes of the pattern.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    holder_name = models.CharField(_("name on it"), max_length=120)
    business_name = models.CharField(_("business on it"), max_length=160)
    hours = models.PositiveSmallIntegerField(_("hours attended (JP)"))
    first_on = models.DateField(_("first day attended"))
    last_on = models.DateField(_("last day attended"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    file = models.FileField(upload_to=certificate_name, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoke_reason = models.CharField(_("reason for revoking"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        permissions = [("issue_certificate", "Can issue and revoke certificates")]
        constraints = [
            models.UniqueConstraint(
                name="trainings_certificate_number", fields=["year", "serial", "version"]
            ),
            models.UniqueConstraint(
                name="trainings_certificate_one_valid",
                fields=["enrolment"],
                condition=Q(revoked_at=None),
                violation_error_message=_("This participant already has a valid certificate."),
            ),
            models.CheckConstraint(
                name="trainings_certificate_days", condition=Q(first_on__lte=F("last_on"))
            ),
            models.CheckConstraint(
                name="trainings_certificate_revoked",
                condition=Q(revoked_at=None) | ~Q(revoke_reason=""),
                violation_error_message=_("Revoking needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("trainings:certificate_check", args=[self.code])

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def number_text(self) -> str:
        """Issued again it keeps its number, with a suffix."""
        return self.number if self.version == 1 else f"{self.number}-{self.version}"

    @property
    def message_topic(self) -> str:
        return f"certificate:{self.pk}"


class IssueRun(models.Model):
    """An order to issue the certificates of a batch; workers carry it out, one row each."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="issue_runs", verbose_name=_("batch")
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered"))

    class Meta:
        verbose_name = _("issue of certificates")
        verbose_name_plural = _("issues of certificates")

    def __str__(self) -> str:
        return f"{self.batch} ({self.pk})"


class IssueItemQuerySet(models.QuerySet["IssueItem"]):
    def unfinished(self) -> Self:
        return self.filter(state=IssueItem.State.WAITING)

    def refused(self) -> Self:
        return self.filter(state=IssueItem.State.REFUSED)

    def stuck(self, *, at: datetime) -> Self:
        """Those whose worker never came, or died over them."""
        return self.unfinished().filter(run__ordered_at__lt=at - Upload.PATIENCE)


class IssueItem(models.Model):
    """One participant of an issue, and what became of it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        ISSUED = "ISSUED", _("Issued")
        REFUSED = "REFUSED", _("Not issued")

    MAX_ATTEMPTS = 3

    run = models.ForeignKey(
        IssueRun, models.PROTECT, related_name="items", verbose_name=_("issue of certificates")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="+", verbose_name=_("enrolment")
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField(_("why not"), max_length=300, blank=True)

    objects = IssueItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an issue")
        verbose_name_plural = _("rows of an issue")
        constraints = [
            models.UniqueConstraint(name="trainings_issueitem_once", fields=["run", "enrolment"]),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} ({self.pk})"
