"""Jawaban untuk DPRD: one page on screen and on paper, and the rows behind each number."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesses.models import Village
from consultations.models import Constraint
from plut_portal.core import clock
from plut_portal.core.forms import is_key
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights.answers import LISTINGS, answer
from plut_portal.insights.answers.listings import never_served_in, with_kendala
from plut_portal.insights.pages.chosen import READS_ANSWERS, chosen_period

ROWS_PER_PAGE = 40


@require_safe
@permission_required(READS_ANSWERS, raise_exception=True)
def answers_page(request):
    now = clock.now()
    form, period = chosen_period(request)
    context = admin.site.each_context(request) | {
        "title": _("Answers for the council"),
        "form": form,
        "period": period,
        "answer": answer(period, at=now),
        "office": OfficeIdentity.load(),
        "may_set_targets": request.user.has_perm("insights.change_annualtarget"),
    }
    return TemplateResponse(request, "admin/insights/answers.html", context)


@require_safe
@permission_required(READS_ANSWERS, raise_exception=True)
def rows_page(request):
    """The rows one number was counted from, in the same period."""
    now = clock.now()
    form, period = chosen_period(request)
    listing = _listing(request)
    page = Paginator(listing.rows(period, now), ROWS_PER_PAGE).get_page(request.GET.get("halaman"))
    context = admin.site.each_context(request) | {
        "title": listing.title,
        "is_ever": listing.is_ever,
        "form": form,
        "period": period,
        "carried": {name: request.GET.get(name, "") for name in ("angka", "kendala", "desa")},
        "heads": listing.kind.heads,
        "page_obj": page,
        "rows": listing.shown(page),
        "at": now,
    }
    return TemplateResponse(request, "admin/insights/rows.html", context)


def _listing(request):
    if constraint := _named(request, "kendala", Constraint):
        return with_kendala(constraint)
    code = request.GET.get("angka", "SERVED")
    if code == "NEVER":
        return never_served_in(_named(request, "desa", Village))
    try:
        return LISTINGS[code]
    except KeyError:
        raise Http404 from None


def _named(request, name, model):
    """What the address names by its key; None where it names nothing."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not is_key(text):
        raise Http404
    return get_object_or_404(model, pk=text)
