"""Results told by those who were there: three numbers a day, later the orders that followed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.models import Application, DailyReport, FollowUpOrder
from exhibitions.models.results import MOST_PEOPLE, MOST_RUPIAH
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError


class NotThere(PortalError):
    """The business does not take part, or not on that day."""


class NumberUnlikely(PortalError):
    status = 422


@transaction.atomic
def report_day(
    *,
    application: Application,
    day: date,
    visitors: int,
    pieces: int,
    turnover: int,
    by: User,
    at: datetime,
    note: str = "",
) -> DailyReport:
    """The three numbers of a day; sent again they replace what was told before.

    Online `visitors` are viewers and `pieces` orders: see selectors.report_questions.
    Turnover in whole rupiah. Raises NotThere for a day that is not of this activity or has not
    come, and NumberUnlikely for what cannot be.
    """
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    _check_was_there(application, day, at=at)
    _check_likely(visitors=visitors, pieces=pieces, turnover=turnover)
    report, _created = DailyReport.objects.update_or_create(
        application=application,
        day=day,
        defaults={
            "visitors": visitors,
            "pieces": pieces,
            "turnover": turnover,
            "note": note.strip()[:300],
            "reported_by": by,
            "reported_at": at,
        },
    )
    return report


def _check_was_there(application: Application, day: date, *, at: datetime) -> None:
    activity = application.activity
    if not application.is_confirmed or activity.state == activity.State.CANCELLED:
        raise NotThere(_("This business does not take part in the activity."))
    if day not in activity.days_to_report:
        raise NotThere(_("No numbers are asked for of that day."))
    if day > formats.wib_day(at):
        raise NotThere(_("That day has not come yet."))


def _check_likely(*, visitors: int, pieces: int, turnover: int) -> None:
    if min(visitors, pieces, turnover) < 0:
        raise NumberUnlikely(_("A number below nought cannot be; write 0 for none."))
    if max(visitors, pieces) > MOST_PEOPLE or turnover > MOST_RUPIAH:
        raise NumberUnlikely(_("That is very much. Is there a nought too many?"))


@transaction.atomic
def excuse_reports(*, application: Application, reason: str, by: User, at: datetime) -> Application:
    """Let a business off its reports, with a reason that is kept. Raises ReasonMissing."""
    guards.check_permission(by, "decide_application")
    application = guards.lock_application(application)
    if application.excused_at:
        return application
    application.excuse_reason = guards.check_reason(reason)[:200]
    application.excused_at = at
    application.save()
    return application


@transaction.atomic
def add_order(
    *,
    application: Application,
    ordered_on: date,
    buyer: str,
    amount: int,
    by: User,
    at: datetime,
    what: str = "",
) -> FollowUpOrder:
    """An order that came because of the activity. Raises NotThere, NumberUnlikely.

    Two orders may be alike, so a form sent twice is kept apart by its submission key alone.
    """
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if not application.is_confirmed:
        raise NotThere(_("This business does not take part in the activity."))
    if not 1 <= amount <= MOST_RUPIAH:
        raise NumberUnlikely(_("An order is worth between Rp1 and Rp10 billion."))
    if not application.activity.starts_on <= ordered_on <= formats.wib_day(at):
        raise NumberUnlikely(_("Please give a day between the activity and today."))
    return FollowUpOrder.objects.create(
        application=application,
        ordered_on=ordered_on,
        buyer=buyer.strip(),
        what=what.strip(),
        amount=amount,
        reported_by=by,
        reported_at=at,
    )


@transaction.atomic
def answer_follow_up(*, application: Application, by: User, at: datetime) -> Application:
    """All orders that followed are told, or there were none. Called twice it keeps the first."""
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.followed_up_at is None:
        application.followed_up_at = at
        application.save()
    return application
