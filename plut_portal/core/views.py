import sys

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from plut_portal.core import submissions

# Its form stands on every page, so that a token would keep all of them from being shared; and
# whoever forged it could do no more than show somebody the other language.
set_language = csrf_exempt(login_not_required(require_POST(django_set_language)))


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve: 503 without its database; a lost cache only slows it."""
    if not _database_answers():
        return JsonResponse({"database": False}, status=503)
    cache.set("healthz", "1", 5)
    return JsonResponse({"database": True, "cache": cache.get("healthz") == "1"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    # Browser back to the form that logged one in: its token is stale, and its work is done.
    key = request.POST.get("submission_key")
    if url := submissions.answered(user_id=request.user.pk, key=key):
        return redirect(url)
    return render(request, "403.html", {"stale_form": True}, status=403)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw; a lost database gets its own, with a time to retry."""
    fault = sys.exc_info()[1]
    lost = isinstance(fault, OperationalError | InterfaceError) and not _database_comes_back()
    status = 503 if lost else 500
    headers = {"Retry-After": "30"} if lost else {}
    return HttpResponse(render_to_string(f"{status}.html"), status=status, headers=headers)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True


def _database_comes_back() -> bool:
    # The connection that broke stays broken; only a new one tells whether the server is gone.
    connection.close()
    return _database_answers()
