"""What a business has earned elsewhere in the portal. Apps above register what they know of.

Whoever asks needs to know the code alone, and not the app behind it.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from businesses.models import Business

TRACK_PASSED = "TRACK_PASSED"

_registry: dict[str, str] = {}


def register(code: str, path: str) -> None:
    """`path` names a selector `(businesses, *, at) -> set of the keys of those that have it`."""
    _registry[code] = path


def holders(code: str, businesses: "Collection[Business]", *, at: datetime) -> set[int]:
    """The keys of those among these businesses that have earned it."""
    selector: Callable[..., set[int]] = import_string(_registry[code])
    return selector(businesses, at=at)
