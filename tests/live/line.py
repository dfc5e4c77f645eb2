"""The connection of a phone: slowed as asked, with a count of what went over it."""

from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page


@dataclass
class Line:
    page: Page
    bytes: int = 0
    requests: int = 0
    latency_ms: int = 0
    kbps: int = 0
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        self.session.on("Network.requestWillBeSent", self._redirected)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    @property
    def seconds(self) -> float:
        """What all of it takes on this line if one request follows the other."""
        return self.requests * self.latency_ms / 1000 + self.bytes * 8 / (self.kbps * 1000)

    def slow_down(self, *, latency_ms: int, kbps: int) -> None:
        self.latency_ms, self.kbps = latency_ms, kbps
        bytes_a_second = kbps * 1000 / 8
        self.session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": latency_ms,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )

    def _redirected(self, event: dict) -> None:
        if answer := event.get("redirectResponse"):
            self._count(answer["encodedDataLength"])

    def _answered(self, event: dict) -> None:
        if event["type"] == "Document":
            self.pages.append(event["response"]["url"])

    def _finished(self, event: dict) -> None:
        self._count(event["encodedDataLength"])

    def _count(self, length: float) -> None:
        """Nothing came over the line for what the phone still had."""
        self.requests += length > 0
        self.bytes += int(length)
