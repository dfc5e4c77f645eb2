"""Mutu data: what past sessions still lack, and closing a month once nothing is missing."""

from typing import cast

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import action, display

from consultations import selectors, services
from consultations.models import ClosedMonth, Flaw
from plut_portal.core import clock, months
from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from plut_portal.core.admin_forms import OfficeForm, ReasonForm
from plut_portal.core.admin_site import OfficeSite
from plut_portal.core.forms import posted


@require_safe
@permission_required("consultations.view_sessionrecord", raise_exception=True)
def data_quality_page(request):
    """FM-61: by month, and of one month by consultant, down to each session."""
    now = clock.now()
    quality = selectors.data_quality(month=months.written(request.GET.get("bulan", "")), at=now)
    context = admin.site.each_context(request) | {
        "title": _("Data quality"),
        "quality": quality,
        "flaws": [flaw.label for flaw in Flaw],
        "may_record": request.user.has_perm("consultations.record_late"),
        "may_close": request.user.has_perm("consultations.add_closedmonth"),
    }
    return TemplateResponse(request, "admin/consultations/data_quality.html", context)


cast(OfficeSite, admin.site).add_page("mutu-data/", data_quality_page, "data_quality")


class MonthField(forms.CharField):
    """A month as the browser's own field writes it: 2026-11."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, widget=forms.TextInput(attrs={"placeholder": "2026-11"}))

    def clean(self, value):
        month = months.written(super().clean(value))
        if month is None:
            raise forms.ValidationError(_("Write the year and the month, like 2026-11."))
        return month


class CloseMonthForm(OfficeForm):
    month = MonthField(
        label=gettext_lazy("Month"), help_text=gettext_lazy("Year and month, like 2026-11.")
    )


@admin.register(ClosedMonth)
class ClosedMonthAdmin(ReadOnly, PortalAdmin):
    """Closed and opened again by services alone; every closing stays as a row (FM-60)."""

    list_display = ["month", "closed_at", "closed_by", "state"]
    list_select_related = ["closed_by", "reopened_by"]
    ordering = ["-first_day", "-pk"]
    fields = [
        "month",
        "closed_at",
        "closed_by",
        "reopened_at",
        "reopened_by",
        "reopen_reason",
    ]
    readonly_fields = ["month"]
    actions_detail = ["reopen"]

    def has_add_permission(self, request, *args):
        return request.user.has_perm("consultations.add_closedmonth")

    def get_actions_detail(self, request, object_id):
        is_closed = ClosedMonth.objects.in_force().filter(pk=object_id).exists()
        return super().get_actions_detail(request, object_id) if is_closed else []

    @display(description=gettext_lazy("month"), ordering="first_day")
    def month(self, closed):
        return months.month_text(closed.first_day)

    @display(description=gettext_lazy("state"), label={"CLOSED": "success", "REOPENED": "warning"})
    def state(self, closed):
        if closed.reopened_at:
            return "REOPENED", _("Opened again")
        return "CLOSED", _("Closed")

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Close a month"),
            intro=_(
                "Its sessions can then no longer be recorded or changed. First every session must"
                " have its outcome and its note."
            ),
            form=CloseMonthForm(posted(request), initial={"month": request.GET.get("bulan")}),
            submit=_("Close the month"),
            run=lambda data: services.close_month(**data, by=request.user, at=clock.now()) and None,
            done=_("The month is closed."),
        )

    @action(
        description=gettext_lazy("Open again"),
        url_path="buka",
        permissions=["consultations.reopen_closedmonth"],
        icon="lock_open",
    )
    def reopen(self, request, object_id):
        closed = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=closed,
            title=_("Open %(month)s again") % {"month": months.month_text(closed.first_day)},
            intro=_("Its figures may change after they were reported. The reason stays on record."),
            form=ReasonForm(posted(request)),
            submit=_("Open the month again"),
            is_danger=True,
            run=lambda data: (
                services.reopen_month(
                    month=closed.first_day, by=request.user, at=clock.now(), **data
                )
                and None
            ),
            done=_("The month is open again."),
        )
