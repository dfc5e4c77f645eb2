from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from consultations import selectors, services
from consultations.admin.filters import ConsultantFilter, StateFilter
from consultations.admin.forms import BookingTimeForm, CancelForm, NewTimeForm, WhoForm
from consultations.models import Booking, BookingMove, SessionRecord
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import HistoryAdmin, ReadOnlyTabularInline
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from plut_portal.notifications.models import normalise_code

TIMES = "admin/consultations/booking_times.html"


class BookingExport(ListExport):
    columns = (
        Column(gettext_lazy("Booking code"), lambda booking: booking.code_text),
        Column(gettext_lazy("Starts"), lambda booking: booking.starts_at),
        Column(gettext_lazy("Ends"), lambda booking: booking.ends_at),
        Column(gettext_lazy("Field"), lambda booking: booking.expertise.name),
        Column(gettext_lazy("Consultant"), lambda booking: booking.consultant.display_name),
        Column(gettext_lazy("Business"), lambda booking: booking.business.label),
        Column(gettext_lazy("Village or ward"), lambda booking: booking.business.village.name),
        Column(gettext_lazy("How it came about"), lambda booking: booking.get_origin_display()),
        Column(gettext_lazy("Status"), lambda booking: booking.get_status_display()),
        Column(gettext_lazy("Times moved by the owner"), lambda booking: booking.moves_made),
        Column(gettext_lazy("Cancelled"), lambda booking: booking.cancelled_at),
        Column(gettext_lazy("Reason for cancelling"), lambda booking: booking.cancel_reason),
    )


class BookingMoveInline(ReadOnlyTabularInline):
    model = BookingMove
    fields = [
        "starts_before",
        "starts_after",
        "consultant_before",
        "consultant_after",
        "by",
        "at",
        "reason",
    ]
    ordering = ["at", "pk"]

    def get_queryset(self, request):
        people = ("consultant_before__user", "consultant_after__user", "by")
        return super().get_queryset(request).select_related(*people)


@admin.register(Booking)
class BookingAdmin(ExportAdmin, HistoryAdmin):
    """Appointments. Every change goes through the services the public pages use (FM-16)."""

    list_display = ["starts_at", "business", "consultant", "expertise", "state", "code_text"]
    list_filter = [StateFilter, "status", "origin", ("consultant", ConsultantFilter), "expertise"]
    list_select_related = ["consultant__user", "business__village", "expertise"]
    search_fields = ["business__name", "business__makes", "consultant__user__full_name"]
    search_help_text = gettext_lazy("Booking code, business, goods or consultant")
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]
    resource_classes = [BookingExport]
    actions_detail = ["move", "cancel"]
    inlines = [BookingMoveInline]
    facts = [
        "code_and_slip",
        "starts_at",
        "ends_at",
        "mode",
        "business",
        "consultant",
        "expertise",
        "topic",
        "origin",
        "booked_by",
    ]
    cancellation = ["cancelled_at", "cancelled_by", "cancel_reason"]
    readonly_fields = [
        "code_and_slip",
        "state_in_words",
        "absences_noted",
        "record_shown",
        "record_form",
    ]

    def has_add_permission(self, request):
        return request.user.has_perm("consultations.manage_bookings")

    def has_change_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        state = ["state_in_words", "absences_noted", "moves_made"]
        if request.user.has_perm("consultations.view_sessionrecord"):
            state.append("record_shown")
        if obj and self._may_record(request, obj):
            state.append("record_form")
        if obj and obj.status == Booking.Status.CANCELLED:
            state += self.cancellation
        if obj and obj.override_reason:
            state.append("override_reason")
        if obj and obj.case_id:
            state.append("case")
        return [(None, {"fields": self.facts}), (gettext_lazy("Status"), {"fields": state})]

    def get_actions_detail(self, request, object_id):
        is_open = Booking.objects.upcoming(at=clock.now()).filter(pk=object_id).exists()
        return super().get_actions_detail(request, object_id) if is_open else []

    def get_search_results(self, request, queryset, search_term):
        """A booking code, however it was written down, finds its booking alone."""
        with_code = queryset.filter(code=normalise_code(search_term))
        if with_code.exists():
            return with_code, False
        return super().get_search_results(request, queryset, search_term)

    @display(description=gettext_lazy("booking code"), ordering="code")
    def code_text(self, booking):
        return booking.code_text

    @display(description=gettext_lazy("booking code"))
    def code_and_slip(self, booking):
        url = reverse("consultations:booking_slip", args=[booking.public_id])
        link = '<b>{}</b> · <a href="{}" class="text-link">{}</a>'
        return format_html(link, booking.code_text, url, _("Slip to print"))

    @display(description=gettext_lazy("absences of the business"))
    def absences_noted(self, booking):
        absences = selectors.absences(booking.business, at=clock.now())
        return absences.sentence if absences else "–"

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label={
            "UNRECORDED": "warning",
            Booking.Status.BOOKED: "info",
            Booking.Status.ATTENDED: "success",
            Booking.Status.OWNER_ABSENT: "warning",
            Booking.Status.CONSULTANT_ABSENT: "danger",
            Booking.Status.CANCELLED: "",
        },
    )
    def state(self, booking):
        code = "UNRECORDED" if self._is_unrecorded(booking) else booking.status
        return code, self.state_in_words(booking)

    @display(description=gettext_lazy("status"))
    def state_in_words(self, booking):
        if self._is_unrecorded(booking):
            return _("Not recorded yet")
        return booking.get_status_display()

    def _is_unrecorded(self, booking):
        return booking.status == Booking.Status.BOOKED and booking.ends_at <= clock.now()

    @display(description=gettext_lazy("session record"))
    def record_shown(self, booking):
        record = SessionRecord.objects.filter(booking=booking).first()
        if record is None:
            return "–"
        url = reverse("admin:consultations_sessionrecord_change", args=[record.pk])
        return format_html('<a href="{}" class="text-link">{}</a>', url, _("Read"))

    def _may_record(self, request, booking):
        has_begun = booking.starts_at <= clock.now()
        is_kept = booking.status != Booking.Status.CANCELLED
        return has_begun and is_kept and request.user.has_perm("consultations.record_late")

    @display(description=gettext_lazy("for the office"))
    def record_form(self, booking):
        url = reverse("consultations:session_record", args=[booking.public_id])
        return format_html('<a href="{}" class="text-link">{}</a>', url, _("Record the session"))

    def add_view(self, request, form_url="", extra_context=None):
        """First who comes to whom, then the times offered: the guards of the public page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        who = WhoForm(request.GET if "who" in request.GET else None, initial=request.GET.dict())
        if not who.is_valid():
            return self.page(
                request,
                "admin/consultations/booking_who.html",
                title=_("Book for an owner"),
                form=who,
                submit=_("Show times"),
            )
        consultant, expertise = who.cleaned_data["who"]
        business = who.cleaned_data["business"]
        whose = {"consultant": consultant, "expertise": expertise}
        return self.service_page(
            request,
            template=TIMES,
            title=_("Book for an owner"),
            form=BookingTimeForm(
                posted(request), modes=selectors.modes_offered(consultant, at=clock.now())
            ),
            submit=_("Book this time"),
            run=lambda data: self._book(request, data, business=business, **whose),
            days=lambda: _days(**whose),
            absences=selectors.absences(business, at=clock.now()),
            business=business,
            **whose,
        )

    def _book(self, request, data, **whose):
        book = partial(services.book_time, **whose, booked_by=request.user, at=clock.now())
        return self.add_once(request, data, book, done=_("The time is booked."))

    @action(
        description=gettext_lazy("Move"),
        url_path="pindah",
        permissions=["consultations.manage_bookings"],
        icon="event_repeat",
    )
    def move(self, request, object_id):
        booking = self.object_or_404(request, object_id)
        whose = {"consultant": booking.consultant, "expertise": booking.expertise}
        return self.service_page(
            request,
            obj=booking,
            template=TIMES,
            title=_("Move the appointment"),
            form=NewTimeForm(posted(request)),
            submit=_("Move to this time"),
            run=lambda data: services.move_booking(
                booking=booking, by=request.user, at=clock.now(), **data
            ),
            done=_("The appointment has been moved."),
            days=lambda: _days(**whose, mode=booking.mode),
            business=booking.business,
            **whose,
        )

    @action(
        description=gettext_lazy("Cancel appointment"),
        url_path="batal",
        permissions=["consultations.manage_bookings"],
        icon="event_busy",
    )
    def cancel(self, request, object_id):
        booking = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=booking,
            title=_("Cancel the appointment"),
            intro=_("The time becomes free for others. The owner and the consultant are told."),
            form=CancelForm(posted(request)),
            submit=_("Cancel the appointment"),
            is_danger=True,
            run=lambda data: services.cancel_booking(
                booking=booking, by=request.user, at=clock.now(), **data
            ),
            done=_("The appointment is cancelled. The time is free again."),
        )


def _days(**whose):
    """What the counter may offer: with a reason, also what owners are too late for."""
    return selectors.bookable_days(**whose, at=clock.now(), at_short_notice=True)
