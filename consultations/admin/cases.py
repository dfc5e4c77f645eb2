from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from consultations import services
from consultations.admin.case_forms import (
    AnswerForm,
    AskForm,
    CloseForm,
    LeaveForm,
    OpenCaseForm,
    SessionForm,
)
from consultations.models import Booking, CaseMember, MentoringCase, Referral
from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState, HistoryAdmin, ReadOnlyTabularInline
from plut_portal.core.admin_forms import ReasonForm
from plut_portal.core.forms import posted

MANAGE = "consultations.manage_cases"


class CaseMemberInline(ReadOnlyTabularInline):
    model = CaseMember
    fields = ["consultant", "joined_at", "left_at"]
    ordering = ["joined_at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("consultant__user")


class ReferralInline(ReadOnlyTabularInline):
    model = Referral
    fk_name = "case"
    fields = ["at", "kind", "from_consultant", "to_consultant", "message", "status", "note"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request):
        people = ("from_consultant__user", "to_consultant__user")
        return super().get_queryset(request).select_related(*people)


def _act(label, url_path, icon):
    return action(description=label, url_path=url_path, permissions=[MANAGE], icon=icon)


@admin.register(MentoringCase)
class MentoringCaseAdmin(ActsByState, HistoryAdmin):
    """Cases. Each act goes through the services of the consultants' pages, with a reason."""

    list_display = ["goal", "business", "lead", "state", "opened_at"]
    list_filter = ["status", "outcome"]
    list_select_related = ["business", "lead__user"]
    search_fields = ["goal", "business__name", "business__makes", "lead__user__full_name"]
    date_hierarchy = "opened_at"
    ordering = ["-status", "-opened_at", "-pk"]
    fields = ["goal", "business", "lead", "status", "opened_by", "opened_at"]
    ending = ["outcome", "outcome_text", "closed_by", "closed_at"]
    inlines = [CaseMemberInline, ReferralInline]
    while_open = ["ask", "answer", "take_off", "add_session", "take_out_session", "close"]
    actions_detail = [
        "ask",
        "answer",
        {
            "title": gettext_lazy("Sessions and people"),
            "icon": "edit",
            "items": ["take_off", "add_session", "take_out_session"],
        },
        "close",
        "reopen",
    ]

    def has_add_permission(self, request):
        return request.user.has_perm(MANAGE)

    def has_change_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return self.fields if obj is None or obj.is_open else [*self.fields, *self.ending]

    def acts_of(self, case):
        return self.while_open if case.is_open else ["reopen"]

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label={MentoringCase.Status.OPEN: "success", MentoringCase.Status.CLOSED: "info"},
    )
    def state(self, case):
        return case.status, case.get_outcome_display() or case.get_status_display()

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Open a case"),
            form=OpenCaseForm(posted(request)),
            submit=_("Open the case"),
            run=lambda data: self.add_once(
                request,
                data,
                partial(services.open_case, by=request.user, at=clock.now()),
                done=_("The case is open."),
            ),
        )

    @_act(gettext_lazy("Ask a colleague"), "rujuk", "forward")
    def ask(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            AskForm(posted(request), case=case),
            services.refer,
            title=_("Ask a colleague"),
            intro=_("The request leaves in the name of whoever is in charge."),
        )

    @_act(gettext_lazy("Answer a referral"), "jawab", "reply")
    def answer(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            AnswerForm(posted(request), case=case),
            lambda case, answer, **data: getattr(services, answer)(**data),
            title=_("Answer a referral"),
            intro=_("For a colleague who cannot answer herself."),
        )

    @_act(gettext_lazy("Take a consultant off"), "keluar", "person_remove")
    def take_off(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            LeaveForm(posted(request), case=case),
            services.leave,
            title=_("Take a consultant off"),
            intro=_("Whoever is in charge hands the case over first, or closes it."),
        )

    @_act(gettext_lazy("Add a session"), "tambah-sesi", "event_available")
    def add_session(self, request, object_id):
        case = self.object_or_404(request, object_id)
        fitting = case.business.bookings.exclude(status=Booking.Status.CANCELLED).filter(
            case=None, consultant__in=case.members.live().values("consultant")
        )
        return self._page(
            request,
            case,
            SessionForm(posted(request), bookings=fitting),
            services.add_session,
            title=_("Add a session"),
            intro=_("In the case, colleagues on it read its internal note as well."),
        )

    @_act(gettext_lazy("Take a session out"), "keluarkan-sesi", "event_busy")
    def take_out_session(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            SessionForm(posted(request), bookings=case.bookings.all()),
            lambda case, **data: services.take_out_session(**data),
            title=_("Take a session out"),
        )

    @_act(gettext_lazy("Close the case"), "tutup", "task_alt")
    def close(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            CloseForm(posted(request)),
            services.close_case,
            title=_("Close the case"),
        )

    @_act(gettext_lazy("Reopen the case"), "buka-lagi", "restart_alt")
    def reopen(self, request, object_id):
        case = self.object_or_404(request, object_id)
        return self._page(
            request,
            case,
            ReasonForm(posted(request)),
            services.reopen_case,
            title=_("Reopen the case"),
        )

    def _page(self, request, case, form, act, *, title, **context):
        """Every act says why; the reason stays in the history of the case."""
        return self.service_page(
            request,
            obj=case,
            form=form,
            title=title,
            submit=title,
            run=lambda data: act(case=case, by=request.user, at=clock.now(), **data) and None,
            done=_("Done. The reason stands in the history."),
            **context,
        )
