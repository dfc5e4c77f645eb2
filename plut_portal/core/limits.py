"""How often something may be tried. Counted in the cache: with the cache lost, nobody is refused."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def too_often(request: HttpRequest, action: str, *, most: int, seconds: int) -> bool:
    """Count one try of this visitor's address, and say whether it is one too many.

    Keep `most` generous: a class of forty sits behind one address.
    """
    key = f"tries:{action}:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:
        # It ran out between the two lines, so this is the first try of a new period.
        return False
