"""Which days nobody has reported yet, and what that means for the next application."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from businesses.models import Business
from exhibitions.models import Activity, Application, DailyReport
from plut_portal.core import formats


@dataclass(frozen=True)
class Owed:
    """An activity one took part in, and its days without the three numbers."""

    application: Application
    days: list[date]


@dataclass(frozen=True)
class ReportDay:
    day: date
    report: DailyReport | None
    may_report: bool


def report_days(application: Application, *, at: datetime) -> list[ReportDay]:
    """Every day of the activity with its report, if there is one; days to come are not asked for."""
    known = {report.day: report for report in application.reports.all()}
    today = formats.wib_day(at)
    days = application.activity.days_to_report
    return [ReportDay(day, known.get(day), day <= today) for day in days]


def reports_owed(business: Business, *, at: datetime) -> list[Owed]:
    """Days without a report, of activities that are over and not excused. In three queries."""
    over = Application.objects.took_part().filter(
        business=business, excused_at=None, activity__ends_on__lt=formats.wib_day(at)
    )
    mine = over.select_related("activity").prefetch_related("reports").order_by("pk")
    found = [Owed(each, days_without_report(each)) for each in mine]
    return [owed for owed in found if owed.days]


def days_without_report(application: Application) -> list[date]:
    told = {report.day for report in application.reports.all()}
    return [day for day in application.activity.days_to_report if day not in told]


def owing_businesses(businesses: Iterable[Business], *, at: datetime) -> set[int]:
    """Keys of those that owe a report, for lists: in two queries."""
    over = Application.objects.took_part().filter(
        business__in=businesses, excused_at=None, activity__ends_on__lt=formats.wib_day(at)
    )
    mine = over.select_related("activity").prefetch_related("reports")
    return {each.business_id for each in mine if days_without_report(each)}


def why_no_application(business: Business, *, at: datetime) -> str:
    """The sentence that keeps a business with reports missing from applying; "" for all others."""
    owed = reports_owed(business, at=at)
    if not owed:
        return ""
    return _(
        "The report of %(activity)s is still missing. Three numbers a day are enough; after that"
        " you can apply again."
    ) % {"activity": ", ".join(each.application.activity.title for each in owed)}


@dataclass(frozen=True)
class ReportQuestions:
    """What the three numbers of a report are called for an activity."""

    visitors: str
    visitors_help: str
    pieces: str
    turnover: str


def report_questions(activity: Activity) -> ReportQuestions:
    """At a stand one counts visitors and pieces, online viewers and orders."""
    if activity.is_online:
        return ReportQuestions(
            visitors=_("Viewers"),
            visitors_help=_("As the marketplace or the live shows it; a good guess is enough."),
            pieces=_("Orders"),
            turnover=_("Turnover, in rupiah"),
        )
    return ReportQuestions(
        visitors=_("Visitors at your stand"),
        visitors_help=_("Whoever stopped and looked; a good guess is enough."),
        pieces=_("Pieces sold"),
        turnover=_("Turnover of the day, in rupiah"),
    )


def duty_beforehand(activity: Activity | None = None) -> str:
    """What everybody reads before applying."""
    if activity and activity.is_online:
        return _(
            "Whoever takes part tells three numbers at the end: viewers, orders, turnover."
            " Without them the business cannot apply for the next activity."
        )
    return _(
        "Whoever takes part tells three numbers after each day: visitors, pieces sold, turnover."
        " Without them the business cannot apply for the next activity."
    )
