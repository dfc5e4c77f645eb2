"""Batches: planned, published, filled, ended. The quota changes by a decision, not by a field."""

from functools import partial

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from consultations.models import Consultant
from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState, HistoryAdmin, OfficeTabularInline
from plut_portal.core.admin_forms import OfficeForm, WhyForm
from plut_portal.core.forms import posted
from trainings import selectors, services
from trainings.admin.forms import CopyForm, QuotaForm
from trainings.admin.scores import ScoreTables
from trainings.models import Batch, BatchStage, Enrolment

State = Batch.State
CHANGE = "trainings.change_batch"


class BatchStageInline(OfficeTabularInline):
    model = BatchStage
    fields = ["stage", "consultant", "starts_on", "ends_on"]
    ordering = ["stage__position"]

    def get_formset(self, request, obj=None, **kwargs):
        self.batch = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "stage":
            field.queryset = self.batch.track.stages.in_order()
            field.label_from_instance = lambda stage: stage.name
        else:
            field.queryset = Consultant.objects.active().select_related("user")
        return field


def _act(label, url_path, icon, permission=CHANGE):
    return action(description=label, url_path=url_path, permissions=[permission], icon=icon)


@admin.register(Batch)
class BatchAdmin(ActsByState, ScoreTables, HistoryAdmin):
    """Running a batch: its plan is edited, its quota and state change through services."""

    list_display = ["__str__", "state_chip", "places", "waiting", "enrol_until", "place"]
    list_filter = ["state", "track"]
    list_select_related = ["track"]
    search_fields = ["track__name", "place"]
    ordering = ["-enrol_from", "-pk"]
    plan = [
        "first_timer_percent",
        "first_timers_until",
        "enrol_from",
        "enrol_until",
        "offer_hours",
        "place",
    ]
    actions_list = ["copy_last"]
    change_form_outer_before_template = "admin/trainings/batch_facts.html"
    view_on_site = True
    # Which acts a state offers, in the order in which they come up.
    ACTS = {
        State.DRAFT: ["publish", "cancel"],
        State.PUBLISHED: ["quota", "scores", "certificates", "finish", "cancel"],
        State.FINISHED: ["certificates"],
        State.CANCELLED: [],
    }
    actions_detail = [
        "publish",
        "quota",
        "scores",
        "certificates",
        {"title": gettext_lazy("End it"), "icon": "flag", "items": ["finish", "cancel"]},
    ]

    def get_queryset(self, request):
        held = Q(enrolments__status__in=Enrolment.HOLDING)
        waiting = Q(enrolments__status=Enrolment.Status.WAITING)
        return (
            super()
            .get_queryset(request)
            .annotate(
                held=Count("enrolments", filter=held, distinct=True),
                in_line=Count("enrolments", filter=waiting, distinct=True),
            )
        )

    def get_fields(self, request, obj=None):
        return ["track", "number", *([] if obj else ["quota"]), *self.plan]

    def get_readonly_fields(self, request, obj=None):
        return ["track", "number"] if obj else []

    def get_inlines(self, request, obj):
        return [BatchStageInline] if obj else []

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.state in Batch.ENDED
        return super().has_change_permission(request, obj) and not is_over

    def response_add(self, request, obj, post_url_continue=None):
        # The stages need the track, so they are planned on the row's own page.
        messages.success(request, _("Now say when each stage takes place, and who judges it."))
        return redirect(self.address("change", obj))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        facts = {}
        if object_id and (batch := self.get_object(request, object_id)):
            facts = {"facts": selectors.batch_facts(batch, at=clock.now())}
        return super().changeform_view(request, object_id, form_url, facts | (extra_context or {}))

    def acts_of(self, batch):
        return self.ACTS[State(batch.state)]

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            State.DRAFT: "warning",
            State.PUBLISHED: "success",
            State.FINISHED: "info",
            State.CANCELLED: "danger",
        },
    )
    def state_chip(self, batch):
        return batch.state, batch.get_state_display()

    @display(description=gettext_lazy("places taken"), ordering="held")
    def places(self, batch):
        return _("%(held)d of %(quota)d") % {"held": batch.held, "quota": batch.quota}

    @display(description=gettext_lazy("on the waiting list"), ordering="in_line")
    def waiting(self, batch):
        return batch.in_line

    @_act(gettext_lazy("Copy the last batch"), "salin", "content_copy", "trainings.add_batch")
    def copy_last(self, request):
        return self.service_page(
            request,
            title=_("Copy the last batch of a track"),
            intro=_(
                "Stages, consultants, meetings, trainers and rules come along as a draft;"
                " participants do not."
            ),
            form=CopyForm(posted(request)),
            submit=_("Make the draft"),
            run=lambda data: self.add_once(
                request,
                data,
                partial(services.copy_last_batch, by=request.user, at=clock.now()),
                done=_("The draft is there. Check its dates, then publish it."),
            ),
        )

    @_act(gettext_lazy("Publish"), "terbitkan", "campaign")
    def publish(self, request, object_id):
        return self._page(
            request,
            object_id,
            OfficeForm(posted(request)),
            services.publish_batch,
            title=_("Publish the batch"),
            intro=_("From then on everybody sees it, and businesses enrol in the days you set."),
            done=_("Published."),
        )

    @_act(gettext_lazy("Change the quota"), "kuota", "group_add")
    def quota(self, request, object_id):
        batch = self.object_or_404(request, object_id)
        return self._page(
            request,
            object_id,
            QuotaForm(posted(request), batch=batch),
            services.change_quota,
            title=_("Change the quota"),
            intro=_("New places are offered to the waiting list at once."),
            done=_("The quota is changed."),
        )

    @_act(gettext_lazy("Finish"), "tutup", "task_alt")
    def finish(self, request, object_id):
        return self._page(
            request,
            object_id,
            OfficeForm(posted(request)),
            services.finish_batch,
            title=_("Finish the batch"),
            intro=_("Its books are closed; whoever still waits for a place has waited in vain."),
            done=_("The batch is finished."),
        )

    @_act(gettext_lazy("Call it off"), "batalkan", "event_busy")
    def cancel(self, request, object_id):
        return self._page(
            request,
            object_id,
            WhyForm(posted(request)),
            services.cancel_batch,
            title=_("Call the batch off"),
            intro=_("Everybody who is in it or waits for a place is told."),
            done=_("The batch is called off; everybody is told."),
            is_danger=True,
        )

    @_act(
        gettext_lazy("Issue certificates"),
        "sertifikat",
        "workspace_premium",
        "trainings.issue_certificate",
    )
    def certificates(self, request, object_id):
        """Who can get one; ordered, workers make them, and the page says how far they are."""
        batch = self.object_or_404(request, object_id)
        now = clock.now()
        run = selectors.latest_run(batch)
        everyone = batch.enrolments.enrolled().select_related("batch", "business", "participant")
        due = selectors.entitled(everyone.order_by("pk"), at=now)
        return self.service_page(
            request,
            obj=batch,
            template="admin/trainings/certificates.html",
            title=_("Certificates of %(batch)s") % {"batch": batch},
            form=OfficeForm(posted(request)),
            submit=_("Issue them now") if due else "",
            run=lambda data: self._order(request, batch),
            due=due,
            progress=selectors.progress_of(run) if run else None,
            refused=run.items.refused().select_related("enrolment__business") if run else [],
        )

    def _order(self, request, batch):
        services.order_certificates(batch=batch, by=request.user, at=clock.now())
        return redirect(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_certificates", batch.pk
        )

    def _page(self, request, object_id, form, act, *, title, done, **context):
        batch = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=batch,
            form=form,
            title=title,
            submit=title,
            run=lambda data: act(batch=batch, by=request.user, at=clock.now(), **data) and None,
            done=done,
            **context,
        )
