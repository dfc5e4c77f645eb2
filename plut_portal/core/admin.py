from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from plut_portal.core.admin_base import SingleRowAdmin
from plut_portal.core.models import OfficeIdentity


@admin.register(OfficeIdentity)
class OfficeIdentityAdmin(SingleRowAdmin):
    fieldsets = [
        (_("Names"), {"fields": ["name", "short_name", "agency"]}),
        (
            _("How to reach the office"),
            {
                "description": _(
                    "Shown at the foot of every page, beside every booking, in mails."
                ),
                "fields": ["address", "hours", "phone", "email"],
            },
        ),
        (
            _("How people find you"),
            {
                "description": _("Shown on the page “Contact”."),
                "fields": ["whatsapp", "directions", "accessibility"],
            },
        ),
        (
            _("Documents"),
            {
                "description": _("Head and signature of printed papers."),
                "fields": ["letterhead", "signatory_name", "signatory_title", "signatory_nip"],
            },
        ),
        (_("Service standard"), {"fields": ["charter_on"]}),
    ]
