"""Activities: planned, published, curated, ended. What moves people goes through services."""

from collections import Counter
from functools import partial

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from exhibitions import selectors, services
from exhibitions.admin.acts import CHANGE, DECIDE, Acts, act
from exhibitions.admin.booths import BoothPages
from exhibitions.admin.calls import CallAct
from exhibitions.admin.curation import CurationPages
from exhibitions.admin.forms import ActivityForm, CopyForm, QuotaForm, possible_curators
from exhibitions.admin.results import ResultPages
from exhibitions.admin.rules import CriterionInline, FairnessInline, RequirementInline, ZoneInline
from exhibitions.models import Activity, Application
from plut_portal.core import clock
from plut_portal.core.admin_base import HistoryAdmin, WholeHistory
from plut_portal.core.admin_forms import OfficeForm, WhyForm
from plut_portal.core.forms import posted

State = Activity.State


class QueueFilter(admin.SimpleListFilter):
    """Activities somebody has something to do about."""

    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [("perlu-dinilai", _("To be scored")), ("perlu-diputuskan", _("To be decided"))]

    def queryset(self, request, queryset):
        if self.value() == "perlu-dinilai":
            return queryset.filter(pk__in=selectors.activities_to_score().values("pk"))
        if self.value() == "perlu-diputuskan":
            waiting = selectors.activities_to_decide(at=clock.now())
            return queryset.filter(pk__in=waiting.values("pk"))
        return queryset


@admin.register(Activity)
class ActivityAdmin(
    CurationPages, BoothPages, ResultPages, CallAct, Acts, WholeHistory, HistoryAdmin
):
    """Planning an activity; its quota and its state change through services."""

    form = ActivityForm
    subject = "activity"
    history_also = ["state", "cancel_reason", "released_at"]
    list_display = ["title", "kind", "starts_on", "state_chip", "sent", "places", "answer_by"]
    list_filter = [QueueFilter, "state", "kind"]
    search_fields = ["title", "place", "organiser"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    actions_list = ["copy"]
    change_form_outer_before_template = "admin/exhibitions/activity_facts.html"
    view_on_site = True
    about = ["title", "slug", "kind", "programme", "summary", "description", "organiser"]
    ground = ["place", "city", "starts_on", "ends_on", "hours", "live_at", "link"]
    window = ["apply_from", "apply_until", "answer_by", "confirm_hours"]
    duties = ["conditions", "report_duties", "bears_costs"]
    # What people apply on the strength of; it stays as it was when they read it.
    promised = [
        "slug",
        "kind",
        "programme",
        "place",
        "city",
        "starts_on",
        "ends_on",
        "live_at",
        "apply_from",
        "answer_by",
        "confirm_hours",
        "conditions",
        "report_duties",
    ]
    # Which acts a state offers, in the order in which they come up.
    ACTS = {
        State.DRAFT: ["publish", "quota", "cancel"],
        State.OPEN: ["review", "call", "quota", "finish", "cancel"],
        State.REVIEW: ["propose", "release", "add_curator", "quota", "cancel"],
        State.RELEASED: ["call", "quota", "finish", "cancel"],
    }
    actions_detail = [
        "publish",
        "review",
        "propose",
        "release",
        # All beside each other they would push the title out of the bar.
        {
            "title": gettext_lazy("More"),
            "icon": "more_horiz",
            "items": ["call", "add_curator", "quota", "finish", "cancel"],
        },
    ]

    def get_queryset(self, request):
        held = Q(applications__state__in=Application.HOLDING)
        sent = Q(applications__submitted_at__isnull=False)
        return (
            super()
            .get_queryset(request)
            .annotate(
                held=Count("applications", filter=held, distinct=True),
                sent_count=Count("applications", filter=sent, distinct=True),
            )
        )

    def get_fieldsets(self, request, obj=None):
        window = self.window if obj else [*self.window, "quota"]
        return [
            (None, {"fields": self.about}),
            (_("Where and when"), {"fields": self.ground}),
            (_("Applications"), {"fields": window}),
            (_("What applicants agree to"), {"fields": self.duties}),
            (_("Who chooses"), {"fields": ["curators"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is None or obj.state == State.DRAFT:
            return []
        is_open = obj.state == State.OPEN
        return [*self.promised, *([] if is_open else ["apply_until", "curators"])]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def get_inlines(self, request, obj):
        return [ZoneInline, RequirementInline, CriterionInline, FairnessInline] if obj else []

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.state in {State.FINISHED, State.CANCELLED}
        return super().has_change_permission(request, obj) and not is_over

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = possible_curators()
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        # Zones, requirements and criteria hang on the row, so they are planned on its own page.
        messages.success(request, _("Now add zones, requirements and criteria. Then publish it."))
        return redirect(self.address("change", obj))

    def _changeform_view(self, request, object_id, form_url, extra_context):
        # Whoever publishes it at this moment is waited for: no rule changes after that (FM-58).
        if request.method == "POST" and object_id and object_id.isdecimal():
            list(Activity.objects.select_for_update(no_key=True).filter(pk=object_id))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        facts = {}
        if object_id and (activity := self.get_object(request, object_id)):
            facts = {
                "facts": {
                    "places": selectors.places_of(activity, at=clock.now()),
                    "counts": _counts(activity),
                    "links": self._links(request.user, activity),
                    **_planning(activity),
                }
            }
        return super().changeform_view(request, object_id, form_url, facts | (extra_context or {}))

    def _links(self, user, activity):
        """The pages about it that this person may open."""
        of_it = f"?activity__id__exact={activity.pk}"
        booths = ("booth", _("Booth plan"), "exhibitions_activity_booths", "")
        found = [
            ("application", _("Applications"), "exhibitions_application_changelist", of_it),
            ("verdict", _("Curation"), "exhibitions_activity_curation", ""),
            booths,
            ("call", _("Calls"), "exhibitions_call_changelist", of_it),
            ("dailyreport", _("Results"), "exhibitions_activity_results", ""),
            ("dailyreport", _("Text for the press"), "exhibitions_activity_press", ""),
        ]
        pages = [
            (label, reverse(f"admin:{name}", args=[] if query else [activity.pk]) + query)
            for model, label, name, query in ([booths] if activity.state == State.DRAFT else found)
            if user.has_perm(f"exhibitions.view_{model}")
        ]
        travels = activity.is_out_of_town and user.has_perm("exhibitions.view_manifestline")
        manifest = (
            _("Goods and travellers"),
            reverse("exhibitions:manifest", args=[activity.slug]),
        )
        return [*pages, manifest] if travels else pages

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            State.DRAFT: "warning",
            State.OPEN: "success",
            State.REVIEW: "warning",
            State.RELEASED: "success",
            State.FINISHED: "info",
            State.CANCELLED: "danger",
        },
    )
    def state_chip(self, activity):
        return activity.state, activity.get_state_display()

    @display(description=gettext_lazy("places taken"), ordering="held")
    def places(self, activity):
        return _("%(held)d of %(quota)d") % {"held": activity.held, "quota": activity.quota}

    @display(description=gettext_lazy("applications"), ordering="sent_count")
    def sent(self, activity):
        return activity.sent_count

    @act(gettext_lazy("Copy an activity"), "salin", "content_copy", "exhibitions.add_activity")
    def copy(self, request):
        return self.service_page(
            request,
            title=_("A new activity like last year's"),
            intro=_(
                "Zones, booths, requirements, criteria, curators and conditions come along as a"
                " draft; applications do not."
            ),
            form=CopyForm(posted(request), initial={"activity": request.GET.get("dari")}),
            submit=_("Make the draft"),
            run=lambda data: self.add_once(
                request,
                data,
                partial(services.copy_activity, by=request.user, at=clock.now()),
                done=_("The draft is there. Check its dates, then publish it."),
            ),
        )

    @act(gettext_lazy("Publish"), "terbitkan", "campaign", CHANGE)
    def publish(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.publish_activity,
            title=_("Publish the activity"),
            intro=_(
                "From then on everybody sees it and applies in the days you set. Requirements,"
                " criteria and the fairness rule stay as they are."
            ),
            done=_("Published."),
        )

    @act(gettext_lazy("Begin the curation"), "mulai-kurasi", "balance", DECIDE)
    def review(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.begin_review,
            title=_("Begin the curation"),
            intro=_(
                "Every application is frozen as it is now, and the curators can give their points."
            ),
            done=_("The curators can begin."),
        )

    @act(gettext_lazy("Change the places"), "kuota", "group_add", CHANGE)
    def quota(self, request, object_id):
        activity = self.object_or_404(request, object_id)
        return self.act_page(
            request,
            activity,
            QuotaForm(posted(request), initial={"quota": activity.quota}),
            services.change_quota,
            title=_("Change the number of places"),
            intro=_("New places are offered to the reserve list at once."),
            done=_("The number of places is changed."),
        )

    @act(gettext_lazy("Finish"), "tutup", "task_alt", CHANGE)
    def finish(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.finish_activity,
            title=_("Finish the activity"),
            intro=_("Its books are closed. Reports that are missing can still be handed in."),
            done=_("The activity is finished."),
        )

    @act(gettext_lazy("Call it off"), "batalkan", "event_busy", CHANGE)
    def cancel(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            WhyForm(posted(request)),
            services.cancel_activity,
            title=_("Call the activity off"),
            intro=_("Everybody who applied or takes part is told."),
            done=_("The activity is called off; everybody is told."),
            is_danger=True,
        )


def _planning(activity):
    """What a draft lacks; what is published lacks nothing any more."""
    if activity.state != State.DRAFT:
        return {}
    return {
        "problems": selectors.publishing_problems(activity, at=clock.now()),
        "may_be_added": selectors.may_be_added(activity),
    }


def _counts(activity):
    """How many applications are in which state; what is only decided is not in there."""
    found = Counter(activity.applications.values_list("state", flat=True))
    return [(state.label, found[state]) for state in Application.State if found[state]]
