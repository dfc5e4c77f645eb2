"""What was handed in, to look at; it is judged on the page where owner and consultant talk."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from trainings.admin.filters import BatchFilter
from trainings.admin.tracks import stage_label
from trainings.models import Output

State = Output.State


class QueueFilter(admin.SimpleListFilter):
    """Outputs that wait for somebody's word."""

    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [("perlu-dinilai", _("Outputs to judge"))]

    def queryset(self, request, queryset):
        return queryset.waiting() if self.value() == "perlu-dinilai" else queryset


@admin.register(Output)
class OutputAdmin(ReadOnly, PortalAdmin):
    list_display = ["submitted_at", "business", "stage_name", "version", "state_chip", "judged_by"]
    list_filter = [QueueFilter, "state", "stage__track", ("enrolment__batch", BatchFilter)]
    list_select_related = ["enrolment__business__village", "stage__track", "judged_by"]
    search_fields = ["enrolment__business__name", "enrolment__business__makes"]
    date_hierarchy = "submitted_at"
    ordering = ["-submitted_at", "-pk"]
    fields = ["enrolment", "stage", "version", "state", "submitted_at", "judged_by", "judged_at"]
    readonly_fields = ["talk"]

    def get_fields(self, request, obj=None):
        return [*self.fields, "talk"]

    @display(description=gettext_lazy("business"))
    def business(self, output):
        return output.enrolment.business

    @display(description=gettext_lazy("stage"))
    def stage_name(self, output):
        return stage_label(output.stage)

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            State.SUBMITTED: "warning",
            State.RETURNED: "danger",
            State.ACCEPTED: "success",
            State.REPLACED: "info",
        },
    )
    def state_chip(self, output):
        return output.state, output.get_state_display()

    @display(description=gettext_lazy("files and talk"))
    def talk(self, output):
        link = '<a href="{}" class="text-link">{}</a>'
        return format_html(link, output.get_absolute_url(), _("Look at it, and judge it"))
