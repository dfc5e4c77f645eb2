"""What sets an online promotion apart from what takes place somewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Programme(models.TextChoices):
    FEATURED = "FEATURED", _("Featured products")
    LIVE = "LIVE", _("Live-selling day")
    MARKETPLACE = "MARKETPLACE", _("Programme of a marketplace")


RULES = (
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
