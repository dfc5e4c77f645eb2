"""Perlu dihubungi: the people no channel reaches, and how calling them went."""

from datetime import date
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from unfold.decorators import display

from plut_portal.core import clock, formats, submissions
from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from plut_portal.core.errors import PortalError
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import brief, selectors, services
from plut_portal.notifications.forms import CallForm
from plut_portal.notifications.models import ContactAttempt, Message

PAGE_SIZE = 30
LIST = "admin:notifications_message_to_call"
OUTCOME_COLOURS = {
    ContactAttempt.Outcome.REACHED: "success",
    ContactAttempt.Outcome.LEFT_WORD: "warning",
    ContactAttempt.Outcome.NOT_REACHED: "danger",
    ContactAttempt.Outcome.WRONG_NUMBER: "danger",
    ContactAttempt.Outcome.STARTED: "info",
}


def _by_those_who_call(view):
    @require_POST
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("notifications.add_contactattempt"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class CallPages:
    """The list and what is done from it; part of the messages' pages."""

    def get_urls(self):
        view = self.admin_site.admin_view
        pages = [
            ("perlu-dihubungi/", require_safe(self.to_call), "to_call"),
            ("<int:object_id>/hubungi/", _by_those_who_call(self.contact), "contact"),
            ("<int:object_id>/hasil/", _by_those_who_call(self.contacted), "contacted"),
        ]
        ours = [
            path(address, view(page), name=f"notifications_message_{name}")
            for address, page, name in pages
        ]
        return ours + super().get_urls()

    def to_call(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._list(request)

    def contact(self, request, object_id):
        """Not a redirect, so that a number shown once is not opened again from the history."""
        message = get_object_or_404(self.get_queryset(request), pk=object_id)
        return self._contact(request, message, CallForm(has_phone=_has_number(message)))

    def contacted(self, request, object_id):
        message = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = CallForm(request.POST, has_phone=_has_number(message))
        if not form.is_valid():
            return self._contact(request, message, form, status=422)
        data = form.cleaned_data
        key = data.pop("submission_key")
        try:
            with submissions.once(user_id=request.user.pk, key=key) as done:
                if not done.result_url:
                    attempt = services.record_call(
                        message=message, by=request.user, at=clock.now(), **data
                    )
                    done.result_url = reverse(LIST)
                    _say_done(request, message, attempt)
        except PortalError as refusal:
            return self._list(request, refusal=refusal)
        return redirect(done.result_url)

    def _contact(self, request, message, form, *, status=200):
        try:
            number = services.start_call(message=message, by=request.user, at=clock.now())
        except PortalError as refusal:
            return self._list(request, refusal=refusal)
        words = brief.text(message, OfficeIdentity.load())
        return self.page(
            request,
            "admin/notifications/contact.html",
            status=status,
            title=_("Contact %(name)s") % {"name": message.recipient},
            call=selectors.one_call(message, at=clock.now()),
            number=number,
            words=words,
            whatsapp=brief.whatsapp_link(number.phone, words) if number else "",
            form=form,
            back_url=reverse(LIST),
        )

    def _list(self, request, *, refusal=None):
        now = clock.now()
        page = Paginator(selectors.calls(at=now), PAGE_SIZE).get_page(request.GET.get("page"))
        when = _period_of(request, today=formats.wib_day(now))
        return self.page(
            request,
            "admin/notifications/to_call.html",
            status=refusal.status if refusal else 200,
            title=_("People to call"),
            refusal=refusal,
            now=now,
            page_obj=page,
            calls=selectors.call_list(page.object_list, at=now),
            finished=selectors.finished_today(at=now),
            period=when,
            periods=[("minggu", _("This week")), ("bulan", _("This month"))],
            reach=selectors.reach(when, at=now),
            goal=selectors.GOAL_PERCENT,
            may_call=request.user.has_perm("notifications.add_contactattempt"),
        )


@admin.register(ContactAttempt)
class ContactAttemptAdmin(ReadOnly, PortalAdmin):
    list_display = ["at", "recipient", "subject", "channel", "outcome_shown", "by", "note"]
    list_display_links = ["subject"]
    list_filter = ["outcome", "channel"]
    list_select_related = ["by"]
    search_fields = ["messages__recipient__full_name", "note"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "recipient", "subject", "channel", "outcome", "by", "note"]
    readonly_fields = ["recipient", "subject"]

    def get_urls(self):
        page = self.admin_site.admin_view(_by_those_who_call(self.reopen))
        name = "notifications_contactattempt_reopen"
        return [path("<int:object_id>/keliru/", page, name=name), *super().get_urls()]

    def get_queryset(self, request):
        about = Message.objects.select_related("recipient").order_by("pk")
        return super().get_queryset(request).prefetch_related(Prefetch("messages", about))

    def reopen(self, request, object_id):
        attempt = get_object_or_404(ContactAttempt, pk=object_id)
        try:
            services.reopen_call(attempt=attempt, by=request.user, at=clock.now())
        except PortalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It stands on the list again, as not reached."))
        return redirect(LIST)

    @display(description=gettext_lazy("receiver"))
    def recipient(self, attempt):
        return attempt.messages.all()[0].recipient

    @display(description=gettext_lazy("subject"))
    def subject(self, attempt):
        return attempt.messages.all()[0].subject

    @display(description=gettext_lazy("outcome"), ordering="outcome", label=OUTCOME_COLOURS)
    def outcome_shown(self, attempt):
        return attempt.outcome, attempt.get_outcome_display()


def _has_number(message):
    return bool(selectors.number_for(message.recipient))


def _say_done(request, message, attempt):
    sentence = _("%(name)s: %(outcome)s.")
    messages.success(
        request,
        sentence % {"name": message.recipient, "outcome": attempt.get_outcome_display().lower()},
    )


def _period_of(request, *, today):
    try:
        day = date.fromisoformat(request.GET.get("pada", ""))
    except ValueError:
        day = today
    # Where the calendar ends there is no week before or after.
    day = day if 2000 <= day.year <= 2100 else today
    return selectors.period(request.GET.get("periode", ""), day)
