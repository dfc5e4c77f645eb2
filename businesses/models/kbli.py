from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from businesses.models.businesses import Business
from plut_portal.core import search
from plut_portal.core.validators import validate_kbli_code


class KbliVersion(models.TextChoices):
    """Digits are re-used between the two with another meaning, so a code never stands alone."""

    V2020 = "2020", "KBLI 2020"
    V2025 = "2025", "KBLI 2025"


class KbliCode(models.Model):
    """A kind of business activity (domain.md §3.9), with a short description of our own."""

    version = models.CharField(_("version"), max_length=4, choices=KbliVersion)
    code = models.CharField(_("code"), max_length=5, validators=[validate_kbli_code])
    title = models.CharField(_("description"), max_length=120)

    class Meta:
        verbose_name = _("KBLI code")
        verbose_name_plural = _("KBLI codes")
        constraints = [
            models.UniqueConstraint(name="businesses_kblicode_once", fields=["version", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_version_display()})"

    def reuses(self, other: "KbliCode") -> bool:
        """Whether it has the other's digits and yet another meaning, in the other version."""
        return self.code == other.code and self.title != other.title


class KbliEntryQuerySet(models.QuerySet["KbliEntry"]):
    def with_codes(self) -> Self:
        return self.select_related("code_2020", "code_2025")

    def about(self, text: str) -> Self:
        """Those an owner means by these words, the likeliest first; also by a code she reads."""
        columns = ("words", "code_2020__code", "code_2025__code")
        return search.matching(self.with_codes(), text, columns)


class KbliEntry(models.Model):
    """What owners call their trade, with its code in either version, as far as it has one."""

    words = models.CharField(_("everyday words"), max_length=160)
    note = models.CharField(_("note"), max_length=200, blank=True)
    code_2020 = models.ForeignKey(
        KbliCode, models.PROTECT, null=True, related_name="+", verbose_name="KBLI 2020"
    )
    code_2025 = models.ForeignKey(
        KbliCode, models.PROTECT, null=True, related_name="+", verbose_name="KBLI 2025"
    )

    objects = KbliEntryQuerySet.as_manager()
    # Filled by the search: the same digits where they mean something else.
    elsewhere: list[KbliCode]

    class Meta:
        verbose_name = _("KBLI entry")
        verbose_name_plural = _("KBLI entries")

    def __str__(self) -> str:
        return self.words

    @property
    def codes(self) -> list[KbliCode]:
        return [code for code in (self.code_2020, self.code_2025) if code]


class BusinessKbli(models.Model):
    """A code a business works under: chosen by words, or copied from its NIB (no entry)."""

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="kbli", verbose_name=_("business")
    )
    version = models.CharField(_("version"), max_length=4, choices=KbliVersion)
    code = models.CharField(_("code"), max_length=5, validators=[validate_kbli_code])
    entry = models.ForeignKey(
        KbliEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chosen by its words"),
    )

    class Meta:
        verbose_name = _("KBLI code of a business")
        verbose_name_plural = _("KBLI codes of businesses")
        constraints = [
            models.UniqueConstraint(
                name="businesses_businesskbli_once",
                fields=["business", "version", "code", "entry"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_version_display()})"
