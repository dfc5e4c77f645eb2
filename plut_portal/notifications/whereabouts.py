"""Where people can be found when no channel reaches them. Apps above know; the call list asks."""

from collections.abc import Collection

from django.utils.module_loading import import_string

_finders: list[str] = []


def register(finder: str) -> None:
    """The dotted name of a function from user ids to lines about each of these people, for
    example "Keripik Apel · Desa Bumiaji"."""
    _finders.append(finder)


def of(user_ids: Collection[int]) -> dict[int, list[str]]:
    """For each of these people the lines that anybody knows."""
    found: dict[int, list[str]] = {}
    for finder in map(import_string, _finders):
        for user_id, lines in finder(user_ids).items():
            found.setdefault(user_id, []).extend(lines)
    return found
