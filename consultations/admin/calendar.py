from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from consultations import services
from consultations.admin.forms import YearForm
from consultations.models import BookingPolicy, Closure
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import Deletable, HistoryAdmin, SingleRowAdmin
from plut_portal.core.forms import posted


@admin.register(Closure)
class ClosureAdmin(Deletable, HistoryAdmin):
    list_display = ["on", "name"]
    search_fields = ["name"]
    date_hierarchy = "on"
    ordering = ["-on"]
    fields = ["on", "name"]
    actions_list = ["load_holidays"]

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
        count = services.load_public_holidays(year=year)
        sentence = ngettext("%(count)d day was added.", "%(count)d days were added.", count)
        return self.done(request, sentence % {"count": count})


@admin.register(BookingPolicy)
class BookingPolicyAdmin(SingleRowAdmin):
    fieldsets = [
        (
            gettext_lazy("Times offered"),
            {"fields": ["notice_hours", "horizon_days", "buffer_minutes", "hold_minutes"]},
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
