from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from consultations.models import ActionItem, Addendum, InternalNote, SessionRecord
from plut_portal.core.admin_base import HistoryAdmin, PortalAdmin, ReadOnly, ReadOnlyTabularInline


class ActionItemInline(ReadOnlyTabularInline):
    model = ActionItem
    fields = ["position", "text", "due_on"]
    ordering = ["position"]
    verbose_name_plural = _("Resep Usaha")


class AddendumInline(ReadOnlyTabularInline):
    model = Addendum
    fields = ["at", "text", "reason", "by"]
    ordering = ["at", "pk"]
    verbose_name_plural = _("Added later")


@admin.register(SessionRecord)
class SessionRecordAdmin(ReadOnly, HistoryAdmin):
    """What the owner reads. The internal note stands in a table of its own (FM-45)."""

    list_display = ["held", "business", "consultant", "recorded_by", "recorded_at"]
    list_filter = ["booking__expertise"]
    list_select_related = ["booking__business", "booking__consultant__user", "recorded_by"]
    search_fields = [
        "booking__business__name",
        "booking__business__makes",
        "booking__consultant__user__full_name",
    ]
    date_hierarchy = "booking__starts_at"
    ordering = ["-booking__starts_at", "-pk"]
    fields = [
        "booking",
        "business",
        "consultant",
        "constraint",
        "problem",
        "findings",
        "advice",
        "contact_minutes",
        "preparation_minutes",
        "recorded_by",
        "recorded_at",
    ]
    readonly_fields = ["business", "consultant"]
    inlines = [ActionItemInline, AddendumInline]

    @display(description=_("session"), ordering="booking__starts_at")
    def held(self, record):
        return record.booking.starts_at

    @display(description=_("business"), ordering="booking__business__name")
    def business(self, record):
        return record.booking.business

    @display(description=_("consultant"), ordering="booking__consultant__user__full_name")
    def consultant(self, record):
        return record.booking.consultant


@admin.register(InternalNote)
class InternalNoteAdmin(ReadOnly, PortalAdmin):
    list_display = ["held", "business", "author"]
    list_select_related = ["record__booking__business", "author"]
    search_fields = ["record__booking__business__name", "author__full_name"]
    ordering = ["-record__booking__starts_at", "-pk"]
    fields = ["record", "business", "author", "text"]
    readonly_fields = ["business"]

    @display(description=_("session"), ordering="record__booking__starts_at")
    def held(self, note):
        return note.record.booking.starts_at

    @display(description=_("business"))
    def business(self, note):
        return note.record.booking.business
