from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.core import clock, formats

TO_CHECK, LATE = "perlu-diperiksa", "terlambat"


class QueueFilter(admin.SimpleListFilter):
    """Registrations that wait for the office; the list then begins with the oldest."""

    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [(TO_CHECK, _("To be checked")), (LATE, _("Answer overdue"))]

    def queryset(self, request, queryset):
        if self.value() == TO_CHECK:
            return queryset.to_check()
        if self.value() == LATE:
            return queryset.to_check().filter(answer_by__lt=formats.wib_day(clock.now()))
        return queryset
