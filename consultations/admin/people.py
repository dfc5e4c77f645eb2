from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from consultations import services
from consultations.admin.disruptions import CalendarAdmin
from consultations.admin.forms import ApartFormSet, ExtraForm, WindowForm
from consultations.models import Consultant, Expertise, ExtraHours, Leave, WeeklyHours
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import Deletable, HistoryAdmin, OfficeTabularInline
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted


@admin.register(Expertise)
class ExpertiseAdmin(HistoryAdmin):
    list_display = ["name", "summary", "session_minutes", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "summary"]
    ordering = ["position", "pk"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", "problems", "bring"]}),
        (_("Booking"), {"fields": ["session_minutes", "position", "is_active"]}),
    ]
    view_on_site = True


class WeeklyHoursInline(OfficeTabularInline):
    """Ended with a last day, never deleted: the past keeps its hours."""

    model = WeeklyHours
    form = WindowForm
    formset = ApartFormSet
    fields = [
        "weekday",
        "opens",
        "closes",
        "at_office",
        "online",
        "on_visit",
        "valid_from",
        "valid_until",
    ]
    ordering = ["weekday", "opens", "pk"]


class ExtraHoursInline(Deletable, OfficeTabularInline):
    model = ExtraHours
    form = ExtraForm
    formset = ApartFormSet
    fields = ["on", "opens", "closes", "at_office", "online", "on_visit"]
    ordering = ["-on", "opens"]


class LeaveInline(Deletable, OfficeTabularInline):
    model = Leave
    fk_name = "consultant"
    fields = ["starts_on", "ends_on", "from_time", "until_time", "substitute", "reason"]
    ordering = ["-starts_on"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "substitute":
            # Once for all rows: each would ask the database for the same names.
            kwargs["queryset"] = Consultant.objects.active().select_related("user")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ConsultantForm(forms.ModelForm):
    class Meta:
        model = Consultant
        fields = ["user", "slug", "expertises", "bio", "meeting_link", "position", "is_active"]
        help_texts = {
            "user": _("Listed are people with the role of consultant; give it under People."),
            "slug": _("The end of the public page's address: /konsultasi/…/"),
        }


@admin.register(Consultant)
class ConsultantAdmin(CalendarAdmin, HistoryAdmin):
    form = ConsultantForm
    list_display = ["user", "fields_shown", "weekdays", "position", "is_active"]
    list_filter = ["is_active", "expertises"]
    list_select_related = ["user"]
    search_fields = ["user__full_name"]
    ordering = ["position", "pk"]
    fields = ConsultantForm.Meta.fields
    inlines = [WeeklyHoursInline, ExtraHoursInline, LeaveInline]
    actions_detail = ["report_illness"]
    view_on_site = True

    def get_queryset(self, request):
        consultants = super().get_queryset(request).select_related("user")
        return consultants.prefetch_related("expertises", "weekly_hours")

    def get_readonly_fields(self, request, obj=None):
        return ["user"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            free = User.objects.filter(groups__name=Role.CONSULTANT, consultant=None)
            kwargs["queryset"] = free.order_by("full_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {
            "queryset": Expertise.objects.order_by("position", "pk"),
            "widget": UnfoldAdminCheckboxSelectMultipleWidget,
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        # Saving the consultant has locked her row; what her calendar then says is compared.
        super().save_related(request, form, formsets, change)
        self.review(request, [form.instance.pk])

    @action(
        description=_("Ill today"),
        url_path="sakit",
        permissions=["consultations.manage_bookings"],
        icon="sick",
    )
    def report_illness(self, request, object_id):
        consultant = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=consultant,
            title=gettext("%(name)s is ill today") % {"name": consultant.display_name},
            intro=gettext(
                "Nobody can book this consultant today any more. For each appointment of today you"
                " decide next; until then no reminder leaves."
            ),
            form=OfficeForm(posted(request)),
            submit=gettext("Enter leave for today"),
            run=lambda data: self.to_decisions(
                request,
                services.report_illness(consultant=consultant, by=request.user, at=clock.now()),
            ),
            done=gettext("The leave is entered. It hits no appointment."),
        )

    @display(description=_("fields"))
    def fields_shown(self, consultant):
        return ", ".join(expertise.name for expertise in consultant.expertises.all()) or "–"

    @display(description=_("receives people on"))
    def weekdays(self, consultant):
        today = formats.wib_day(clock.now())
        standing = (h for h in consultant.weekly_hours.all() if h.stands_on(today))
        days = {hours.weekday for hours in standing}
        return ", ".join(str(WeeklyHours.Weekday(day).label) for day in sorted(days)) or "–"
