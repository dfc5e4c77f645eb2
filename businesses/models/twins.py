"""Two registrations that look like one business: found to be two, or made one."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models.businesses import Business

REASON = 200


class DistinctionQuerySet(models.QuerySet["Distinction"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def between(self, one: int, other: int) -> Self:
        """What was said of the two, whichever of their earlier registrations was looked at."""
        first = Q(first__in=(one, other)) | Q(first__merged_into__in=(one, other))
        second = Q(second__in=(one, other)) | Q(second__merged_into__in=(one, other))
        return self.filter(first, second)

    def pairs(self) -> set[tuple[int, int]]:
        """The keys of those that stand, the lower first; a merged one speaks for where it went."""
        rows = self.standing().values_list(
            "first", "first__merged_into", "second", "second__merged_into"
        )
        return {pair(gone or one, went or other) for one, gone, other, went in rows}


def pair(one: int, other: int) -> tuple[int, int]:
    return (min(one, other), max(one, other))


class Distinction(models.Model):
    """Somebody looked at two businesses and found that they are two. Lifted, never deleted."""

    first = models.ForeignKey(
        Business, models.PROTECT, related_name="+", verbose_name=_("first business")
    )
    second = models.ForeignKey(
        Business, models.PROTECT, related_name="+", verbose_name=_("second business")
    )
    reason = models.CharField(_("why they are two"), max_length=REASON)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("on"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    lifted_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    lift_reason = models.CharField(_("why it was taken back"), max_length=REASON, blank=True)

    objects = DistinctionQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = _("pair that is not a duplicate")
        verbose_name_plural = _("pairs that are not duplicates")
        constraints = [
            models.CheckConstraint(
                name="businesses_distinction_lower_first",
                condition=Q(first__lt=F("second")),
            ),
            models.UniqueConstraint(
                name="businesses_distinction_once",
                fields=["first", "second"],
                condition=Q(lifted_at=None),
                violation_error_message=_("These two were found to be two already."),
            ),
            models.CheckConstraint(
                name="businesses_distinction_lifted",
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second} ({self.pk})"


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two registrations of one business made one by an officer, with every row that moved.

    Never made by the portal itself (FM-46). Undone within 30 days, never deleted.
    """

    UNDO_WITHIN = timedelta(days=30)

    stays = models.ForeignKey(
        Business, models.PROTECT, related_name="+", verbose_name=_("business that stays")
    )
    duplicate = models.ForeignKey(
        Business, models.PROTECT, related_name="+", verbose_name=_("duplicate")
    )
    reason = models.CharField(_("reason"), max_length=REASON)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged"))
    # Keys of the rows by table (app_label.model_name): those that moved, the memberships of the
    # duplicate that ended and those of the other that began again, and what an undo left.
    moved: Any = models.JSONField(_("moved rows"), default=dict, editable=False)
    ended: Any = models.JSONField(_("ended memberships"), default=list, editable=False)
    begun: Any = models.JSONField(_("begun memberships"), default=list, editable=False)
    kept: Any = models.JSONField(_("rows an undo left"), default=dict, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=REASON, blank=True)

    objects = MergeQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = _("merge of two businesses")
        verbose_name_plural = _("merges of businesses")
        constraints = [
            models.CheckConstraint(
                name="businesses_merge_of_two", condition=~Q(stays=F("duplicate"))
            ),
            models.UniqueConstraint(
                name="businesses_merge_once", fields=["duplicate"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="businesses_merge_undone",
                condition=Q(undone_at=None, undone_by=None, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate} → {self.stays} ({self.pk})"

    @property
    def undo_until(self) -> datetime:
        return self.merged_at + self.UNDO_WITHIN

    def may_be_undone(self, *, at: datetime) -> bool:
        return self.undone_at is None and at <= self.undo_until
