"""Points, decisions and conflicts of interest, for those who may know of them – and no history:

it would show what the row itself hides.
"""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from exhibitions import services
from exhibitions.admin.acts import DECIDE, Acts, act
from exhibitions.admin.results import OfApplication
from exhibitions.models import ConflictOfInterest, Review, Score, Verdict
from plut_portal.core.admin_base import PortalAdmin, ReadOnly, ReadOnlyTabularInline
from plut_portal.core.admin_forms import ReasonForm
from plut_portal.core.forms import posted

OF_APPLICATION = ["application__business__village", "application__activity"]
SEARCHED = ["application__business__name", "application__activity__title"]
Outcome = Verdict.Outcome


class ScoreInline(ReadOnlyTabularInline):
    model = Score
    fields = ["criterion", "points"]
    ordering = ["criterion__position", "pk"]

    def get_queryset(self, request):
        return Score.objects.visible_to(request.user).select_related("criterion")


@admin.register(Review)
class ReviewAdmin(OfApplication, ReadOnly, PortalAdmin):
    list_display = ["saved_at", "business", "activity", "curator", "counts"]
    list_filter = ["application__activity"]
    list_select_related = [*OF_APPLICATION, "curator"]
    search_fields = [*SEARCHED, "curator__full_name"]
    date_hierarchy = "saved_at"
    ordering = ["-saved_at", "-pk"]
    fields = ["business", "activity", "curator", "comment", "saved_at", "set_aside_at"]
    readonly_fields = ["business", "activity"]
    inlines = [ScoreInline]

    @display(description=gettext_lazy("counts"), boolean=True)
    def counts(self, review):
        return review.set_aside_at is None


@admin.register(Verdict)
class VerdictAdmin(OfApplication, ReadOnly, PortalAdmin):
    """Made on the page of the curation; here everything that was decided is looked up."""

    list_display = ["decided_at", "business", "activity", "decision", "decided_by"]
    list_filter = ["outcome", "application__activity"]
    list_select_related = [*OF_APPLICATION, "decided_by"]
    search_fields = SEARCHED
    date_hierarchy = "decided_at"
    ordering = ["-decided_at", "-pk"]
    fields = [
        "business",
        "activity",
        "outcome",
        "constraints",
        "note",
        "decided_by",
        "decided_at",
    ]
    readonly_fields = ["business", "activity"]

    @display(
        description=gettext_lazy("decision"),
        ordering="outcome",
        label={Outcome.SELECT: "success", Outcome.RESERVE: "info", Outcome.REFUSE: "danger"},
    )
    def decision(self, verdict):
        return verdict.outcome, verdict.get_outcome_display()


@admin.register(ConflictOfInterest)
class ConflictAdmin(Acts, ReadOnly, PortalAdmin):
    """Declared by curators at their desk, or for them on the page of an application."""

    subject = "conflict"
    list_display = ["declared_at", "business", "activity", "curator", "declared_by", "stands"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter), "application__activity"]
    list_select_related = [*OF_APPLICATION, "curator", "declared_by"]
    search_fields = [*SEARCHED, "curator__full_name"]
    date_hierarchy = "declared_at"
    ordering = ["-declared_at", "-pk"]
    fields = ["business", "activity", "curator", "reason", "declared_by", "declared_at"]
    lifted = ["lifted_by", "lifted_at", "lift_reason"]
    readonly_fields = ["business", "activity"]
    actions_detail = ["lift"]

    def acts_of(self, conflict):
        return [] if conflict.lifted_at else ["lift"]

    def get_fields(self, request, obj=None):
        return [*self.fields, *(self.lifted if obj and obj.lifted_at else [])]

    @display(description=gettext_lazy("business"))
    def business(self, conflict):
        return conflict.application.business

    @display(description=gettext_lazy("activity"))
    def activity(self, conflict):
        return conflict.application.activity

    @display(description=gettext_lazy("state"), label={True: "warning", False: "info"})
    def stands(self, conflict):
        stands = conflict.lifted_at is None
        return stands, _("Entry hidden") if stands else _("Lifted")

    @act(gettext_lazy("Lift it"), "cabut", "lock_open", DECIDE)
    def lift(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            ReasonForm(posted(request)),
            services.lift_conflict,
            title=_("Lift the conflict of interest"),
            intro=_("It was a mistake: the curator sees the entry again, and scores it anew."),
            done=_("Lifted."),
        )
