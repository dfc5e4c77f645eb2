from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from businesses import services
from businesses.admin.forms import CorrectionForm
from businesses.models import Snapshot
from plut_portal.core import clock, formats
from plut_portal.core.admin_amounts import SingleAmounts
from plut_portal.core.admin_base import (
    PortalAdmin,
    ReadOnly,
    ReadOnlyTabularInline,
)
from plut_portal.core.forms import posted


class Figures(SingleAmounts):
    @display(description=gettext_lazy("women / men"))
    def workers_shown(self, snapshot):
        both = (snapshot.workers_female, snapshot.workers_male)
        return " / ".join("–" if number is None else str(number) for number in both)

    @display(description=gettext_lazy("capital"))
    def capital_shown(self, snapshot):
        return formats.amount_text(snapshot.capital, snapshot.amounts_shown)


class SnapshotInline(Figures, ReadOnlyTabularInline):
    """What was said over time, the newest first."""

    model = Snapshot
    fields = [
        "taken_at",
        "operating_state",
        "workers_shown",
        "turnover_band",
        "capital_shown",
        "source",
        "reason",
    ]
    readonly_fields = ["workers_shown", "capital_shown"]
    ordering = ["-taken_at", "-pk"]
    verbose_name_plural = gettext_lazy("Condition over time")


@admin.register(Snapshot)
class SnapshotAdmin(Figures, ReadOnly, PortalAdmin):
    """Rows are never changed: a wrong one is corrected by another (FM-59)."""

    list_display = [
        "taken_at",
        "business",
        "operating_state",
        "workers_shown",
        "turnover_band",
        "source",
        "recorded_by",
    ]
    list_filter = ["source", "operating_state", "turnover_band"]
    list_select_related = ["business", "recorded_by"]
    search_fields = ["business__name", "business__makes", "business__registration_code"]
    search_help_text = gettext_lazy("Business, goods or registration number")
    date_hierarchy = "taken_at"
    ordering = ["-taken_at", "-pk"]
    actions_detail = ["correct"]
    readonly_fields = ["capital_shown"]
    fields = [
        "business",
        "taken_at",
        "recorded_at",
        *("capital_shown" if name == "capital" else name for name in Snapshot.FIGURES),
        "source",
        "recorded_by",
        "corrects",
        "reason",
    ]

    @action(
        description=gettext_lazy("Correct"),
        url_path="betulkan",
        permissions=["businesses.correct_snapshot"],
        icon="edit_note",
    )
    def correct(self, request, object_id):
        snapshot = self.object_or_404(request, object_id)
        asked = CorrectionForm.base_fields.keys() - {"reason"}
        form = CorrectionForm(
            posted(request), initial={name: getattr(snapshot, name) for name in asked}
        )
        return self.service_page(
            request,
            obj=snapshot,
            title=_("Correct what was recorded"),
            intro=_("A new row takes the place of this one, for the same day."),
            form=form,
            submit=_("Save the correction"),
            run=lambda data: self._correct(request, snapshot, data),
            done=_("Corrected. The wrong row stays readable."),
        )

    def _correct(self, request, snapshot, data):
        said = bool(data["turnover_band"])
        services.correct_snapshot(
            snapshot=snapshot,
            by=request.user,
            source=Snapshot.Source.COUNTER,
            at=clock.now(),
            turnover_withheld=snapshot.turnover_withheld and not said,
            capital_withheld=snapshot.capital_withheld and data["capital"] is None,
            **data,
        )
