"""Applications: looked up, decided, confirmed on the phone, moved up, placed in a booth."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from exhibitions import selectors, services
from exhibitions.admin.acts import DECIDE, MANAGE, Acts, act
from exhibitions.admin.application_rows import (
    EntryInline,
    GoodsInline,
    OrderInline,
    QueueFilter,
    ReportInline,
    TravellerInline,
)
from exhibitions.admin.booths import CHANGE_BOOTH, plan_url
from exhibitions.admin.curation import curation_url
from exhibitions.admin.forms import BoothForm, ConflictForm, VerdictForm
from exhibitions.models import Application, Review, Verdict
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import HistoryAdmin, ReadOnly, WholeHistory
from plut_portal.core.admin_forms import OfficeForm, ReasonForm, WhyForm
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted

State = Application.State


class ApplicationExport(ListExport):
    """Never a column of what is decided: that is nobody's to know before the release (FM-56)."""

    columns = (
        Column(gettext_lazy("Activity"), lambda each: each.activity.title),
        Column(gettext_lazy("Registration"), lambda each: each.business.registration_code),
        Column(gettext_lazy("Business"), lambda each: each.business.label),
        Column(gettext_lazy("Village or ward"), lambda each: each.business.village.name),
        Column(gettext_lazy("State"), lambda each: each.get_state_display()),
        Column(gettext_lazy("Sent"), lambda each: each.submitted_at),
        Column(gettext_lazy("Rank"), lambda each: each.rank),
        Column(gettext_lazy("Total"), lambda each: each.result.get("total", "")),
        Column(gettext_lazy("Confirmed"), lambda each: each.confirmed_at),
        Column(gettext_lazy("Booth"), lambda each: _booth_of(each)),
        Column(gettext_lazy("Electricity (watts)"), lambda each: each.watts),
    )


def _booth_of(application):
    place = getattr(application, "booth_place", None)
    return f"{place.booth.zone.name} {place.booth.code}" if place else ""


@admin.register(Application)
class ApplicationAdmin(Acts, WholeHistory, ReadOnly, ExportAdmin, HistoryAdmin):
    subject = "application"
    history_also = ["state", "state_reason", "rank", "confirmed_at"]
    list_display = ["business", "activity", "state_chip", "submitted_at", "rank", "booth"]
    list_filter = [QueueFilter, "state", "activity", "business__village"]
    list_select_related = ["business__village", "activity", "booth_place__booth__zone"]
    search_fields = ["business__name", "business__makes", "activity__title"]
    date_hierarchy = "submitted_at"
    ordering = ["-activity__starts_on", "rank", "submitted_at", "pk"]
    resource_classes = [ApplicationExport]
    facts = ["activity", "business", "state", "pitch", "watts", "entered_by", "submitted_at"]
    # Shown where they say something.
    sometimes = [
        "agreed_at",
        "frozen_at",
        "rank",
        "offer_until",
        "confirmed_at",
        "booth",
        "priority_reason",
        "state_reason",
        "ended_at",
        "ended_by",
        "excused_at",
        "excuse_reason",
        "followed_up_at",
    ]
    ACTS = {
        State.DRAFT: ["withdraw"],
        State.SUBMITTED: ["decide", "conflict", "withdraw"],
        State.SELECTED: ["confirm", "decline", "withdraw"],
        State.RESERVE: ["move_up", "withdraw"],
        State.CONFIRMED: ["place", "free", "excuse", "withdraw"],
    }
    actions_detail = [
        "decide",
        "confirm",
        "move_up",
        "place",
        {
            "title": gettext_lazy("More"),
            "icon": "more_horiz",
            "items": ["conflict", "decline", "free", "excuse", "withdraw"],
        },
    ]
    change_form_outer_before_template = "admin/exhibitions/application_outcome.html"
    view_on_site = True

    def get_ordering(self, request):
        queue = request.GET.get(QueueFilter.parameter_name)
        return QueueFilter.ORDER.get(queue) or super().get_ordering(request)

    def acts_of(self, application):
        names = super().acts_of(application)
        if application.is_frozen:
            return names
        return [name for name in names if name not in {"decide", "conflict"}]

    def get_fields(self, request, obj=None):
        there = [name for name in self.sometimes if obj and self._says_something(obj, name)]
        return [*self.facts, *there]

    def get_readonly_fields(self, request, obj=None):
        return ["booth"]

    def _says_something(self, application, name):
        return self.booth(application) if name == "booth" else getattr(application, name)

    def get_inlines(self, request, obj):
        there = [ReportInline, OrderInline] if obj and obj.is_confirmed else []
        along = [TravellerInline, GoodsInline] if there and obj.activity.is_out_of_town else []
        return [EntryInline, *there, *along]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        facts = {}
        if object_id and (application := self.get_object(request, object_id)):
            now = clock.now()
            facts = {
                "outcome": selectors.outcome_of(application, at=now),
                "missing": _missing(application, at=now),
                "sees_why": request.user.has_perm("exhibitions.view_verdict"),
            }
        return super().changeform_view(request, object_id, form_url, facts | (extra_context or {}))

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            State.DRAFT: "info",
            State.SUBMITTED: "info",
            State.SELECTED: "warning",
            State.RESERVE: "info",
            State.CONFIRMED: "success",
            State.REFUSED: "danger",
            State.DECLINED: "danger",
            State.LAPSED: "danger",
            State.WITHDRAWN: "danger",
        },
    )
    def state_chip(self, application):
        return application.state, application.get_state_display()

    @display(description=gettext_lazy("booth"))
    def booth(self, application):
        return _booth_of(application)

    @act(gettext_lazy("Decide about it"), "putusan", "gavel", DECIDE)
    def decide(self, request, object_id):
        """One entry: how its total came about, what the curators wrote, the decision."""
        application = self.object_or_404(request, object_id)
        result = _result_seen_by(request.user, application)
        verdict = Verdict.objects.visible_to(request.user).filter(application=application).first()
        return self.act_page(
            request,
            application,
            VerdictForm(posted(request), initial=_known(verdict)),
            services.set_verdict,
            template="admin/exhibitions/decide.html",
            title=_("Decide about %(business)s") % {"business": application.business.label},
            submit=_("Save the decision"),
            then=lambda: redirect(f"{curation_url(application.activity)}#usul-{application.pk}"),
            result=result,
            reviews=_reviews_seen_by(request.user, application),
            back_url=f"{curation_url(application.activity)}#usul-{application.pk}",
        )

    @act(gettext_lazy("Note a conflict of interest"), "benturan", "visibility_off", DECIDE)
    def conflict(self, request, object_id):
        application = self.object_or_404(request, object_id)
        return self.act_page(
            request,
            application,
            ConflictForm(posted(request), application=application),
            services.declare_conflict,
            title=_("Note a conflict of interest"),
            intro=_("The curator no longer sees this entry; points given before do not count."),
            done=_("Noted."),
        )

    @act(gettext_lazy("Confirm for the owner"), "konfirmasi", "check_circle", MANAGE)
    def confirm(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.confirm_place,
            title=_("Confirm the place for the owner"),
            intro=_("When she said yes on the phone or at the counter."),
            done=_("Confirmed; the owner is told."),
        )

    @act(gettext_lazy("Decline for the owner"), "tolak", "cancel", MANAGE)
    def decline(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.decline_place,
            title=_("Give the place up for the owner"),
            intro=_("It goes to the next on the reserve list at once."),
            done=_("The place went to the next."),
            is_danger=True,
        )

    @act(gettext_lazy("Move up"), "majukan", "arrow_upward", DECIDE)
    def move_up(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            ReasonForm(posted(request)),
            services.move_up,
            title=_("Move up on the reserve list"),
            intro=_("Before all others. The reason is kept."),
            done=_("Moved up."),
        )

    @act(gettext_lazy("Give a booth"), "stan", "storefront", CHANGE_BOOTH)
    def place(self, request, object_id):
        application = self.object_or_404(request, object_id)
        return self.act_page(
            request,
            application,
            BoothForm(posted(request), application=application),
            services.give_booth,
            title=_("A booth for %(business)s") % {"business": application.business.label},
            intro=_("Needs %(watts)d watts. The owner is told.") % {"watts": application.watts},
            submit=_("Give it"),
            then=lambda: redirect(plan_url(application.activity_id)),
            back_url=plan_url(application.activity_id),
        )

    @act(gettext_lazy("Free the booth"), "lepas-stan", "logout", CHANGE_BOOTH)
    def free(self, request, object_id):
        application = self.object_or_404(request, object_id)

        def run(data):
            services.free_booth(application=application, by=request.user)
            return redirect(plan_url(application.activity_id))

        return self.service_page(
            request,
            obj=application,
            title=_("Free the booth"),
            intro=_("The business keeps its place in the activity, without a booth for now."),
            form=OfficeForm(posted(request)),
            submit=_("Free it"),
            run=run,
            back_url=plan_url(application.activity_id),
        )

    @act(gettext_lazy("Excuse from reporting"), "bebas-lapor", "event_available", DECIDE)
    def excuse(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            ReasonForm(posted(request)),
            services.excuse_reports,
            title=_("Excuse from reporting"),
            intro=_("Missing reports of this activity then keep nobody from applying."),
            done=_("Excused. The reason is kept."),
        )

    @act(gettext_lazy("Withdraw"), "mundur", "person_remove", MANAGE)
    def withdraw(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            WhyForm(posted(request)),
            services.withdraw,
            title=_("Withdraw the application"),
            intro=_("A place and a booth that become free go to others."),
            done=_("Withdrawn; the owner is told."),
            is_danger=True,
        )


def _result_seen_by(user, application):
    """404 for what is in no curation, and for an entry one stands too close to (FM-55)."""
    for result in selectors.ranking_visible_to(user, application.activity):
        if result.application.pk == application.pk:
            return result
    raise Http404


def _reviews_seen_by(user, application):
    rows = Review.objects.visible_to(user).filter(application=application)
    rows = rows.select_related("curator").prefetch_related("scores__criterion")
    return rows.order_by("curator__full_name", "pk")


def _known(verdict):
    if verdict is None:
        return {}
    return {
        "outcome": verdict.outcome,
        "constraints": verdict.constraints.all(),
        "note": verdict.note,
    }


def _missing(application, *, at):
    """What keeps it from being sent, while that can still be mended."""
    if application.is_frozen or application.state not in {State.DRAFT, State.SUBMITTED}:
        return []
    products = [entry.product for entry in application.entries.select_related("product")]
    checks = selectors.requirements_checked(
        application.activity, application.business, products, at=at
    )
    return selectors.blocking(checks)
