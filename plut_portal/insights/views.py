from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from consultations import selectors as consultation_selectors
from plut_portal.core import clock
from plut_portal.core.models import OfficeIdentity


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    next_times = consultation_selectors.next_free_times(at=clock.now())
    fields = list(dict.fromkeys(row.expertise for row in next_times))
    return render(request, "home.html", {"next_times": next_times, "fields": fields})


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "insights/privacy.html")


@require_safe
@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.png"), permanent=True)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "insights/robots.txt", content_type="text/plain")


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    # RFC 9116 asks for a date under a year away, after which nobody should trust this page.
    expires_at = clock.now() + timedelta(days=180)
    context = {"expires": expires_at.strftime("%Y-%m-%dT00:00:00Z")}
    return render(request, "insights/security.txt", context, content_type="text/plain")


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    office = OfficeIdentity.load()
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": office.name,
            "short_name": office.short_name,
            "lang": request.LANGUAGE_CODE,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbf8f1",
            "theme_color": "#fbf8f1",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
