"""Who takes part: enrolled on somebody's behalf, moved up, withdrawn; gates and exceptions."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState, HistoryAdmin, ReadOnlyTabularInline
from plut_portal.core.admin_forms import ReasonForm, WhyForm
from plut_portal.core.errors import PortalError
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from trainings import selectors, services
from trainings.admin.filters import BatchFilter
from trainings.admin.forms import EndForm, EnrolForm, OverrideForm, ScoreForm, WaiveForm
from trainings.models import Enrolment, Output, StageProgress

MANAGE, OPEN_GATE, SCORE = (
    f"trainings.{name}" for name in ("manage_enrolments", "open_gate", "record_score")
)
Status = Enrolment.Status


class EnrolmentExport(ListExport):
    columns = (
        Column(gettext_lazy("Training track"), lambda each: each.batch.track.name),
        Column(gettext_lazy("Batch"), lambda each: each.batch.number),
        Column(gettext_lazy("Registration"), lambda each: each.business.registration_code),
        Column(gettext_lazy("Business"), lambda each: each.business.label),
        Column(gettext_lazy("Village or ward"), lambda each: each.business.village.name),
        Column(gettext_lazy("Participant"), lambda each: each.participant.full_name),
        Column(gettext_lazy("Status"), lambda each: each.get_status_display()),
        Column(gettext_lazy("First training here"), lambda each: each.is_first_timer),
        Column(gettext_lazy("Asked for a place"), lambda each: each.asked_at),
        Column(gettext_lazy("Got the place"), lambda each: each.enrolled_at),
        Column(gettext_lazy("Reason"), lambda each: each.status_reason),
    )


class ProgressInline(ReadOnlyTabularInline):
    """What staff entered; each change stands in the history of its row."""

    model = StageProgress
    fields = ["stage_name", "test_points", "waiver_evidence", "waived_by", "override_reason"]
    readonly_fields = ["stage_name"]
    ordering = ["stage__position"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stage", "waived_by")

    @display(description=gettext_lazy("stage"))
    def stage_name(self, progress):
        return progress.stage.name


class OutputInline(ReadOnlyTabularInline):
    model = Output
    fields = ["stage_name", "version", "state", "submitted_at", "judged_by"]
    readonly_fields = ["stage_name"]
    ordering = ["stage__position", "version"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stage", "judged_by")

    @display(description=gettext_lazy("stage"))
    def stage_name(self, output):
        return output.stage.name


def _act(label, url_path, icon, permission):
    return action(description=label, url_path=url_path, permissions=[permission], icon=icon)


@admin.register(Enrolment)
class EnrolmentAdmin(ActsByState, ExportAdmin, HistoryAdmin):
    list_display = ["business", "batch", "state", "is_first_timer", "asked_at"]
    list_filter = [
        "status",
        "is_first_timer",
        "batch__track",
        ("batch", BatchFilter),
        "business__village",
    ]
    list_select_related = ["business__village", "batch__track", "participant"]
    search_fields = ["business__name", "business__makes", "participant__full_name"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]
    resource_classes = [EnrolmentExport]
    inlines = [ProgressInline, OutputInline]
    facts = ["batch", "business", "participant", "status", "is_first_timer", "asked_at"]
    # Shown where they say something.
    sometimes = [
        "enrolled_at",
        "offer_until",
        "priority_reason",
        "override_reason",
        "ended_at",
        "ended_by",
        "status_reason",
    ]
    ACTS = {
        Status.ENROLLED: ["enter_score", "waive", "override", "end_exception", "withdraw"],
        Status.OFFERED: ["withdraw"],
        Status.WAITING: ["move_up", "withdraw"],
    }
    actions_detail = [
        "enter_score",
        {
            "title": gettext_lazy("Exceptions"),
            "icon": "rule",
            "items": ["waive", "override", "end_exception"],
        },
        "move_up",
        "withdraw",
    ]
    actions = ["admit"]
    change_form_outer_before_template = "admin/trainings/enrolment_path.html"
    view_on_site = True

    def has_manage_permission(self, request):
        return request.user.has_perm(MANAGE)

    def has_add_permission(self, request):
        return self.has_manage_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def get_inlines(self, request, obj):
        may_read = request.user.has_perm("trainings.view_output")
        return [ProgressInline, OutputInline] if may_read else [ProgressInline]

    def get_fields(self, request, obj=None):
        return [*self.facts, *(name for name in self.sometimes if obj and getattr(obj, name))]

    def acts_of(self, enrolment):
        return self.ACTS.get(Status(enrolment.status), [])

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        facts = {}
        if object_id and (enrolment := self.get_object(request, object_id)):
            now = clock.now()
            facts = {
                "steps": selectors.path_of(enrolment, at=now) if enrolment.is_enrolled else [],
                "rank": selectors.rank_of(enrolment, at=now),
            }
        return super().changeform_view(request, object_id, form_url, facts | (extra_context or {}))

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label={
            Status.ENROLLED: "success",
            Status.OFFERED: "warning",
            Status.WAITING: "info",
            Status.DECLINED: "danger",
            Status.EXPIRED: "danger",
            Status.WITHDRAWN: "danger",
            Status.NO_PLACE: "danger",
            Status.CANCELLED: "danger",
        },
    )
    def state(self, enrolment):
        return enrolment.status, enrolment.get_status_display()

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Enrol a business"),
            intro=_("Into the whole track. With no place left it stands on the waiting list."),
            form=EnrolForm(posted(request), initial={"batch": request.GET.get("batch")}),
            submit=_("Enrol"),
            run=lambda data: self.add_once(
                request,
                data,
                partial(services.enrol, by=request.user, at=clock.now()),
                done=_("Done; the owner is told."),
            ),
        )

    @action(description=gettext_lazy("Let into the next stage"), permissions=["manage"])
    def admit(self, request, queryset):
        """Each by the same gate as everywhere; an exception needs its reason, so it is made alone."""
        for enrolment in queryset.select_related("batch__track", "business__village"):
            try:
                stage = services.admit_to_next(enrolment=enrolment, by=request.user, at=clock.now())
            except PortalError as refusal:
                messages.error(request, f"{enrolment.business.label}: {refusal}")
            else:
                is_open = _("the stage “%(stage)s” is open.") % {"stage": stage.name}
                messages.success(request, f"{enrolment.business.label}: {is_open}")

    @_act(gettext_lazy("Enter test points"), "nilai", "edit_note", SCORE)
    def enter_score(self, request, object_id):
        return self._stage_page(
            request,
            object_id,
            ScoreForm,
            services.record_score,
            title=_("Enter test points"),
            done=_("The points are entered."),
        )

    @_act(gettext_lazy("Leave a stage out"), "lewati", "fast_forward", OPEN_GATE)
    def waive(self, request, object_id):
        return self._stage_page(
            request,
            object_id,
            WaiveForm,
            services.waive_stage,
            title=_("Leave a stage out on evidence"),
            intro=_("The stage then counts as passed, and the owner sees why."),
            done=_("Noted. The evidence stands in the history."),
        )

    @_act(gettext_lazy("Open a gate"), "buka-gerbang", "lock_open", OPEN_GATE)
    def override(self, request, object_id):
        return self._stage_page(
            request,
            object_id,
            OverrideForm,
            services.override_gate,
            title=_("Open a gate by exception"),
            intro=_("What is missing stays missing: the stage before is not passed by it."),
            done=_("The gate is open. The reason stands in the history."),
        )

    @_act(gettext_lazy("Take an exception back"), "akhiri-pengecualian", "undo", OPEN_GATE)
    def end_exception(self, request, object_id):
        return self._stage_page(
            request,
            object_id,
            EndForm,
            services.end_exception,
            title=_("Take an exception back"),
            done=_("Taken back. The history keeps both."),
        )

    @_act(gettext_lazy("Move up"), "majukan", "arrow_upward", MANAGE)
    def move_up(self, request, object_id):
        enrolment = self.object_or_404(request, object_id)
        return self._page(
            request,
            enrolment,
            ReasonForm(posted(request)),
            services.move_up,
            title=_("Move up on the waiting list"),
            intro=_("Before all others. The reason is kept and shown to those who wait."),
            done=_("Moved up."),
        )

    @_act(gettext_lazy("Withdraw"), "mundur", "person_remove", MANAGE)
    def withdraw(self, request, object_id):
        enrolment = self.object_or_404(request, object_id)
        return self._page(
            request,
            enrolment,
            WhyForm(posted(request)),
            services.withdraw,
            title=_("Withdraw the enrolment"),
            intro=_("The place goes to the next on the waiting list."),
            done=_("Withdrawn; the owner is told."),
            is_danger=True,
        )

    def _stage_page(self, request, object_id, form, act, **context):
        enrolment = self.object_or_404(request, object_id)
        asked = form(posted(request), track=enrolment.batch.track)
        return self._page(request, enrolment, asked, act, **context)

    def _page(self, request, enrolment, form, act, *, title, **context):
        def run(data):
            act(enrolment=enrolment, by=request.user, at=clock.now(), **data)

        return self.service_page(
            request, obj=enrolment, form=form, title=title, submit=title, run=run, **context
        )
