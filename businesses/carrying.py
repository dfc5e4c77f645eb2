"""What a merge of two businesses has to know of the apps above. They register it here.

Whoever merges asks this module and knows no app behind it; every table with a key of a business
is moved anyway, registered or not.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from businesses.models import Business

_obstacles: list[str] = []
_left: dict[str, Q] = {}


def register(path: str) -> None:
    """`path` names a selector `(stays, duplicate, *, at) -> sentences` on what stands in the way."""
    if path not in _obstacles:
        _obstacles.append(path)


def leave(table: str, rows: Q) -> None:
    """Such rows of a table stay with the duplicate where the other business has the like.

    For what says nothing any more, or the same: elsewhere two of a kind are an obstacle.
    """
    _left[table] = rows


def obstacles(stays: "Business", duplicate: "Business", *, at: datetime) -> list[str]:
    return [
        sentence for path in _obstacles for sentence in import_string(path)(stays, duplicate, at=at)
    ]


def left(table: str) -> Q | None:
    return _left.get(table)
