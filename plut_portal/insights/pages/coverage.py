"""Coverage of the villages (C12), and the numbers of the office about itself (S12)."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plut_portal.core import clock
from plut_portal.insights.coverage import coverage
from plut_portal.insights.first_contact import heard_from
from plut_portal.insights.ourselves import ourselves
from plut_portal.insights.pages.chosen import READS_ANSWERS, chosen_period


@require_safe
@permission_required(READS_ANSWERS, raise_exception=True)
def coverage_page(request):
    now = clock.now()
    form, period = chosen_period(request)
    sources = heard_from(period.since, period.until)
    context = admin.site.each_context(request) | {
        "title": _("Villages and wards reached"),
        "form": form,
        "period": period,
        "coverage": coverage(period, at=now),
        "sources": sources,
        "newcomers": sum(count for _source, count in sources),
        "most": max((count for _source, count in sources), default=1),
        "at": now,
    }
    return TemplateResponse(request, "admin/insights/coverage.html", context)


@require_safe
@permission_required(READS_ANSWERS, raise_exception=True)
def ourselves_page(request):
    now = clock.now()
    form, period = chosen_period(request)
    context = admin.site.each_context(request) | {
        "title": _("Numbers about ourselves"),
        "form": form,
        "period": period,
        "numbers": ourselves(period, at=now),
        "at": now,
    }
    return TemplateResponse(request, "admin/insights/ourselves.html", context)
