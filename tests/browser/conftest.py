"""One portal with the demonstration's data for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.browser.visit import Visit
from tests.screens import camera
from tests.screens.portal import ShownPortal


@pytest.fixture(scope="session")
def shown(chromium) -> Iterator[ShownPortal]:
    with ShownPortal("usual", folder="browser-tests") as portal:
        yield portal


@pytest.fixture
def visit(chromium, shown) -> Iterator[Visit]:
    visits: list[Visit] = []

    def start(who: str = "anonymous", *, width: int = 360, **options: object) -> Visit:
        size = {"width": width, "height": 800}
        context = camera.context_of(chromium, shown, who, viewport=size, **options)
        visits.append(Visit(shown, context))
        return visits[-1]

    yield start
    for each in visits:
        each.context.close()
