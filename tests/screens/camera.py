"""Opens the pages in Chromium and keeps a picture and a remark of each."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.screens.portal import ShownPortal

# The one without a window opens pages three times as fast.
_KNOWN = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _KNOWN)), None)
# Nothing but the page itself may go over the line.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = ({"width": 360, "height": 800}, {"width": 1280, "height": 800})
TALLEST = 6000


@dataclass(frozen=True)
class Picture:
    title: str
    who: str
    data: str
    width: int
    path: Path
    remarks: tuple[str, ...]


def context_of(browser: Browser, portal: ShownPortal, who: str, **options) -> BrowserContext:
    """A browser in which this person is signed in."""
    context = browser.new_context(**{"locale": "id-ID"} | options)
    for name, value in portal.cookies.get(who, {}).items():
        context.add_cookies([{"name": name, "value": value, "url": portal.url}])
    return context


def take_all(browser: Browser, portal: ShownPortal, folder: Path, only: str) -> list[Picture]:
    """Each page once, in every size; those whose title matches `only`."""
    pictures = []
    wanted = [shot for shot in portal.shots if re.search(only, shot["title"])]
    for who in dict.fromkeys(shot["who"] for shot in wanted):
        context = context_of(browser, portal, who)
        page = context.new_page()
        page.set_default_timeout(15_000)
        for shot in wanted:
            if shot["who"] == who:
                pictures += _take(page, portal, shot, folder / portal.data)
        context.close()
    return pictures


def _take(page: Page, portal: ShownPortal, shot: dict, folder: Path) -> list[Picture]:
    page.set_viewport_size(SIZES[0])
    try:
        response = page.goto(portal.url + shot["path"], wait_until="load")
    except PlaywrightError as fault:
        raise RuntimeError(f"{shot['name']} is no page: {fault.message}") from fault
    status = response.status if response else 0
    # The admin has pages for rows that nobody may add, change or delete, and bare buttons.
    if shot.get("may_be_closed") and status in {403, 404, 405}:
        return []
    wrong = [] if status == shot["status"] else [f"answered {status}, not {shot['status']}"]
    pictures = _keep(page, portal.data, shot, shot["title"], folder, wrong)
    if shot["submits"] and page.locator("main form").count():
        send_as_it_stands(page)
        wrong = [] if page.locator(".field-error").count() else ["no error is shown"]
        pictures += _keep(page, portal.data, shot, f"{shot['title']}-errors", folder, wrong)
    return pictures


def _keep(
    page: Page, data: str, shot: dict, title: str, folder: Path, wrong: list[str]
) -> list[Picture]:
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for size in SIZES:
        page.set_viewport_size(size)
        width = size["width"]
        path = folder / f"{title}-{shot['who']}-{width}.png"
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        # In one piece, so that what sticks to the edge is drawn once.
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=path, full_page=True, clip=clip, animations="disabled")
        remarks = (*wrong, *remarks_on(page, shot))
        pictures.append(Picture(title, shot["who"], data, width, path, remarks))
    return pictures


def remarks_on(page: Page, shot: dict) -> list[str]:
    """What a machine can find wrong with a page."""
    remarks = []
    width = page.viewport_size["width"]
    shown = page.evaluate("document.documentElement.scrollWidth")
    if shown > width:
        remarks.append(f"scrolls sideways: {shown} px")
    headings = page.locator("h1").all_inner_texts()
    if shot["name"].startswith("admin:"):
        return remarks
    if len(headings) != 1 or not headings[0].startswith(shot["heading"]):
        remarks.append(f"h1 is {headings}, not {shot['heading']!r}")
    if (count := page.locator("main .btn-primary:visible").count()) > 1:
        remarks.append(f"{count} primary buttons")
    return remarks


def send_as_it_stands(page: Page) -> None:
    """Empty the page's own form and send it; the browser's own checks are off there."""
    form = page.locator("main form:not([data-tick])").first
    form.evaluate(
        """form => {
            form.noValidate = true;
            const kinds = "input:not([type=hidden]):not([type=radio]):not([type=checkbox])";
            form.querySelectorAll(kinds + ", textarea").forEach(field => field.value = "");
        }"""
    )
    # A form that asks first whether the line holds leaves a moment later.
    with page.expect_navigation():
        form.locator("button:not([type=button]):visible").first.click()
