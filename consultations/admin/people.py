from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from consultations.models import Consultant, Expertise, Leave, WeeklyHours
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core.admin_base import Deletable, HistoryAdmin, OfficeTabularInline


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


class WeeklyHoursInline(Deletable, OfficeTabularInline):
    model = WeeklyHours
    fields = ["weekday", "opens", "closes"]
    ordering = ["weekday", "opens"]


class LeaveInline(Deletable, OfficeTabularInline):
    model = Leave
    fk_name = "consultant"
    fields = ["starts_on", "ends_on", "reason"]
    ordering = ["-starts_on"]


class ConsultantForm(forms.ModelForm):
    class Meta:
        model = Consultant
        fields = ["user", "slug", "expertises", "bio", "position", "is_active"]
        help_texts = {
            "user": _("Listed are people with the role of consultant; give it under People."),
            "slug": _("The end of the public page's address: /konsultasi/…/"),
        }


@admin.register(Consultant)
class ConsultantAdmin(HistoryAdmin):
    form = ConsultantForm
    list_display = ["user", "fields_shown", "weekdays", "position", "is_active"]
    list_filter = ["is_active", "expertises"]
    list_select_related = ["user"]
    search_fields = ["user__full_name"]
    ordering = ["position", "pk"]
    fields = ConsultantForm.Meta.fields
    inlines = [WeeklyHoursInline, LeaveInline]
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

    @display(description=_("fields"))
    def fields_shown(self, consultant):
        return ", ".join(expertise.name for expertise in consultant.expertises.all()) or "–"

    @display(description=_("receives people on"))
    def weekdays(self, consultant):
        days = {hours.weekday for hours in consultant.weekly_hours.all()}
        return ", ".join(str(WeeklyHours.Weekday(day).label) for day in sorted(days)) or "–"
