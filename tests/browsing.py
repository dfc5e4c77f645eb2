"""What every test in a browser does with a page: go on from it, and look for faults on it."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

AXE = Axe().axe_script
# Laying the page out asks for its fonts: until they are there, an icon is a word of low contrast.
FONTS = "() => document.body.offsetHeight && document.fonts.ready.then(() => true)"
FIND = """([where, options]) => axe.run(where, options).then(({violations}) =>
    violations.map(({id, nodes}) => [id, nodes.map(({target}) => target)]))"""


def follow(page: Page, link: str | Locator) -> None:
    """Click what leads to another page, and wait until all of that is there.

    A click alone returns when the next page has begun, which may be before anything stands on it.
    """
    with page.expect_navigation(wait_until="load"):
        (page.locator(link).first if isinstance(link, str) else link).click()


def violations(
    page: Page, *, without: Iterable[str] = (), outside: str = ""
) -> list[tuple[str, list[str]]]:
    """What axe finds, by rule, with where; no rule is switched off but those named.

    `outside`: a part of the page that was looked at before, and is left out.
    """
    excluded = [outside] if outside and page.locator(outside).count() else []
    options = {
        "resultTypes": ["violations"],
        # Style sheets are fetched a second time only for a rule that is not among these.
        "preload": {"assets": ["media"]},
        "rules": {rule: {"enabled": False} for rule in without},
    }
    page.evaluate(FONTS)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(FIND, [{"include": ["html"], "exclude": excluded}, options])
    return [(rule, [" ".join(map(str, target)) for target in at]) for rule, at in found]


def width_of_content(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def assert_well_made(page: Page) -> None:
    """Nothing for axe to mend, nothing beyond the edge."""
    assert violations(page) == []
    assert width_of_content(page) <= page.viewport_size["width"]
