from collections import Counter

import pytest
from aiosmtpd.controller import Controller

from plut_portal.core.models import OfficeIdentity
from tests.ports import free_port


class Sink:
    """An SMTP server that keeps what it is given, or answers with `refuse_with`.

    `refuses` are addresses it takes nothing for; after `mails_a_line` mails over one connection it
    asks to be called again.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.refuse_with = ""
        self.refuses: set[str] = set()
        self.mails_a_line = 10_000
        self.lines: Counter[object] = Counter()

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        if self.lines[session.peer] >= self.mails_a_line:
            return "421 call again"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address in self.refuses:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse_with:
            return self.refuse_with
        self.lines[session.peer] += 1
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 kept"


@pytest.fixture
def smtp_sink(settings):
    port = free_port()
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield sink
    controller.stop()


@pytest.fixture
def office(db):
    return OfficeIdentity.objects.update_or_create(
        pk=1,
        defaults={
            "name": "PLUT-KUMKM Kota Batu",
            "short_name": "PLUT Kota Batu",
            "address": "Jalan Contoh 1, Batu",
            "hours": "Senin–Jumat, mulai 08.00 WIB",
            "phone": "0341 000 000",
            "email": "kantor@plut.example",
        },
    )[0]
