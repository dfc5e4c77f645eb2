from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses import selectors, services
from businesses.forms import KbliForm
from businesses.models import Business
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.forms import posted
from plut_portal.core.search import LONGEST

# What people in Batu look for first, on the page as links.
EXAMPLES = ("keripik apel", "sari apel", "warung", "warkop", "homestay", "batik", "tanaman hias")


@require_safe
@login_not_required
def kbli_search(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    context = {
        "asked": asked,
        "entries": selectors.entries_about(asked) if asked else [],
        "examples": EXAMPLES,
        "longest": LONGEST,
    }
    return render(request, "businesses/kbli_search.html", context)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("cari", "").strip()[:LONGEST]


@require_http_methods(["GET", "HEAD", "POST"])
def kbli_choose(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    form = KbliForm(posted(request), business=business)
    if form.is_valid():
        services.choose_kbli(business=business, at=clock.now(), **form.choice())
        messages.success(request, _("Saved."))
        return redirect(selectors.completion(business).url_after("kbli"))
    asked = _asked(request) if "cari" in request.GET else business.makes
    context = {
        "business": business,
        "overview_url": reverse("businesses:completion", args=[public_id]),
        "form": form,
        "asked": asked,
        "longest": LONGEST,
        **selectors.entries_to_choose(asked, ticked=form.ticked),
    }
    status = 422 if form.is_bound else 200
    return render(request, "businesses/kbli_choose.html", context, status=status)
