"""What a draft still lacks: without some of it it is not published, the rest may stay away."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import Activity
from plut_portal.core import formats

FEWEST_CURATORS = 2
ANSWERS_BEFORE_CLOSING = gettext_lazy(
    "Applications would close after the day by which applicants hear back."
)


def publishing_problems(activity: Activity, *, at: datetime) -> list[str]:
    """Sentences that keep it from being published; empty when it is ready."""
    problems = _problems_with_days(activity, at=at)
    if activity.apply_from and not activity.criteria.exists():
        problems.append(_("Please add the criteria by which the curators choose."))
    if activity.apply_from and activity.curators.count() < FEWEST_CURATORS:
        problems.append(_("Please name at least two curators."))
    return problems


def _problems_with_days(activity: Activity, *, at: datetime) -> list[str]:
    """What is over would stand among the past ones as if it had been held."""
    problems = []
    if activity.starts_on < formats.wib_day(at):
        day = formats.short_date_text(activity.starts_on)
        problems.append(
            _("Its first day, %(day)s, is already past. Please set new days.") % {"day": day}
        )
    if activity.apply_until and activity.apply_until <= at:
        moment = formats.moment_text(activity.apply_until)
        problems.append(
            _("Applications would have closed already, on %(moment)s. Please set a later moment.")
            % {"moment": moment}
        )
    if activity.answers_before_closing:
        problems.append(str(ANSWERS_BEFORE_CLOSING))
    return problems


def may_be_added(activity: Activity) -> list[str]:
    """Names of what is not there and need not be."""
    has_no_ground = not activity.is_online and not activity.zones.exists()
    asks_nothing = not activity.requirements.exists()
    names = {_("zones"): has_no_ground, _("requirements"): asks_nothing}
    return [name for name, is_missing in names.items() if is_missing]
