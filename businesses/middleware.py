"""Addresses of businesses that were merged: written down in messages, notes and browsers."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from businesses.models import Business

_SAFE = {"GET", "HEAD"}


class OldAddressMiddleware:
    """Where a business is not found any more, the page of the one that stays comes instead.

    For those who may see that one; for everybody else it is not found, as before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in _SAFE:
            return response
        match = request.resolver_match
        if match is None or match.namespace != "businesses" or not request.user.is_authenticated:
            return response
        public_id = match.kwargs.get("public_id")
        if not isinstance(public_id, UUID):
            return response
        visible = Business.objects.visible_to(request.user)
        stays = visible.filter(absorbed__public_id=public_id).first()
        return redirect(stays) if stays else response
