"""A consultant's own hours and leave. Pages and admin come through here or the same checks."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import (
    Closure,
    Consultant,
    Disruption,
    ExtraHours,
    Leave,
    WeeklyHours,
    Window,
)
from consultations.services import disruptions, guards
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError


class HoursOverlap(PortalError):
    pass


class DayClosed(PortalError):
    pass


class LinkMissing(PortalError):
    status = 422


class DayPassed(PortalError):
    status = 422


@transaction.atomic
def add_hours(*, hours: WeeklyHours, by: User, at: datetime) -> WeeklyHours:
    """Add a window of a weekday; appointments that fit into it can be held after all.

    Raises HoursOverlap when it shares time with another of the same weekday, LinkMissing for
    online hours of a consultant without a link.
    """
    consultant = guards.lock_consultant(hours.consultant)
    check_link(hours, hours.consultant)
    _check_apart(hours)
    hours.save()
    disruptions.review(consultants=[consultant], by=by, at=at)
    return hours


@transaction.atomic
def end_hours(*, hours: WeeklyHours, last_day: date, by: User, at: datetime) -> list[Disruption]:
    """Let a window end with this day; the row stays. Answers with the appointments it hits.

    Raises DayPassed for a day before yesterday, so that the past stays as it was, and HoursOverlap
    when the window would last into another one that follows it.
    """
    consultant = guards.lock_consultant(hours.consultant)
    hours = WeeklyHours.objects.select_for_update().get(pk=hours.pk)
    yesterday = formats.wib_day(at) - timedelta(days=1)
    if last_day < yesterday:
        raise DayPassed(_("The last day may be yesterday at the earliest."))
    if hours.valid_from and last_day < hours.valid_from:
        raise DayPassed(_("These hours begin later than that."))
    hours.valid_until = last_day
    _check_apart(hours)
    hours.save()
    return disruptions.review(consultants=[consultant], by=by, at=at)


def _check_apart(hours: WeeklyHours) -> None:
    same_weekday = WeeklyHours.objects.filter(consultant=hours.consultant, weekday=hours.weekday)
    for other in same_weekday.exclude(pk=hours.pk):
        if hours.collides_with(other):
            raise HoursOverlap(
                _("These hours overlap with %(hours)s, which are already entered.")
                % {"hours": other}
            )


@transaction.atomic
def add_extra_hours(*, extra: ExtraHours, by: User, at: datetime) -> ExtraHours:
    """Open one date besides the weekly hours.

    Raises DayPassed, DayClosed on a day the office is closed, HoursOverlap when the consultant
    receives people at that time anyway, LinkMissing as for weekly hours.
    """
    consultant = guards.lock_consultant(extra.consultant)
    check_link(extra, extra.consultant)
    check_extra(extra, today=formats.wib_day(at))
    extra.save()
    disruptions.review(consultants=[consultant], by=by, at=at)
    return extra


@transaction.atomic
def remove_extra_hours(*, extra: ExtraHours, by: User, at: datetime) -> list[Disruption]:
    """Take an extra opening back. Answers with the appointments it hits."""
    consultant = guards.lock_consultant(extra.consultant)
    ExtraHours.objects.filter(pk=extra.pk).delete()
    return disruptions.review(consultants=[consultant], by=by, at=at)


@transaction.atomic
def save_leave(*, leave: Leave, by: User, at: datetime) -> list[Disruption]:
    """Enter leave, or lengthen, shorten or move it. Answers with the appointments it newly hits."""
    consultant = guards.lock_consultant(leave.consultant)
    leave.save()
    return disruptions.review(consultants=[consultant], by=by, at=at)


@transaction.atomic
def withdraw_leave(*, leave: Leave, by: User, at: datetime) -> None:
    """Take leave back; its history stays. Appointments still waiting can be held after all."""
    consultant = guards.lock_consultant(leave.consultant)
    Leave.objects.get(pk=leave.pk).delete()
    disruptions.review(consultants=[consultant], by=by, at=at)


@transaction.atomic
def report_illness(*, consultant: Consultant, by: User, at: datetime) -> list[Disruption]:
    """Put the consultant on leave for today. Reported twice, it is one leave."""
    consultant = guards.lock_consultant(consultant)
    today = formats.wib_day(at)
    whole = consultant.leaves.touching(today, today).filter(from_time=None)
    if not whole.exists():
        Leave.objects.create(consultant=consultant, starts_on=today, ends_on=today, reason=_("Ill"))
    return disruptions.review(consultants=[consultant], by=by, at=at)


def check_link(window: Window, consultant: Consultant) -> None:
    if window.online and not consultant.meeting_link:
        raise LinkMissing(
            _("Online hours need a meeting link first. The programme admin enters it.")
        )


def check_extra(extra: ExtraHours, *, today: date) -> None:
    if extra.on < today:
        raise DayPassed(_("This day has passed."))
    if closure := Closure.objects.filter(on=extra.on).first():
        raise DayClosed(_("The office is closed on that day: %(name)s.") % {"name": closure.name})
    weekly = WeeklyHours.objects.filter(consultant=extra.consultant, weekday=extra.on.weekday())
    others = [*weekly.standing(extra.on, extra.on)]
    same_day = ExtraHours.objects.filter(consultant=extra.consultant, on=extra.on)
    for other in [*others, *same_day.exclude(pk=extra.pk)]:
        if extra.shares_time_with(other):
            raise HoursOverlap(
                _("These hours overlap with %(hours)s, which are already entered.")
                % {"hours": other}
            )
