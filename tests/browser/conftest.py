"""One portal with the demonstration's data and one Chromium for all tests of this folder."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visit import Visit
from tests.screens import camera
from tests.screens.portal import ShownPortal


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if camera.CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, and there is no Chromium on this machine")
        pytest.skip("NO CHROMIUM ON THIS MACHINE: nothing of what people see is tested")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=camera.CHROMIUM, args=camera.FLAGS)
        yield browser
        browser.close()


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
