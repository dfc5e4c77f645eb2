"""FM-64: what a stranger may open is found by keyboard and read aloud."""

from itertools import pairwise

import pytest

from tests.browser.test_every_page import shot_of
from tests.browser.test_touch_and_keys import FOCUS_SHOWS
from tests.screens import pages

pytestmark = [pytest.mark.browser, pytest.mark.live]

PUBLIC = [page for page in pages.PAGES if page.who == "anonymous" and page.status == 200]
# The narrowest, 320 px, is test_every_page's.
WIDTHS = [360, 1280]
# Levels of the headings in the order they are read, the page's own and its foot's.
OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(heading => heading.checkVisibility())
    .map(heading => Number(heading.tagName[1]))"""
LANDMARKS = """() => ["header", "main", "footer"].map(
    name => document.querySelectorAll(`body > ${name}`).length)"""
# What one would reach by tabbing, in the order of the document, without what the page hides.
STOPS = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(stop => stop.checkVisibility({visibilityProperty: true}) && !stop.disabled
        && stop.tabIndex >= 0)
    .map((stop, place) => { stop.dataset.stop = place; return place; })"""
HERE = "Number(document.activeElement.dataset.stop ?? -1)"


def named(page: pages.Page) -> str:
    return f"{page.name}-{page.of}" if page.of else page.name


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PUBLIC, ids=named)
def test_fm64_public_page_reads_well_at_every_width(visit, shown, page, width):
    person = visit(width=width)
    person.open(shot_of(shown, page)["path"])

    levels = person.page.evaluate(OUTLINE)

    assert person.violations() == []
    assert person.width_of_content() == width
    assert person.page.evaluate(LANDMARKS) == [1, 1, 1]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("page", PUBLIC, ids=named)
def test_fm64_keyboard_goes_through_a_public_page_in_order_and_is_seen(visit, shown, page):
    person = visit(width=1280)
    person.open(shot_of(shown, page)["path"])
    person.page.evaluate("document.activeElement.blur()")
    stops = person.page.evaluate(STOPS)
    reached, unseen = [], []

    for _stop in range(len(stops) + 5):
        person.page.keyboard.press("Tab")
        here = person.page.evaluate(HERE)
        if here < 0 or (reached and here < reached[-1]):
            break
        reached.append(here)
        if not person.page.evaluate(FOCUS_SHOWS):
            unseen.append(person.page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))

    # A group of radio buttons is one stop, so some places may be passed over, none twice.
    assert reached == sorted(set(reached))
    assert reached[-1] == stops[-1]
    assert unseen == []
