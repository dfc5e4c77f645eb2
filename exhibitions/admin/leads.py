"""How many buyers asked through the catalogue, and how many got an answer."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exhibitions import selectors
from plut_portal.core import clock
from plut_portal.core.admin_periods import PeriodForm
from plut_portal.core.admin_site import OfficeSite


@require_safe
@permission_required("exhibitions.view_enquiry", raise_exception=True)
def leads_page(request):
    form = PeriodForm.of(request, back=1)
    period = form.period
    summary = selectors.lead_summary(starts_on=period.first, ends_on=period.last)
    context = admin.site.each_context(request) | {
        "title": _("Leads from the catalogue"),
        "form": form,
        "period": period,
        "as_of": clock.now(),
        "summary": summary,
        "groups": [
            (_("Per month"), "bulan", summary.months),
            (_("Per village or ward"), "desa", summary.villages),
            (_("Asked about most"), "produk", summary.products),
        ],
    }
    return TemplateResponse(request, "admin/exhibitions/leads.html", context)


cast(OfficeSite, admin.site).add_page("minat-pembeli/", leads_page, "leads")
