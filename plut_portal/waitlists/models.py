"""What stands in a line for something scarce, and may be offered it for a while."""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

AnyInLine = TypeVar("AnyInLine", bound="InLine")


class InLineQuerySet(models.QuerySet[AnyInLine]):
    def waiting(self) -> Self:
        return self.filter(**{self._status(): self.model.LINE_WAITING})

    def offered(self) -> Self:
        return self.filter(**{self._status(): self.model.LINE_OFFERED})

    def overdue(self, *, at: datetime) -> Self:
        return self.offered().filter(offer_until__lte=at)

    def in_line(self) -> Self:
        """Moved up with a reason first, then as the line is ordered."""
        return self.order_by("-priority", *self.model.LINE_ORDER)

    def _status(self) -> str:
        return str(self.model.LINE_STATUS)


class InLine(models.Model):
    """A row of a line. Each table says what its states are called, and in which order it waits."""

    LINE_STATUS: ClassVar[str] = "status"
    LINE_WAITING: ClassVar[str] = "WAITING"
    LINE_OFFERED: ClassVar[str] = "OFFERED"
    LINE_EXPIRED: ClassVar[str] = "EXPIRED"
    LINE_ORDER: ClassVar[tuple[str, ...]] = ("pk",)
    MOVES: ClassVar[Any]

    # Above nought: moved up on the waiting list; the reason stands beside it.
    priority = models.SmallIntegerField(_("moved up"), default=0)
    priority_reason = models.CharField(_("reason for moving up"), max_length=200, blank=True)
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer ends"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    # Grows with every change of status; messages carry it.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def line_status(self) -> str:
        return str(getattr(self, self.LINE_STATUS))

    def is_offered(self, *, at: datetime) -> bool:
        """Whether the offer stands at this moment; the moment it ends is past it (FM-10)."""
        if self.line_status != self.LINE_OFFERED or self.offer_until is None:
            return False
        return at < self.offer_until

    def become(self, status: str) -> None:
        """Every change of status has its number; messages carry it."""
        if not self.may_become(status):
            raise ValueError(
                f"{type(self).__name__} never goes from {self.line_status} to {status}."
            )
        setattr(self, self.LINE_STATUS, status)
        self.revision += 1

    def may_become(self, status: str) -> bool:
        return status in self.MOVES[self.line_status]
