"""Twenty phones send photos at a trickle; everybody else is answered as if they were not there."""

import re
import socket
import threading
import time
from contextlib import ExitStack

import pytest

from plut_portal.insights.demo.logins import PASSWORD
from tests.live.visitor import Answer, Visitor, hidden_fields
from tests.pictures import picture

SENDERS, PATIENCE = 20, 2.0
BOUNDARY = "batas-antara"
_BUSINESS = re.compile(r'href="(/usaha/[0-9a-f-]{36}/)"')

pytestmark = pytest.mark.live


def photo_page(portal) -> tuple[Visitor, Answer]:
    owner = Visitor(portal.url)
    signed_in = owner.post("/akun/masuk/", {"login": "084000000001", "password": PASSWORD})
    assert signed_in.status == 200
    address = _BUSINESS.search(owner.get("/usaha/").text)[1]
    return owner, owner.get(f"{address}lengkapi/foto/")


def body_of(page: Answer) -> bytes:
    fields = hidden_fields(page.text)
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    file = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="f.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    photo = picture(size=(1600, 1200))
    return "".join(parts).encode() + file.encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()


def head_of(portal, page: Answer, cookies: str, length: int) -> bytes:
    path = page.url.removeprefix(portal.url)
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: localhost:{portal.port}",
        f"Cookie: {cookies}",
        f"Referer: {page.url}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {length}",
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def seconds_for(portal, path: str) -> float:
    began = time.monotonic()
    assert Visitor(portal.url).get(path).status == 200
    return time.monotonic() - began


def trickle(lines: list[socket.socket], body: bytes, enough: threading.Event) -> None:
    """A few bytes on every line ten times a second, until one has seen enough."""
    place = 0
    while not enough.wait(0.1) and place < len(body) - 2000:
        for line in lines:
            line.sendall(body[place : place + 60])
        place += 60


def test_twenty_slow_uploads_do_not_block_the_home_page(portal):
    owner, page = photo_page(portal)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in owner.cookies)
    body = body_of(page)
    alone = min(seconds_for(portal, "/") for _time in range(3))
    enough = threading.Event()

    with ExitStack() as open_lines:
        lines = []
        for _sender in range(SENDERS):
            line = socket.create_connection(("localhost", portal.port), timeout=30)
            open_lines.callback(line.close)
            line.sendall(head_of(portal, page, cookies, len(body)))
            lines.append(line)
        sender = threading.Thread(target=trickle, args=(lines, body, enough))
        sender.start()
        time.sleep(1.5)  # all twenty are being read by now
        waits = [seconds_for(portal, path) for path in ("/", "/usaha/kbli/", "/konsultasi/") * 4]
        enough.set()
        sender.join(timeout=30)

    print(f"home alone {alone:.2f} s; beside {SENDERS} senders at most {max(waits):.2f} s")
    assert max(waits) < max(PATIENCE, 10 * alone)


def test_a_photo_sent_whole_is_shown_before_long(portal):
    owner, page = photo_page(portal)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in owner.cookies)
    body = body_of(page)

    with socket.create_connection(("localhost", portal.port), timeout=30) as line:
        line.sendall(head_of(portal, page, cookies, len(body)) + body)
        answer = line.recv(200)

    assert b" 302 " in answer.split(b"\r\n")[0]
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        shown = owner.get(page.url.removeprefix(portal.url)).text
        if "/usaha/foto/" in shown and "data-photo-waiting" not in shown:
            return
        time.sleep(0.3)
    raise AssertionError("no worker made the photo anew")
