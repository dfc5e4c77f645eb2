from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultant
from plut_portal.core import clock


class StateFilter(admin.SimpleListFilter):
    """The queues of the day."""

    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [
            ("hari-ini", _("Today")),
            ("belum-dicatat", _("Not recorded yet")),
            ("akan-datang", _("Coming")),
        ]

    def queryset(self, request, queryset):
        now = clock.now()
        if self.value() == "hari-ini":
            return queryset.today(at=now)
        if self.value() == "belum-dicatat":
            return queryset.unrecorded(at=now)
        return queryset.upcoming(at=now) if self.value() == "akan-datang" else queryset


class ConsultantFilter(admin.RelatedFieldListFilter):
    """All consultants with their names, in one query."""

    def field_choices(self, field, request, model_admin):
        consultants = Consultant.objects.select_related("user").order_by("position", "pk")
        return [(consultant.pk, str(consultant)) for consultant in consultants]
