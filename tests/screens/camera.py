"""Opens the pages in Chromium and keeps a picture and a remark of each."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.screens.portal import ShownPortal

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
# Nothing but the page itself may go over the line.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {360: 800, 1280: 800}
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
    context = browser.new_context(**options)
    for name, value in portal.cookies.get(who, {}).items():
        context.add_cookies([{"name": name, "value": value, "url": portal.url}])
    return context


def take_all(browser: Browser, portal: ShownPortal, folder: Path, only: str) -> list[Picture]:
    pictures = []
    wanted = [shot for shot in portal.shots if re.search(only, shot["title"])]
    for who in dict.fromkeys(shot["who"] for shot in wanted):
        for width, height in SIZES.items():
            size = {"width": width, "height": height}
            context = context_of(browser, portal, who, viewport=size)
            page = context.new_page()
            page.set_default_timeout(10_000)
            for shot in wanted:
                if shot["who"] == who:
                    pictures += _take(page, portal, shot, folder, width)
            context.close()
    return pictures


def _take(page: Page, portal: ShownPortal, shot: dict, folder: Path, width: int) -> list[Picture]:
    try:
        response = page.goto(portal.url + shot["path"], wait_until="load")
    except PlaywrightError as fault:
        raise RuntimeError(f"{shot['name']} is no page: {fault.message}") from fault
    status = response.status if response else 0
    # The admin has pages for rows that nobody may add, change or delete.
    if shot.get("may_be_closed") and status in {403, 404}:
        return []
    remarks = remarks_on(page, shot)
    if status != shot["status"]:
        remarks.append(f"answered {status}, not {shot['status']}")
    pictures = [_keep(page, portal, shot, folder, width, "", remarks)]
    if shot["submits"] and not page.locator("main form").count():
        remarks.append("there is no form to send")
    elif shot["submits"]:
        send_as_it_stands(page)
        remarks = ["no error is shown"] if not page.locator(".field-error").count() else []
        remarks += remarks_on(page, shot)
        pictures.append(_keep(page, portal, shot, folder, width, "-errors", remarks))
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
    form = page.locator("main form").first
    form.evaluate(
        """form => {
            form.noValidate = true;
            const kinds = "input:not([type=hidden]):not([type=radio]):not([type=checkbox])";
            form.querySelectorAll(kinds + ", textarea").forEach(field => field.value = "");
        }"""
    )
    form.locator("button:not([type=button])").first.click()
    page.wait_for_load_state()


def _keep(page, portal, shot, folder, width, suffix, remarks) -> Picture:
    title = shot["title"] + suffix
    path = folder / portal.data / f"{title}-{shot['who']}-{width}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    # Tall views are shot in one piece, so that what sticks to the edge is drawn once.
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=path, full_page=True, clip=clip, animations="disabled")
    return Picture(title, shot["who"], portal.data, width, path, tuple(remarks))
