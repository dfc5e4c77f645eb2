from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display

from consultations import services
from consultations.admin.disruptions import CalendarAdmin
from consultations.admin.forms import ApartFormSet, WindowForm, YearForm
from consultations.models import (
    BookingPolicy,
    Closure,
    Consultant,
    ExceptionWindow,
    HoursException,
)
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import (
    Deletable,
    HistoryAdmin,
    OfficeTabularInline,
    SingleRowAdmin,
)
from plut_portal.core.forms import posted


@admin.register(Closure)
class ClosureAdmin(CalendarAdmin, Deletable, HistoryAdmin):
    list_display = ["on", "name", "source"]
    list_filter = ["source"]
    search_fields = ["name"]
    date_hierarchy = "on"
    ordering = ["-on"]
    fields = ["on", "name"]
    actions_list = ["load_holidays"]

    def save_model(self, request, obj, form, change):
        found = services.save_closure(closure=obj, by=request.user, at=clock.now())
        self.announce(request, found)

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        found = services.delete_closures(closures=list(queryset), by=request.user, at=clock.now())
        self.announce(request, found)

    @action(
        description=gettext_lazy("Enter public holidays"),
        url_path="muat-libur",
        permissions=["consultations.add_closure"],
        icon="event_available",
    )
    def load_holidays(self, request):
        year = formats.wib_day(clock.now()).year
        return self.service_page(
            request,
            title=_("Enter public holidays"),
            intro=_(
                "Public holidays and cuti bersama of a year, as far as they are decreed. Days"
                " already entered stay as they are; load again once cuti bersama is decreed."
            ),
            form=YearForm(posted(request), this_year=year),
            submit=_("Enter public holidays"),
            run=lambda data: self._load(request, data["year"]),
        )

    def _load(self, request, year):
        count, found = services.load_public_holidays(year=year, by=request.user, at=clock.now())
        sentence = ngettext("%(count)d day was added.", "%(count)d days were added.", count)
        answer = self.done(request, sentence % {"count": count})
        return self.to_decisions(request, found) or answer


class ExceptionWindowInline(OfficeTabularInline):
    model = ExceptionWindow
    form = WindowForm
    formset = ApartFormSet
    fields = ["weekday", "opens", "closes", "at_office", "online", "on_visit"]
    ordering = ["weekday", "opens", "pk"]

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("consultations.delete_hoursexception")


@admin.register(HoursException)
class HoursExceptionAdmin(CalendarAdmin, Deletable, HistoryAdmin):
    """Ramadan hours and the like. Weekdays left out are free in that period."""

    list_display = ["name", "starts_on", "ends_on", "whose"]
    list_select_related = ["consultant__user"]
    search_fields = ["name"]
    ordering = ["-starts_on", "-pk"]
    fields = ["name", "starts_on", "ends_on", "consultant"]
    inlines = [ExceptionWindowInline]

    @display(description=gettext_lazy("holds for"))
    def whose(self, period):
        return period.consultant or _("all consultants")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "consultant":
            kwargs["queryset"] = Consultant.objects.active().select_related("user")
            kwargs["empty_label"] = _("all consultants")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        services.lock_consultants()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.review(request, None)

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        found = services.delete_closures(closures=list(queryset), by=request.user, at=clock.now())
        self.announce(request, found)


@admin.register(BookingPolicy)
class BookingPolicyAdmin(SingleRowAdmin):
    fieldsets = [
        (
            gettext_lazy("Times offered"),
            {
                "fields": [
                    "notice_hours",
                    "horizon_days",
                    "buffer_minutes",
                    "travel_minutes",
                    "hold_minutes",
                ]
            },
        ),
        (
            gettext_lazy("What owners may do"),
            {
                "fields": [
                    "max_open_bookings",
                    "cancel_hours",
                    "allow_moves",
                    "move_hours",
                    "max_moves",
                ]
            },
        ),
        (gettext_lazy("Who did not come"), {"fields": ["no_show_limit", "no_show_days"]}),
    ]
