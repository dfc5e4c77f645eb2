"""A person at a browser that remembers everything it loaded and complained about."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request

from tests.screens.portal import ShownPortal

AXE = Axe().axe_script
# A page that moves on by itself would take the next one's way; nothing is on its way from here.
NOWHERE = "about:blank"
POLICY = "referrer-policy"
# Laying the page out asks for its fonts: until they are there, an icon is a word of low contrast.
FONTS = "() => document.body.offsetHeight && document.fonts.ready.then(() => true)"
FIND = """([where, options]) => axe.run(where, options).then(({violations}) =>
    violations.map(({id, nodes}) => [id, nodes.map(({target}) => target)]))"""


class Visit:
    def __init__(self, portal: ShownPortal, context: BrowserContext) -> None:
        self.portal = portal
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
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
        return self.keeps_origin or not self.page.locator("main form[method=post]").count()

    def follow(self, link: Locator) -> None:
        """Go where it leads, and wait until all of that is there."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.portal.url)

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}

    def violations(
        self, *, without: Iterable[str] = (), outside: str = ""
    ) -> list[tuple[str, list[str]]]:
        """What axe finds, by rule, with where; no rule is switched off but those named.

        `outside`: a part of the page that was looked at before, and is left out.
        """
        excluded = [outside] if outside and self.page.locator(outside).count() else []
        options = {
            "resultTypes": ["violations"],
            # Style sheets are fetched a second time only for a rule that is not among these.
            "preload": {"assets": ["media"]},
            "rules": {rule: {"enabled": False} for rule in without},
        }
        self.page.evaluate(FONTS)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(FIND, [{"include": ["html"], "exclude": excluded}, options])
        return [(rule, [" ".join(map(str, target)) for target in at]) for rule, at in found]

    def width_of_content(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth")
