from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from businesses.models import Village
from consultations.models import Visit
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core.admin_base import HistoryAdmin, ReadOnly
from plut_portal.core.exports import Column, ListExport


class VisitExport(ListExport):
    columns = (
        Column(_("When"), lambda visit: visit.at),
        Column(_("Kind of guest"), lambda visit: visit.get_kind_display()),
        Column(_("Channel"), lambda visit: visit.get_channel_display()),
        Column(_("Business or institution"), lambda visit: visit.who),
        Column(
            _("Village or ward"),
            lambda visit: visit.business.village.name if visit.business else "",
        ),
        Column(_("Number of people"), lambda visit: visit.headcount),
        Column(_("Field"), lambda visit: visit.expertise.name if visit.expertise else ""),
        Column(_("Booking code"), lambda visit: visit.booking.code_text if visit.booking else ""),
        Column(_("What it was about"), lambda visit: visit.note),
        Column(_("Recorded by"), lambda visit: visit.recorded_by.full_name),
    )


class VillageFilter(admin.SimpleListFilter):
    """The villages from which a guest came, in the order of the alphabet."""

    title = _("village or ward")
    parameter_name = "desa"

    def lookups(self, request, model_admin):
        came_from = Village.objects.filter(businesses__visits__isnull=False).distinct()
        return [(str(village.pk), village.name) for village in came_from.order_by("name", "pk")]

    def queryset(self, request, queryset):
        known = {pk for pk, _name in self.lookup_choices}
        return (
            queryset.filter(business__village=self.value()) if self.value() in known else queryset
        )


@admin.register(Visit)
class VisitAdmin(ReadOnly, ExportAdmin, HistoryAdmin):
    """The guest book. It is written at the counter; months are chosen above the list."""

    list_display = ["at", "who", "kind", "channel", "headcount", "expertise"]
    list_filter = ["kind", "channel", "expertise", VillageFilter]
    list_select_related = [
        "business__village",
        "expertise",
        "recorded_by",
        "booking__consultant__user",
    ]
    search_fields = ["business__name", "business__makes", "institution"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    resource_classes = [VisitExport]
    fields = [
        "at",
        "kind",
        "channel",
        "business",
        "person",
        "institution",
        "headcount",
        "expertise",
        "note",
        "booking",
        "recorded_by",
    ]

    @display(description=_("business or institution"))
    def who(self, visit):
        return visit.who
