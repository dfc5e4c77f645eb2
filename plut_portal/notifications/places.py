"""Where what a message speaks of takes place. Apps above know; the words passed on by hand ask."""

from django.utils.module_loading import import_string

_finders: dict[str, str] = {}


def register(thing: str, finder: str) -> None:
    """`thing`: with what the topics of its messages begin, "booking"; `finder`: the dotted name
    of a function from its key to the place in words, "" for the office itself."""
    _finders[thing] = finder


def of(topic: str) -> str | None:
    """As its finder says; None where nothing takes place."""
    thing, _colon, rest = topic.partition(":")
    # What comes after the key says which part of the thing it is about.
    key = rest.partition(":")[0]
    finder = _finders.get(thing)
    return import_string(finder)(int(key)) if finder else None
