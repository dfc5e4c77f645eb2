"""The office behind a partner's shelves: what the programme admin does on pages, by forms alone."""

import re
from urllib.parse import quote

from tests.live.office import ADMIN, DEMO_PASSWORD
from tests.live.visitor import Visitor

SUBMISSIONS, PARTNERS = "/admin/exhibitions/submission/", "/admin/exhibitions/retailpartner/"
_ROW = re.compile(r'href="[^"]*?/(\d+)/change/')
_DAY = re.compile(r'name="on" value="([^"]+)"')
_TOKEN = re.compile(r"/mitra/lihat/[\w-]{20,}/")


class Staff:
    def __init__(self, url: str) -> None:
        self.browser = Visitor(url)
        entered = {"login": ADMIN, "password": DEMO_PASSWORD}
        assert self.browser.post("/akun/masuk/", entered).status == 200

    def row(self, table: str, words: str) -> str:
        """The address of the newest row that a search in this table finds."""
        found = self.browser.get(f"{table}?q={quote(words)}")
        return f"{table}{_ROW.search(found.text)[1]}/"

    def act(self, row: str, name: str, **said: str) -> str:
        """Carry out an act of a row as its form asks it; what the office reads then."""
        form = self.browser.get(f"{row}{name}/")
        if "on" not in said and (today := _DAY.search(form.text)):
            said["on"] = today[1]
        answer = self.browser.send(form, said)
        assert answer.status == 200, answer.text
        return answer.text

    def link_for(self, partner: str) -> str:
        return _TOKEN.search(self.act(self.row(PARTNERS, partner), "buat-tautan", days="30"))[0]
