"""What stands around the portal: its mail sink, its demo clock, its processes."""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser

from tests.live.person import Person
from tests.live.visitor import Visitor

# Printed by `make run`, for everyone to use.
ADMIN, CONSULTANT, DEMO_PASSWORD = "admin@plut.example", "rini@plut.example", "apel-manalagi"
PHONE = {"width": 360, "height": 800}
# The worker looks for what is due every few seconds, but on a busy machine it comes last.
SOON = 180


class Office:
    def __init__(self, portal, browser: Browser) -> None:
        self.portal = portal
        self.browser = browser

    @contextmanager
    def person(self, **options: object) -> Iterator[Person]:
        context = self.browser.new_context(**{"viewport": PHONE} | options)
        try:
            yield Person(context, self.portal.url)
        finally:
            context.close()

    def mails_to(self, address: str) -> list[dict]:
        """Oldest first."""
        try:
            with urlopen(f"{self.portal.mail_url}/mails.json", timeout=10) as answer:
                mails = json.load(answer)
        except URLError:
            return []  # just started, and not listening yet
        return [mail for mail in reversed(mails) if address in mail["to"]]

    def wait_for_mail(self, address: str, about: str, *, seen: int = 0) -> dict:
        """The mail after the first `seen` ones to this address whose subject names `about`."""

        def arrived() -> dict | None:
            mails = self.mails_to(address)[seen:]
            return next((mail for mail in mails if about in mail["subject"]), None)

        return wait_until(arrived, f"a mail to {address} about {about!r}")

    def admin_by_forms(self) -> Visitor:
        """The programme admin where it does not matter how her pages look."""
        admin = Visitor(self.portal.url)
        admin.post("/akun/masuk/", {"login": ADMIN, "password": DEMO_PASSWORD})
        return admin

    def move_clock(self, moment: datetime) -> None:
        """As the programme admin does it, by the form of the admin's page."""
        admin = self.admin_by_forms()
        said = {"to": "moment", "moment": moment.strftime("%Y-%m-%dT%H:%M")}
        answer = admin.post("/admin/waktu-demo/", said)
        assert moment.strftime("%H.%M WIB") in answer.text

    def signal_workers(self, number: signal.Signals) -> None:
        workers = [pid for pid in descendants(self.portal.pid) if is_worker(pid)]
        assert workers, "no worker is running"
        for pid in workers:
            os.kill(pid, number)

    def wait_for_inbox(self, person: Person, text: str) -> None:
        def stands_there() -> bool:
            person.open("/kotak-masuk/")
            return text in person.text

        wait_until(stands_there, f"an inbox message with {text!r}")


def wait_until(found: Callable[[], object], what: str):
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        if result := found():
            return result
        time.sleep(0.5)
    raise AssertionError(f"{what} did not come within {SOON} seconds")


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [int(child) for child in children]
    return found + [grandchild for child in found for grandchild in descendants(child)]


def is_worker(pid: int) -> bool:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"worker" in words and b"celery" in words


def code_in(mail: dict) -> str:
    return re.search(r"\b\d{6}\b", mail["text"])[0]


def check_address_in(mail: dict) -> str:
    return re.search(r"/cek/[\w-]+/", mail["text"])[0]
