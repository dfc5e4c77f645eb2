"""Ready to go: who stands on the list, calls to them, answers given on the phone."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from exhibitions import selectors, services
from exhibitions.admin.acts import MANAGE, Acts, act
from exhibitions.admin.forms import AnswerForm, CallForm
from exhibitions.models import Call, CallAnswer, ReadyListing
from plut_portal.core import clock, submissions
from plut_portal.core.admin_base import HistoryAdmin, ReadOnly, ReadOnlyTabularInline, WholeHistory
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted
from plut_portal.notifications.services import out_of_quiet_hours

State = Call.State
TIME_TO_ANSWER = timedelta(hours=3)


class CallAct:
    """The act of an activity."""

    @act(gettext_lazy("Call the ready list"), "panggil", "campaign", MANAGE)
    def call(self, request, object_id):
        activity = self.object_or_404(request, object_id)
        now = clock.now()
        free = selectors.places_of(activity, at=now).free_to_give
        initial = {"wanted": free or 1, "answer_until": now + TIME_TO_ANSWER}
        return self.service_page(
            request,
            obj=activity,
            template="admin/exhibitions/call.html",
            title=_("Call the ready list for %(activity)s") % {"activity": activity},
            intro=_("All who can come are asked at once. Whoever says yes first has the place."),
            form=CallForm(posted(request), initial=initial),
            submit=_("Send the call"),
            run=lambda data: _send(request, activity, data),
            candidates=selectors.candidates(activity, at=now),
            free=free,
        )


def _send(request, activity, data):
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as done:
        if not done.result_url:
            call = services.send_call(activity=activity, **data, by=request.user, at=clock.now())
            done.result_url = reverse("admin:exhibitions_call_change", args=[call.pk])
            _say_sent(request, call)
    return redirect(done.result_url)


def _say_sent(request, call):
    if out_of_quiet_hours(call.called_at) > call.answer_until:
        sentence = _(
            "It is night, so no mail leaves in time. Those on the list are called: they now stand"
            " among the people to call."
        )
        messages.warning(request, sentence)
    else:
        messages.success(request, _("The call is on its way. Answers come in here."))


class AnswerInline(ReadOnlyTabularInline):
    model = CallAnswer
    fields = ["business", "state", "place", "answered_at", "answered_by"]
    ordering = ["place", "pk"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("business__village", "answered_by")


@admin.register(Call)
class CallAdmin(Acts, WholeHistory, ReadOnly, HistoryAdmin):
    subject = "call"
    history_also = ["state"]
    list_display = ["activity", "called_at", "state_chip", "coming", "answer_until", "called_by"]
    list_filter = ["state", "activity"]
    list_select_related = ["activity", "called_by"]
    search_fields = ["activity__title"]
    date_hierarchy = "called_at"
    ordering = ["-called_at", "-pk"]
    fields = ["activity", "wanted", "message", "answer_until", "called_by", "called_at", "state"]
    inlines = [AnswerInline]
    change_form_outer_before_template = "admin/exhibitions/call_state.html"
    ACTS = {State.OPEN: ["answer", "close"], State.FILLED: ["close"]}
    actions_detail = ["answer", "close"]

    def get_queryset(self, request):
        come = Count("answers", filter=Q(answers__state=CallAnswer.State.COMING))
        return super().get_queryset(request).annotate(come=come)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        facts = {}
        if object_id and (call := self.get_object(request, object_id)):
            facts = {"call_state": selectors.call_state(call)}
        return super().changeform_view(request, object_id, form_url, facts | (extra_context or {}))

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={State.OPEN: "warning", State.FILLED: "success", State.CLOSED: "info"},
    )
    def state_chip(self, call):
        return call.state, call.get_state_display()

    @display(description=gettext_lazy("coming"), ordering="come")
    def coming(self, call):
        return _("%(come)d of %(wanted)d") % {"come": call.come, "wanted": call.wanted}

    @act(gettext_lazy("Answered on the phone"), "jawaban", "phone_in_talk", MANAGE)
    def answer(self, request, object_id):
        call = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=call,
            title=_("Answered on the phone"),
            intro=_("First come, first served: it counts from the moment you save it."),
            form=AnswerForm(posted(request), call=call),
            submit=_("Save the answer"),
            run=lambda data: services.answer_call(**data, by=request.user, at=clock.now()) and None,
            done=_("The answer is noted."),
        )

    @act(gettext_lazy("Close the call"), "tutup", "call_end", MANAGE)
    def close(self, request, object_id):
        return self.act_page(
            request,
            self.object_or_404(request, object_id),
            OfficeForm(posted(request)),
            services.close_call,
            title=_("Close the call"),
            intro=_("No more answers count; places nobody took go to the reserve list."),
            done=_("The call is closed."),
        )


@admin.register(ReadyListing)
class ReadyListingAdmin(ReadOnly, HistoryAdmin):
    """Owners say so themselves, on their own page."""

    list_display = ["business", "pieces", "goes_out_of_town", "is_active", "renewed_at"]
    list_filter = ["is_active", "goes_out_of_town", "business__village"]
    list_select_related = ["business__village"]
    search_fields = ["business__name", "business__makes"]
    ordering = ["-renewed_at", "-pk"]
    fields = [
        "business",
        "products",
        "pieces",
        "goes_out_of_town",
        "note",
        "is_active",
        "renewed_at",
        "renewed_by",
    ]
