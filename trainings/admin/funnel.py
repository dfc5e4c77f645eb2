"""How many of those enrolled passed production, packaging, marketing: page and workbook."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.admin.forms import PeriodForm
from consultations.selectors import period
from plut_portal.accounts.services import note_export
from plut_portal.core import clock, formats
from plut_portal.core.admin_site import OfficeSite
from trainings import exports, selectors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@permission_required("trainings.view_enrolment", raise_exception=True)
def funnel_page(request):
    """T8: per batch, track and village; the same numbers leave the house as a workbook."""
    now = clock.now()
    this_year = formats.wib_day(now).year
    form = PeriodForm(
        request.GET or None, years=range(this_year + 1, this_year - 4, -1), this_year=this_year
    )
    starts_on, ends_on = period(*form.chosen())
    funnel = selectors.funnel_of(selectors.begun_between(starts_on, ends_on), at=now)
    may_take_away = request.user.has_perm("accounts.view_accesslogentry")
    if "unduh" in request.GET and may_take_away:
        note_export(by=request.user, what=_("Training funnel, XLSX"), at=now)
        book = exports.funnel_workbook(funnel, starts_on, ends_on, at=now)
        name = f'attachment; filename="corong-pelatihan-{starts_on}-{ends_on}.xlsx"'
        return HttpResponse(book, content_type=XLSX, headers={"Content-Disposition": name})
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
        "may_take_away": may_take_away,
        "chosen": request.GET.urlencode(),
        "as_of": now,
    }
    return TemplateResponse(request, "admin/trainings/funnel.html", context)


cast(OfficeSite, admin.site).add_page("corong-pelatihan/", funnel_page, "training_funnel")
