"""Where people can be found when no channel reaches them. Apps above know; the call list asks."""

from collections.abc import Collection

from django.utils.module_loading import import_string

_finders: list[str] = []
_number_finders: list[str] = []


def register(finder: str, *, numbers: str) -> None:
    """The dotted names of two functions from user ids: to lines about each of these people, for
    example "Keripik Apel · Desa Bumiaji", and to a number of somebody close to them."""
    _finders.append(finder)
    _number_finders.append(numbers)


def of(user_ids: Collection[int]) -> dict[int, list[str]]:
    """For each of these people the lines that anybody knows."""
    found: dict[int, list[str]] = {}
    for finder in map(import_string, _finders):
        for user_id, lines in finder(user_ids).items():
            found.setdefault(user_id, []).extend(lines)
    return found


def numbers_beside(user_ids: Collection[int]) -> dict[int, str]:
    """For each of these people a number that is not her own, but passes on what is said."""
    found: dict[int, str] = {}
    for finder in map(import_string, _number_finders):
        found = finder(user_ids) | found
    return found
