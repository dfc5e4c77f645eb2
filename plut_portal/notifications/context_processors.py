from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from plut_portal.notifications.models import Message


def unread(request: HttpRequest) -> dict[str, object]:
    return {"unread_count": SimpleLazyObject(lambda: _unread_count(request))}


def _unread_count(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    return Message.objects.visible_to(request.user).unread().count()
