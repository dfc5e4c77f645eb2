from django.contrib import admin

from exhibitions.models import SearchWords
from plut_portal.core.admin_base import HistoryAdmin


@admin.register(SearchWords)
class SearchWordsAdmin(HistoryAdmin):
    """How buyers may write what they look for; a row out of use is switched off, not deleted."""

    list_display = ["words", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["words"]
    ordering = ["words", "pk"]
    fields = ["words", "is_active"]
