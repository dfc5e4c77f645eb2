"""What came of it: per activity, for the press, side by side, and the orders that followed."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.decorators import display

from exhibitions import exports, selectors
from exhibitions.admin.acts import ReadPages
from exhibitions.models import DailyReport, FollowUpOrder
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.accounts.services import take_list_away
from plut_portal.core import clock, formats
from plut_portal.core.admin_amounts import SingleAmounts
from plut_portal.core.admin_base import HistoryAdmin, ReadOnly
from plut_portal.core.admin_periods import PeriodForm
from plut_portal.core.admin_site import OfficeSite
from plut_portal.core.exports import Column, ListExport, xlsx_response

SEES = "exhibitions.view_dailyreport"


class ResultPages(ReadPages):
    """Pages of an activity."""

    def get_urls(self):
        results = self.page_url("hasil", self.results, "results", SEES)
        press = self.page_url("siaran-pers", self.press, "press", SEES)
        return [results, press, *super().get_urls()]

    def results(self, request, activity):
        return self.page(
            request,
            "admin/exhibitions/results.html",
            title=_("Results of %(activity)s") % {"activity": activity},
            original=activity,
            summary=selectors.summary_of(activity),
            best=selectors.best_stands(activity),
        )

    def press(self, request, activity):
        return self.page(
            request,
            "admin/exhibitions/press.html",
            title=_("Text for the press"),
            original=activity,
            text=selectors.press_text(activity),
            summary=selectors.summary_of(activity),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(SEES, raise_exception=True)
def comparison_page(request):
    """Activities side by side; a POST, as it leaves a trace, takes the workbook away."""
    now = clock.now()
    form = PeriodForm.of(request, ahead=1, back=3)
    period = form.period
    rows = selectors.summaries(selectors.held_between(period.first, period.last))
    if request.method == "POST":
        take_list_away(by=request.user, what=_("Comparison of exhibitions, XLSX"), at=now)
        workbook = exports.comparison_workbook(rows, period.first, period.last, at=now)
        return xlsx_response(workbook, f"perbandingan-pameran-{period.first}-{period.last}")
    context = admin.site.each_context(request) | {
        "title": _("Comparison of exhibitions"),
        "form": form,
        "period": period,
        "rows": [(row, row.activity.has_begun(at=now)) for row in rows],
        "may_take_away": request.user.may_take_away,
        "as_of": now,
    }
    return TemplateResponse(request, "admin/exhibitions/comparison.html", context)


cast(OfficeSite, admin.site).add_page(
    "perbandingan-pameran/", comparison_page, "exhibition_comparison"
)


class OfApplication:
    """Rows that hang on an application, and who they are from."""

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)

    @display(description=gettext_lazy("business"))
    def business(self, row):
        return row.application.business

    @display(description=gettext_lazy("activity"))
    def activity(self, row):
        return row.application.activity


@admin.register(DailyReport)
class DailyReportAdmin(SingleAmounts, OfApplication, ReadOnly, HistoryAdmin):
    list_display = ["day", "business", "activity", "visitors", "pieces", "money", "reported_at"]
    list_filter = ["application__activity"]
    list_select_related = ["application__business__village", "application__activity"]
    search_fields = ["application__business__name", "application__activity__title"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
    fields = ["application", "day", "visitors", "pieces", "money", "note", "reported_by"]
    readonly_fields = ["money"]
    amounts = ("turnover",)

    @display(description=gettext_lazy("turnover of the day"), ordering="seen_turnover")
    def money(self, report):
        return formats.amount_text(report.turnover, report.amounts_shown)


class OrderExport(ListExport):
    columns = (
        Column(gettext_lazy("Activity"), lambda each: each.application.activity.title),
        Column(gettext_lazy("Registration"), lambda each: _code(each)),
        Column(gettext_lazy("Business"), lambda each: each.application.business.label),
        Column(gettext_lazy("Ordered on"), lambda each: each.ordered_on),
        Column(gettext_lazy("Buyer"), lambda each: each.buyer),
        Column(gettext_lazy("What was ordered"), lambda each: each.what),
        Column(gettext_lazy("Value (rupiah)"), lambda each: _value(each)),
    )


def _value(order):
    return order.amount if order.amounts_shown else formats.HIDDEN


def _code(order):
    return order.application.business.registration_code


@admin.register(FollowUpOrder)
class FollowUpOrderAdmin(SingleAmounts, OfApplication, ReadOnly, ExportAdmin, HistoryAdmin):
    list_display = ["ordered_on", "business", "activity", "buyer", "what", "value"]
    list_filter = ["application__activity"]
    list_select_related = ["application__business__village", "application__activity"]
    search_fields = ["application__business__name", "buyer", "what"]
    date_hierarchy = "ordered_on"
    ordering = ["-ordered_on", "-pk"]
    fields = ["application", "ordered_on", "buyer", "what", "value", "reported_by", "reported_at"]
    readonly_fields = ["value"]
    amounts = ("amount",)
    resource_classes = [OrderExport]

    @display(description=gettext_lazy("value of the order"), ordering="seen_amount")
    def value(self, order):
        return formats.amount_text(order.amount, order.amounts_shown)
