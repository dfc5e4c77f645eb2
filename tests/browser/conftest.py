"""One portal with the demonstration's data for all tests of this folder."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.visit import Visit
from tests.browsing import AXE
from tests.screens import camera
from tests.screens.portal import ShownPortal


@pytest.fixture(scope="session")
def shown(chromium) -> Iterator[ShownPortal]:
    with ShownPortal("usual", folder="browser-tests") as portal:
        yield portal


@pytest.fixture(scope="session")
def visits(chromium, shown) -> Iterator[Callable[[str], Visit]]:
    """One browser with one page a person: styles are fetched once, and opening a page takes longer
    than what most of them show."""
    known: dict[str, Visit] = {}

    def of(who: str) -> Visit:
        if who not in known:
            context = camera.context_of(chromium, shown, who)
            context.add_init_script(AXE)
            known[who] = Visit(shown, context)
            # So that the first page a test opens is a later one for this phone.
            known[who].open("/")
        return known[who]

    yield of
    for visit in known.values():
        visit.context.close()


@pytest.fixture
def visit(chromium, shown, visits) -> Iterator[Callable[..., Visit]]:
    """visit("owner", width=320): her page. With options of its own, a browser of its own."""
    own: list[Visit] = []

    def start(who: str = "anonymous", *, width: int = 360, **options: object) -> Visit:
        if options:
            visit = Visit(shown, camera.context_of(chromium, shown, who, **options))
            own.append(visit)
        else:
            visit = visits(who)
        visit.begin(width)
        return visit

    yield start
    for visit in own:
        visit.context.close()
