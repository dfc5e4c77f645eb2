"""The ground: zones with their booths, and the plan of who stands where."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from exhibitions import selectors, services
from exhibitions.admin.acts import ReadPages, act
from exhibitions.admin.forms import CapacityForm
from exhibitions.models import Activity, Booth, BoothPlace, Zone
from plut_portal.core.admin_base import (
    HistoryAdmin,
    OfficeTabularInline,
    PortalAdmin,
    ReadOnlyTabularInline,
)
from plut_portal.core.forms import posted

CHANGE_BOOTH = "exhibitions.change_booth"
OVER = {Activity.State.FINISHED, Activity.State.CANCELLED}


def plan_url(activity_id):
    return reverse("admin:exhibitions_activity_booths", args=[activity_id])


class BoothPages(ReadPages):
    """Page of an activity."""

    def get_urls(self):
        page = self.page_url("stan", self.booths, "booths", "exhibitions.view_booth")
        return [page, *super().get_urls()]

    def booths(self, request, activity):
        plan = selectors.booth_plan(activity)
        rows = [row for zone in plan.zones for row in zone.rows]
        return self.page(
            request,
            "admin/exhibitions/booths.html",
            title=_("Booth plan of %(activity)s") % {"activity": activity},
            original=activity,
            plan=plan,
            capacity=sum(row.booth.capacity for row in rows),
            free=sum(row.free for row in rows),
            may_place=request.user.has_perm(CHANGE_BOOTH),
        )


class EditionFilter(admin.RelatedFieldListFilter):
    """Yearly ones bear the same title."""

    def field_choices(self, field, request, model_admin):
        rows = Activity.objects.order_by("-starts_on", "-pk")
        return [(activity.pk, activity.edition) for activity in rows]


class BoothInline(OfficeTabularInline):
    """New ones are planned here; how many share one that is there has an act of its own."""

    model = Booth
    fields = ["code", "size", "watts", "furniture", "capacity"]
    ordering = ["code", "pk"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = _capacity_fixed(formset.form)
        return formset


def _capacity_fixed(form):
    class BoothRow(form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            if self.instance.pk and "capacity" in self.fields:
                self.fields["capacity"].disabled = True

    return BoothRow


@admin.register(Zone)
class ZoneAdmin(PortalAdmin):
    list_display = ["name", "edition", "note", "booth_count"]
    list_filter = [("activity", EditionFilter)]
    list_select_related = ["activity"]
    search_fields = ["name", "activity__title"]
    ordering = ["-activity__starts_on", "position", "pk"]
    fields = ["activity", "name", "note", "position"]
    readonly_fields = ["activity"]
    inlines = [BoothInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(booth_total=Count("booths"))

    def has_add_permission(self, request):
        # Planned on the page of the activity.
        return False

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.activity.state in OVER
        return super().has_change_permission(request, obj) and not is_over

    @display(description=gettext_lazy("activity"), ordering="activity__title")
    def edition(self, zone):
        return zone.activity.edition

    @display(description=gettext_lazy("booths"), ordering="booth_total")
    def booth_count(self, zone):
        return zone.booth_total


class PlaceInline(ReadOnlyTabularInline):
    model = BoothPlace
    fields = ["seat", "business", "given_at", "given_by"]
    readonly_fields = ["business"]
    ordering = ["seat"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("application__business__village", "given_by")

    @display(description=gettext_lazy("business"))
    def business(self, place):
        return place.application.business


@admin.register(Booth)
class BoothAdmin(HistoryAdmin):
    list_display = ["code", "zone", "edition", "size", "watts", "taken"]
    list_filter = [("zone__activity", EditionFilter)]
    list_select_related = ["zone__activity"]
    search_fields = ["code", "zone__name", "zone__activity__title"]
    ordering = ["-zone__activity__starts_on", "zone__position", "code", "pk"]
    fields = ["zone", "code", "size", "watts", "furniture", "capacity"]
    readonly_fields = ["zone", "capacity"]
    inlines = [PlaceInline]
    actions_detail = ["change_capacity"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(standing=Count("places"))

    def has_add_permission(self, request):
        # Planned on the page of the zone.
        return False

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.zone.activity.state in OVER
        return super().has_change_permission(request, obj) and not is_over

    @display(description=gettext_lazy("activity"), ordering="zone__activity__title")
    def edition(self, booth):
        return booth.zone.activity.edition

    @display(description=gettext_lazy("places taken"), ordering="standing")
    def taken(self, booth):
        return _("%(held)d of %(quota)d") % {"held": booth.standing, "quota": booth.capacity}

    @act(gettext_lazy("Change how many share it"), "isi", "group", CHANGE_BOOTH)
    def change_capacity(self, request, object_id):
        booth = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=booth,
            title=_("How many businesses share booth %(code)s") % {"code": booth.code},
            form=CapacityForm(posted(request), initial={"capacity": booth.capacity}),
            submit=_("Change it"),
            run=lambda data: (
                services.change_capacity(booth=booth, **data, by=request.user) and None
            ),
            done=_("Changed."),
        )
