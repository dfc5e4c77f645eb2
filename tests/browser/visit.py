"""A person at a browser that remembers everything it loaded and complained about."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request

from tests import browsing
from tests.screens.portal import ShownPortal

# A page that moves on by itself would take the next one's way; nothing is on its way from here.
NOWHERE = "about:blank"
POLICY = "referrer-policy"


class Visit:
    def __init__(self, portal: ShownPortal, context: BrowserContext) -> None:
        self.portal = portal
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.keeps_origin = True
        self.page.on("requestfinished", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("console", self._listen)

    def begin(self, width: int) -> None:
        """Whatever is still open, nothing was asked for or complained about yet."""
        self.page.goto(NOWHERE)
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.unroute_all()
        self.requests.clear()
        self.complaints.clear()

    def _listen(self, message: ConsoleMessage) -> None:
        # Chromium also mentions that a page came with a 404 or a 422, which tests ask for.
        if message.type in {"error", "warning"} and "the server responded with" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str, **options: object) -> int:
        response = self.page.goto(self.portal.url + path, **{"wait_until": "load"} | options)
        self.keeps_origin = bool(response) and response.headers[POLICY] != "no-referrer"
        return response.status if response else 0

    def may_send(self) -> bool:
        """A form on a no-referrer page is sent with "Origin: null", which CSRF refuses."""
        return self.keeps_origin or not self.page.locator("form[method=post]").count()

    def follow(self, link: Locator) -> None:
        browsing.follow(self.page, link)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.portal.url)

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}

    def violations(self, **narrowed: object) -> list[tuple[str, list[str]]]:
        return browsing.violations(self.page, **narrowed)

    def width_of_content(self) -> int:
        return browsing.width_of_content(self.page)
