from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from plut_portal.core.models import OfficeIdentity
from plut_portal.core.navigation import items_for


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "office": SimpleLazyObject(OfficeIdentity.load),
        "nav": SimpleLazyObject(lambda: items_for(request)),
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
