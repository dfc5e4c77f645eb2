"""What sets an online promotion apart from what takes place somewhere."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from businesses.shop_links import normalise_shop_link
from plut_portal.core import formats


class OnlinePart(models.Model):
    """Of an activity: a programme, a link and perhaps an hour in place of ground and booths."""

    if TYPE_CHECKING:
        kind: str
        starts_on: date
        ends_on: date

        @property
        def days(self) -> list[date]: ...

    class Programme(models.TextChoices):
        FEATURED = "FEATURED", _("Featured products")
        LIVE = "LIVE", _("Live-selling day")
        MARKETPLACE = "MARKETPLACE", _("Programme of a marketplace")

    programme = models.CharField(
        _("programme"),
        max_length=11,
        choices=Programme.choices,
        blank=True,
        help_text=_("For an online promotion, and for nothing else."),
    )
    live_at = models.DateTimeField(
        _("live begins"), null=True, blank=True, help_text=_("For a live-selling day.")
    )
    # Shown to people; the portal itself opens no address that somebody has typed (FM-44).
    link = models.CharField(
        _("link"), max_length=300, blank=True, help_text=_("Where buyers find it.")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.link:
            try:
                self.link = normalise_shop_link(self.link)
            except ValidationError as odd:
                raise ValidationError({"link": odd}) from None
        # Asked for also where a day is missing, which the form says beside it.
        has_days = self.starts_on and self.ends_on
        if self.live_at and has_days and formats.wib_day(self.live_at) not in self.days:
            raise ValidationError({"live_at": _("That is not one of its days.")})

    @property
    def is_online(self) -> bool:
        return self.kind == "ONLINE_PROMOTION"

    @property
    def days_to_report(self) -> list[date]:
        """At a stand every day; online the day of the live, else all of it on the last."""
        if not self.is_online:
            return self.days
        live_at: datetime | None = self.live_at
        return [formats.wib_day(live_at) if live_at else self.ends_on]


ONLINE_RULES = (
    models.CheckConstraint(
        name="exhibitions_activity_place",
        condition=Q(kind="ONLINE_PROMOTION") | ~Q(place=""),
        violation_error_message=_("Please say where it takes place."),
    ),
    models.CheckConstraint(
        name="exhibitions_activity_programme",
        condition=Q(kind="ONLINE_PROMOTION") & ~Q(programme="")
        | ~Q(kind="ONLINE_PROMOTION") & Q(programme="", link=""),
        violation_error_message=_(
            "An online promotion has a programme; programme and link belong to no other."
        ),
    ),
    models.CheckConstraint(
        name="exhibitions_activity_live",
        condition=Q(programme="LIVE", live_at__isnull=False)
        | ~Q(programme="LIVE") & Q(live_at=None),
        violation_error_message=_("A live-selling day, and only that, has its hour."),
    ),
)
