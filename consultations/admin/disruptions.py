from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.decorators import display

from consultations import selectors, services
from consultations.admin.forms import OfficeDecisionForm
from consultations.models import AffectedBooking, Disruption
from plut_portal.core import clock
from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from plut_portal.core.errors import PortalError

DECIDE = "consultations.manage_bookings"


class CalendarAdmin:
    """Pages whose saving may take the time from under appointments: they lead to the decisions."""

    def review(self, request, consultant_ids):
        found = services.review_calendar(
            consultant_ids=consultant_ids, by=request.user, at=clock.now()
        )
        self.announce(request, found)

    def announce(self, request, found):
        request.disruptions = found
        for disruption in found:
            count = disruption.hits.count()
            sentence = ngettext(
                "%(cause)s hits %(count)d appointment. Please decide about it.",
                "%(cause)s hits %(count)d appointments. Please decide about each of them.",
                count,
            )
            messages.warning(request, sentence % {"cause": disruption, "count": count})

    def to_decisions(self, request, found) -> HttpResponse | None:
        self.announce(request, found)
        return self._decisions(request)

    def _decisions(self, request) -> HttpResponse | None:
        found = getattr(request, "disruptions", None)
        return redirect(page_of(found[0])) if found else None

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        return self._decisions(request) or answer

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        return self._decisions(request) or answer

    def response_delete(self, request, obj_display, obj_id):
        answer = super().response_delete(request, obj_display, obj_id)
        return self._decisions(request) or answer


def page_of(disruption):
    return reverse("admin:consultations_disruption_change", args=[disruption.pk])


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [("menunggu", _("Waiting for a decision"))]

    def queryset(self, request, queryset):
        return queryset.filter(waiting__gt=0) if self.value() == "menunggu" else queryset


@admin.register(Disruption)
class DisruptionAdmin(ReadOnly, PortalAdmin):
    """One page for each cause: what it hit, and what becomes of each appointment (FM-22)."""

    list_display = ["what", "detected_at", "progress"]
    list_filter = [WaitingFilter, "cause"]
    list_select_related = ["consultant__user"]
    ordering = ["-detected_at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_progress(at=clock.now())

    def get_urls(self):
        decide = path(
            "putusan/<int:hit_id>/",
            self.admin_site.admin_view(require_POST(self.decide)),
            name="consultations_disruption_decide",
        )
        return [decide, *super().get_urls()]

    @display(description=gettext_lazy("cause"))
    def what(self, disruption):
        return str(disruption)

    @display(description=gettext_lazy("decided"))
    def progress(self, disruption):
        return _("%(done)d of %(total)d") % {
            "done": disruption.total - disruption.undecided,
            "total": disruption.total,
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        disruption = self.object_or_404(request, object_id)
        # Looked at here; each decision has an address of its own.
        if not self.has_view_permission(request, disruption) or request.method == "POST":
            raise PermissionDenied
        return self._decisions_page(request, disruption)

    def decide(self, request, hit_id):
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        hit = get_object_or_404(AffectedBooking.objects.with_people(), pk=hit_id)
        (row,) = selectors.hit_rows([hit], at=clock.now())
        form = OfficeDecisionForm(request.POST, row=row)
        if not form.is_valid():
            return self._decisions_page(request, hit.disruption, refused=form, status=422)
        try:
            services.decide(hit=hit, by=request.user, at=clock.now(), **form.cleaned_data)
        except PortalError as refusal:
            form.add_error("choice", str(refusal))
            return self._decisions_page(
                request, hit.disruption, refused=form, status=refusal.status
            )
        messages.success(request, _("Decided. The owner is told."))
        return redirect(page_of(hit.disruption))

    def _decisions_page(self, request, disruption, *, refused=None, status=200):
        hits = disruption.hits.with_people().soonest_first()
        rows = selectors.hit_rows(hits, at=clock.now())
        waiting = sum(row.is_waiting for row in rows)
        return self.page(
            request,
            "admin/consultations/disruption.html",
            status=status,
            title=str(disruption),
            disruption=disruption,
            may_decide=request.user.has_perm(DECIDE),
            forms=[self._form(row, refused) for row in rows],
            done=len(rows) - waiting,
            total=len(rows),
        )

    def _form(self, row, refused):
        is_refused = refused is not None and refused.row.hit == row.hit
        return refused if is_refused else OfficeDecisionForm(row=row)
