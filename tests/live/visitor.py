"""A person's browser reduced to cookies and forms, for tests that need many people at once."""

import re
from dataclasses import dataclass
from html import unescape
from http.cookiejar import Cookie, CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    text: str


class Visitor:
    def __init__(self, base_url: str, *, session: str = "") -> None:
        self.base_url = base_url
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        if session:
            self.cookies.set_cookie(_cookie("sessionid", session, urlsplit(base_url).hostname))

    def get(self, path: str) -> Answer:
        return self._open(Request(urljoin(self.base_url, path)))

    def status(self, path: str) -> int:
        """Of any file, whatever is in it."""
        try:
            with self.opener.open(urljoin(self.base_url, path), timeout=120) as response:
                return response.status
        except HTTPError as answer:
            return answer.code

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
            with self.opener.open(request, timeout=120) as response:
                return Answer(response.status, response.url, response.read().decode())
        except HTTPError as answer:
            return Answer(answer.code, answer.url, answer.read().decode())


def _cookie(name: str, value: str, host: str | None) -> Cookie:
    """As the server would have set it; a name without a dot counts as one of its own domain."""
    facts = dict.fromkeys(["port", "expires", "comment", "comment_url"])
    domain = f"{host}.local" if host and "." not in host else host
    return Cookie(
        version=0,
        name=name,
        value=value,
        domain=domain or "",
        path="/",
        secure=False,
        discard=True,
        rest={},
        **dict.fromkeys(["port_specified", "domain_specified", "domain_initial_dot"], False),
        path_specified=True,
        **facts,
    )


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden inputs of a page; of several tokens any one will do."""
    found = {}
    for tag in _INPUT.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found
