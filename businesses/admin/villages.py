from django.contrib import admin

from businesses.models import Village
from plut_portal.core.admin_base import PortalAdmin, ReadOnly


@admin.register(Village)
class VillageAdmin(ReadOnly, PortalAdmin):
    list_display = ["name", "kind", "district", "postal_code", "code"]
    list_filter = ["district", "kind"]
    search_fields = ["name", "district"]
    ordering = ["district", "name", "pk"]
    fields = list_display
