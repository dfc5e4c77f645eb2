"""Bad lines, on which something comes late."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def held_back(page: Page, pattern: str) -> Iterator[None]:
    """The first that is asked for and matches comes only afterwards, and nothing waits for it."""
    held = []
    page.route(pattern, lambda route: held.append(route), times=1)
    yield
    for route in held:
        route.continue_()
        route.request.response().finished()


def open_before_script(page: Page, path: str, script: str) -> None:
    """For use within `held_back(page, script)`: the page is there, and its script asked for."""
    with page.expect_request(script):
        page.goto(path, wait_until="commit")
