"""A person's browser reduced to cookies and forms, for tests that need many people at once."""

import re
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    text: str


class Visitor:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Answer:
        return self._open(Request(urljoin(self.base_url, path)))

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """Send a form as a browser does: to the address it came from, with its hidden fields."""
        page = self.get(path)
        return self.send(page, data)

    def send(self, page: Answer, data: dict[str, str], *, to: str = "") -> Answer:
        fields = hidden_fields(page.text) | data
        url = urljoin(page.url, to)
        return self._open(Request(url, urlencode(fields).encode(), {"Referer": page.url}))

    def _open(self, request: Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as response:
                return Answer(response.status, response.url, response.read().decode())
        except HTTPError as answer:
            return Answer(answer.code, answer.url, answer.read().decode())


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden inputs of a page; of several tokens any one will do."""
    found = {}
    for tag in _INPUT.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found
