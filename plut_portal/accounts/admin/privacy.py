from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from plut_portal.accounts.models import AccessLogEntry, Consent
from plut_portal.core.admin_base import PortalAdmin, ReadOnly


@admin.register(Consent)
class ConsentAdmin(ReadOnly, PortalAdmin):
    list_display = ["user", "purpose", "text_version", "channel", "given_at", "withdrawn_at"]
    list_filter = ["purpose", "channel", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__full_name"]
    ordering = ["-given_at", "-pk"]
    fields = list_display


@admin.register(AccessLogEntry)
class AccessLogAdmin(ReadOnly, PortalAdmin):
    list_display = ["at", "actor", "whose", "action", "reason"]
    list_display_links = ["at"]
    list_filter = ["action"]
    list_select_related = ["actor", "subject"]
    search_fields = ["actor__full_name", "subject__full_name", "reason"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "actor", "subject", "action", "reason"]

    @display(description=_("whose data"), ordering="subject__full_name", empty_value="–")
    def whose(self, entry):
        return entry.subject
