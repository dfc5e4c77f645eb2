"""A partner's own page: opened by a link, without a login, and with nothing but its goods."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exhibitions import selectors, services
from exhibitions.models import PartnerLink, Submission
from plut_portal.core import clock, limits
from plut_portal.core import views as core_views
from plut_portal.core.downloads import private_file

# Of one address, right or wrong: whoever tries tokens is stopped, a head office is not.
TRIES, TRIES_WITHIN = 60, 3600
# What the session keeps in place of the token, and whether the page was opened by hand.
LINK, OPENED = "partner_link", "partner_link_opened"

P = ParamSpec("P")


def _for_the_partner_alone(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Never kept, never found by a search; gone is gone (FM-38)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except services.LinkGone as refusal:
            context = {"sentence": str(refusal)}
            response = render(
                request, "exhibitions/retail/link_gone.html", context, status=refusal.status
            )
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return login_not_required(never_cache(guarded))


def _link(request: HttpRequest) -> PartnerLink:
    return services.link_in_use(link_id=request.session.get(LINK), at=clock.now())


@require_safe
@_for_the_partner_alone
def link(request: HttpRequest, token: str) -> HttpResponse:
    if limits.too_often(request, "partner_link", most=TRIES, seconds=TRIES_WITHIN):
        return core_views.too_many_requests(request)
    for known in (LINK, OPENED):
        request.session.pop(known, None)
    with suppress(services.LinkGone):
        request.session[LINK] = services.find_link(token=token, at=clock.now()).pk
    # The address is the key, and told to no other site; those behind it hold none, as a form on a
    # no-referrer page is sent with "Origin: null", which CSRF refuses.
    response = redirect("retail:link_open")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@_for_the_partner_alone
def link_open(request: HttpRequest) -> HttpResponse:
    found = _link(request)
    if request.method == "POST":
        services.note_opening(link=found, at=clock.now())
        request.session[OPENED] = found.pk
        return redirect("retail:goods")
    context = {"partner": found.partner, "link": found}
    return render(request, "exhibitions/retail/link_open.html", context)


def _opened(request: HttpRequest) -> PartnerLink:
    found = _link(request)
    if request.session.get(OPENED) != found.pk:
        raise Http404
    return found


@require_safe
@_for_the_partner_alone
def goods(request: HttpRequest) -> HttpResponse:
    found = _link(request)
    if request.session.get(OPENED) != found.pk:
        return redirect("retail:link_open")
    context = {
        "partner": found.partner,
        "link": found,
        "goods": selectors.goods_shown_to(found.partner, at=clock.now()),
    }
    return render(request, "exhibitions/retail/goods.html", context)


@require_safe
@_for_the_partner_alone
def goods_photo(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    found = _opened(request)
    shown = Submission.objects.shown_to_partner(found.partner)
    shown = shown.select_related("product").prefetch_related("product__photos")
    submission = get_object_or_404(shown, public_id=public_id)
    cover = submission.product.cover
    if cover is None:
        raise Http404
    return private_file(request, cover.small, content_type="image/webp", name="foto-480.webp")
