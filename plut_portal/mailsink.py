"""A mail server for demo and tests: it takes every mail, sends none, and shows them on a page."""

import json
from collections import deque
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.utils.html import escape, urlize

KEPT = 500
PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport"
content="width=device-width"><title>Kotak surat demo</title><style>body{{font:16px/1.5
system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}}article{{border-top:1px solid
#bbb;padding:1rem 0}}pre{{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}}</style>
<h1>Kotak surat demo</h1><p>{count} e-mail. Tidak ada yang benar-benar terkirim.</p>{mails}"""
MAIL = "<article><h2>{subject}</h2><p>{at}<br>Kepada: {to}</p><pre>{text}</pre></article>"


class Inbox:
    """The mails received since the start, newest first."""

    def __init__(self) -> None:
        self.mails: deque[dict[str, Any]] = deque(maxlen=KEPT)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        self.mails.appendleft(
            {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "subject": str(mail["Subject"]),
                "text": body.get_content() if body else "",
            }
        )
        return "250 OK"

    def page(self) -> str:
        mails = "".join(
            MAIL.format(
                subject=escape(mail["subject"]),
                at=escape(mail["at"]),
                to=escape(", ".join(mail["to"])),
                text=urlize(mail["text"], autoescape=True),
            )
            for mail in list(self.mails)
        )
        return PAGE.format(count=len(self.mails), mails=mails)


def pages(inbox: Inbox) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._answer("text/html", inbox.page())
            elif self.path == "/mails.json":
                self._answer("application/json", json.dumps(list(inbox.mails)))
            else:
                self.send_error(404)

        def _answer(self, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"
            )
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Who reads which mail is nobody's business."""

    return Pages


def main() -> None:
    if settings.PRODUCTION:
        raise SystemExit("The mail sink has no place in production: set EMAIL_URL instead.")
    inbox = Inbox()
    Controller(inbox, hostname="127.0.0.1", port=settings.MAIL_SINK_SMTP_PORT).start()
    address = ("127.0.0.1", settings.MAIL_SINK_HTTP_PORT)
    ThreadingHTTPServer(address, pages(inbox)).serve_forever()


if __name__ == "__main__":
    main()
