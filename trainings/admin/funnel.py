"""How many of those enrolled passed production, packaging, marketing: page and workbook."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.admin.forms import PeriodForm
from consultations.selectors import period
from plut_portal.accounts.services import note_export
from plut_portal.core import clock, formats
from plut_portal.core.admin_site import OfficeSite
from plut_portal.core.exports import xlsx_response
from plut_portal.core.forms import posted
from trainings import exports, selectors


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("trainings.view_enrolment", raise_exception=True)
def funnel_page(request):
    """T8: per batch, track and village; a POST, as it leaves a trace, takes the workbook away."""
    now = clock.now()
    this_year = formats.wib_day(now).year
    form = PeriodForm(
        posted(request) or request.GET or None,
        years=range(this_year + 1, this_year - 4, -1),
        this_year=this_year,
    )
    starts_on, ends_on = period(*form.chosen())
    funnel = selectors.funnel_of(selectors.begun_between(starts_on, ends_on), at=now)
    if request.method == "POST":
        if not request.user.may_take_away:
            raise PermissionDenied
        note_export(by=request.user, what=_("Training funnel, XLSX"), at=now)
        workbook = exports.funnel_workbook(funnel, starts_on, ends_on, at=now)
        return xlsx_response(workbook, f"corong-pelatihan-{starts_on}-{ends_on}")
    context = admin.site.each_context(request) | {
        "title": _("Training funnel"),
        "form": form,
        "starts_on": starts_on,
        "ends_on": ends_on,
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
