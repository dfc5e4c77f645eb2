"""A person at a browser that remembers everything it loaded and complained about."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Request

from tests.screens.portal import ShownPortal


class Visit:
    def __init__(self, portal: ShownPortal, context: BrowserContext) -> None:
        self.portal = portal
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.page.on("requestfinished", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        # Chromium also mentions that a page came with a 404 or a 422, which tests ask for.
        if message.type in {"error", "warning"} and "the server responded with" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str, **options: object) -> int:
        response = self.page.goto(self.portal.url + path, **{"wait_until": "load"} | options)
        return response.status if response else 0

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.portal.url)

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}

    def violations(self) -> list[tuple[str, list[str]]]:
        """What axe finds, by rule, with where; no rule is switched off."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            (rule["id"], [" ".join(map(str, node["target"])) for node in rule["nodes"]])
            for rule in found
        ]

    def width_of_content(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth")
