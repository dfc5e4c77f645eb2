"""Meetings: set, moved and called off by services, so that whoever takes part is told."""

from datetime import datetime
from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState, HistoryAdmin
from plut_portal.core.admin_forms import WhyForm
from plut_portal.core.forms import posted
from trainings import services
from trainings.admin.filters import BatchFilter
from trainings.admin.forms import MeetingForm, MoveForm
from trainings.models import Meeting

CHANGE = "trainings.change_meeting"


def _act(label, url_path, icon):
    return action(description=label, url_path=url_path, permissions=[CHANGE], icon=icon)


@admin.register(Meeting)
class MeetingAdmin(ActsByState, HistoryAdmin):
    list_display = ["starts_at", "batch", "course_title", "trainer_name", "place", "came", "state"]
    list_filter = ["is_cancelled", "batch__track", ("batch", BatchFilter)]
    list_select_related = ["batch__track", "course"]
    search_fields = ["course__title", "trainer_name", "place"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]
    fields = [
        "batch",
        "course",
        "starts_at",
        "ends_at",
        "hours",
        "place",
        "trainer_name",
        "trainer",
        "bring",
        "pages",
    ]
    readonly_fields = ["pages"]
    autocomplete_fields = ["trainer"]
    actions_detail = ["move", "cancel"]

    def get_queryset(self, request):
        came = Count("attendances", filter=Q(attendances__undone_at=None))
        return super().get_queryset(request).annotate(present=came)

    def has_change_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        called_off = obj is not None and obj.is_cancelled
        fields = [*self.fields, "cancel_reason"] if called_off else self.fields
        runs_it = obj and Meeting.objects.listed_by(request.user).filter(pk=obj.pk).exists()
        return fields if runs_it else [name for name in fields if name != "pages"]

    def acts_of(self, meeting):
        if meeting.is_cancelled:
            return []
        if meeting.ends_at > clock.now():
            return ["move", "cancel"]
        return [] if meeting.attendances.counted().exists() else ["cancel"]

    @display(description=gettext_lazy("course"), ordering="course__title")
    def course_title(self, meeting):
        return meeting.course.title

    @display(description=gettext_lazy("came"), ordering="present")
    def came(self, meeting):
        return meeting.present

    @display(description=gettext_lazy("state"), label={True: "danger", False: "success"})
    def state(self, meeting):
        return meeting.is_cancelled, _("Called off") if meeting.is_cancelled else _("Takes place")

    @display(description=gettext_lazy("pages for the room"))
    def pages(self, meeting):
        pages = {
            "screen": _("Code on the room's screen"),
            "list": _("Attendance list"),
            "sheet": _("Sheet to sign, to print"),
        }
        links = [
            (reverse(f"trainings:attendance_{name}", args=[meeting.public_id]), label)
            for name, label in pages.items()
        ]
        return format_html_join(" · ", '<a href="{}" class="text-link">{}</a>', links)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Set a meeting"),
            form=MeetingForm(posted(request), initial={"batch": request.GET.get("batch")}),
            submit=_("Set the meeting"),
            run=lambda data: self._plan(request, **data),
        )

    def _plan(self, request, *, when, **data):
        plan = partial(services.plan_meeting, starts_at=when, by=request.user, at=clock.now())
        return self.add_once(request, data, plan, done=_("The meeting is set."))

    @_act(gettext_lazy("Move"), "pindah", "event_repeat")
    def move(self, request, object_id):
        meeting = self.object_or_404(request, object_id)
        initial = {"when": meeting.starts_at, "place": meeting.place}
        return self.service_page(
            request,
            obj=meeting,
            title=_("Move the meeting"),
            intro=_("It stays as long as it is; everybody who takes part is told."),
            form=MoveForm(posted(request), initial=initial),
            submit=_("Move it"),
            run=lambda data: self._move(request, meeting, **data),
            done=_("Moved; everybody is told."),
        )

    def _move(self, request, meeting: Meeting, *, when: datetime, place: str) -> None:
        services.move_meeting(
            meeting=meeting, starts_at=when, place=place, by=request.user, at=clock.now()
        )

    @_act(gettext_lazy("Call it off"), "batalkan", "event_busy")
    def cancel(self, request, object_id):
        meeting = self.object_or_404(request, object_id)
        is_over = meeting.ends_at <= clock.now()

        def run(data):
            services.cancel_meeting(meeting=meeting, by=request.user, at=clock.now(), **data)

        return self.service_page(
            request,
            obj=meeting,
            title=_("Call the meeting off"),
            intro=_("It is over. Its hours then count for nobody.")
            if is_over
            else _("Its hours then count for nobody; everybody who takes part is told."),
            form=WhyForm(posted(request)),
            submit=_("Call it off"),
            run=run,
            done=_("Called off.") if is_over else _("Called off; everybody is told."),
            is_danger=True,
        )
