"""Shoot every page. Fails when an address has no picture or a picture has a remark."""

import argparse
import sys

import django
from playwright.sync_api import sync_playwright

from tests.screens import camera, pages, sheet
from tests.screens.portal import ROOT, ShownPortal

FOLDER = ROOT / "screens"
DATA = ("empty", "usual", "long")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose title matches this expression")
    parser.add_argument("--data", choices=DATA, action="append", help="one kind of data alone")
    options = parser.parse_args()
    django.setup()
    pictures: list[camera.Picture] = []
    names: set[str] = set()
    shot: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=camera.CHROMIUM, args=camera.FLAGS)
        for data in options.data or DATA:
            with ShownPortal(data) as portal:
                pictures += camera.take_all(browser, portal, FOLDER, options.only)
                names |= portal.names
                shot |= {shot["name"] for shot in portal.shots}
        browser.close()
    sheet.write(pictures, FOLDER)
    return _report(pictures, missing=names - shot - pages.NO_PAGE)


def _report(pictures: list[camera.Picture], *, missing: set[str]) -> int:
    sys.stdout.write(f"{len(pictures)} pictures in {FOLDER / 'index.html'}\n")
    for name in sorted(missing):
        sys.stdout.write(f"no picture of {name}\n")
    remarked = [picture for picture in pictures if picture.remarks]
    for picture in remarked:
        remarks = "; ".join(picture.remarks)
        sys.stdout.write(f"{picture.path.relative_to(FOLDER)}: {remarks}\n")
    return 1 if missing or remarked else 0


sys.exit(main())
