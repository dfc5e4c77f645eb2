"""One portal with the demonstration's data for all tests of this folder."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.visit import Visit
from tests.screens import camera
from tests.screens.portal import ShownPortal


@pytest.fixture(scope="session")
def shown(chromium) -> Iterator[ShownPortal]:
    with ShownPortal("usual", folder="browser-tests") as portal:
        yield portal


@pytest.fixture(scope="session")
def contexts(chromium, shown) -> Iterator[Callable[..., BrowserContext]]:
    """One browser a person, so that styles are fetched once."""
    known: dict[str, BrowserContext] = {}

    def of(who: str) -> BrowserContext:
        if who not in known:
            known[who] = camera.context_of(chromium, shown, who)
        return known[who]

    yield of
    for context in known.values():
        context.close()


@pytest.fixture
def visit(chromium, shown, contexts) -> Iterator[Callable[..., Visit]]:
    """visit("owner", width=320): a page of hers. With options of its own, a browser of its own."""
    ends: list[Callable[[], None]] = []

    def start(who: str = "anonymous", *, width: int = 360, **options: object) -> Visit:
        fresh = camera.context_of(chromium, shown, who, **options) if options else None
        context = fresh or contexts(who)
        visit = Visit(shown, context)
        visit.page.set_viewport_size({"width": width, "height": 800})
        ends.append(context.close if options else visit.page.close)
        return visit

    yield start
    for end in ends:
        end()
