from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from plut_portal.core import clock, formats
from plut_portal.core.admin_base import HistoryAdmin
from plut_portal.insights import services
from plut_portal.insights.models import AnnualTarget


class TargetForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Stays in the history of this target."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"].required = bool(self.instance.pk)


@admin.register(AnnualTarget)
class AnnualTargetAdmin(HistoryAdmin):
    """A year and an indicator stay as they are; the number changes with a reason."""

    form = TargetForm
    list_display = ["indicator", "year", "value_shown", "source"]
    list_filter = ["year", "indicator"]
    search_fields = ["source"]
    ordering = ["-year", "indicator", "pk"]

    @display(description=_("target"), ordering="value")
    def value_shown(self, target):
        return target.value_text

    def get_fields(self, request, obj=None):
        fields = ["year", "indicator", "value", "source"]
        return [*fields, "reason"] if obj and self.has_change_permission(request, obj) else fields

    def get_readonly_fields(self, request, obj=None):
        return ["year", "indicator"] if obj else []

    def get_changeform_initial_data(self, request):
        this_year = formats.wib_day(clock.now()).year
        return {"year": this_year}

    def save_model(self, request, obj, form, change):
        services.save_target(target=obj, reason=form.cleaned_data.get("reason", ""))
