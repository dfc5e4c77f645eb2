"""Pages that are the same for everyone who is not signed in, made once a second."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]

# With the time it takes to make one, nobody sees a page older than two seconds (QP1).
SECONDS = 1
# Who brings one of these may be greeted by name, or be told something.
_PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")


def shared_for_a_second(view: View) -> View:
    """Hand out one rendered page for a second, by language.

    Age alone decides, so nothing that changes a booking, leave or an office hour has to know of
    this. Only the text is kept: headers and cookies are made anew for everyone.
    """

    @wraps(view)
    def shared(request: HttpRequest) -> HttpResponse:
        if request.META["QUERY_STRING"] or any(name in request.COOKIES for name in _PERSONAL):
            return view(request)
        key = f"page:{request.LANGUAGE_CODE}:{request.path}"
        if (text := cache.get(key)) is not None:
            return HttpResponse(text)
        response = view(request)
        if response.status_code == 200 and not response.cookies:
            cache.set(key, response.content, SECONDS)
        return response

    return shared
