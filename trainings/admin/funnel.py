"""How many of those enrolled passed production, packaging, marketing: page and workbook."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plut_portal.accounts.services import take_list_away
from plut_portal.core import clock
from plut_portal.core.admin_periods import PeriodForm
from plut_portal.core.admin_site import OfficeSite
from plut_portal.core.exports import xlsx_response
from trainings import exports, selectors


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("trainings.view_enrolment", raise_exception=True)
def funnel_page(request):
    """T8: per batch, track and village; a POST, as it leaves a trace, takes the workbook away."""
    now = clock.now()
    form = PeriodForm.of(request, ahead=1, back=3)
    period = form.period
    funnel = selectors.funnel_of(selectors.begun_between(period.first, period.last, at=now), at=now)
    if request.method == "POST":
        take_list_away(by=request.user, what=_("Training funnel, XLSX"), at=now)
        workbook = exports.funnel_workbook(funnel, period.first, period.last, at=now)
        return xlsx_response(workbook, f"corong-pelatihan-{period.first}-{period.last}")
    context = admin.site.each_context(request) | {
        "title": _("Training funnel"),
        "form": form,
        "period": period,
        "funnel": funnel,
        "groups": [
            (_("Per training track"), "trek", funnel.by_track),
            (_("Per batch"), "angkatan", funnel.by_batch),
            (_("Per village or ward"), "desa", funnel.by_village),
        ],
        "may_take_away": request.user.may_take_away,
        "as_of": now,
    }
    return TemplateResponse(request, "admin/trainings/funnel.html", context)


cast(OfficeSite, admin.site).add_page("corong-pelatihan/", funnel_page, "training_funnel")
