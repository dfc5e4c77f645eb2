"""How fast one worker empties the outbox, against a bare smtplib loop: `python -m benchmarks.outbox`.

Three rounds of 1,000 due reminders, each round with all ways one after the other, into one SMTP
server in a process of its own: bare, in batches, and 200 of them row by row. Servers and data live in a temporary folder and go away with it;
PostgreSQL writes through to the disk, as in production. Stops by itself after ten minutes.
"""

import multiprocessing
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from email.message import EmailMessage
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REMINDERS, ROW_BY_ROW = 3, 1000, 200
AT_MOST_SECONDS = 600


def main() -> None:
    signal.signal(signal.SIGALRM, lambda *_args: sys.exit("This takes too long."))
    signal.alarm(AT_MOST_SECONDS)
    with tempfile.TemporaryDirectory(prefix="outbox-") as folder:
        port = _free_port()
        os.environ |= {
            "PORTAL_MODE": "demo",
            "PORTAL_STATE_DIR": folder,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "plut_portal.settings",
        }
        arrived = multiprocessing.Value("i", 0)
        sink = multiprocessing.Process(target=_receive, args=(port, arrived), daemon=True)
        sink.start()
        try:
            _compare(port, arrived)
        finally:
            sink.terminate()
            _stop_servers(Path(folder))


def _compare(port: int, arrived: "Synchronized[int]") -> None:
    _migrate()
    worker = _start_worker()
    ratios, gains = [], []
    try:
        _outbox_rate(arrived, 20)  # until the worker has read all it needs
        for number in range(1, ROUNDS + 1):
            bare = _bare_rate(port, arrived)
            ours = _outbox_rate(arrived, REMINDERS)
            alone = _outbox_rate(arrived, ROW_BY_ROW, goes_alone=True)
            ratios.append(ours / bare)
            gains.append(ours / alone)
            print(
                f"round {number}: bare {bare:.0f}/s, batches {ours:.0f}/s, row by row {alone:.0f}/s;"
                f" batches to bare {ratios[-1]:.2f}, to row by row {gains[-1]:.1f}"
            )
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    load = os.getloadavg()[0]
    print(f"batches to bare {min(ratios):.2f}–{max(ratios):.2f}")
    print(f"batches to row by row {min(gains):.1f}–{max(gains):.1f}")
    print(f"{os.cpu_count()} cores, load {load:.1f}")


def _bare_rate(port: int, arrived: "Synchronized[int]") -> float:
    """Mails a second when nothing is looked up and nothing is written down."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Pengingat: konsultasi besok", "portal@plut.example"
    mail.set_content("Pengingat konsultasi Anda.\n" * 40)
    before, begin = arrived.value, time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(REMINDERS):
            del mail["To"]
            mail["To"] = f"orang{number}@contoh.example"
            server.send_message(mail)
    _wait_for(arrived, before + REMINDERS)
    return REMINDERS / (time.monotonic() - begin)


def _outbox_rate(arrived: "Synchronized[int]", count: int, *, goes_alone: bool = False) -> float:
    """Mails a second from one poke of the scheduler until the last row says that it was sent."""
    from plut_portal.celery import app
    from plut_portal.notifications.models import Delivery

    topics = _make_due(count, goes_alone=goes_alone)
    before, begin = arrived.value, time.monotonic()
    app.send_task("notifications.send_due")
    _wait_for(arrived, before + count)
    ours = Delivery.objects.filter(message__topic__in=topics)
    while ours.exclude(state=Delivery.State.SENT).exists():
        time.sleep(0.01)
    seconds = time.monotonic() - begin
    if ours.count() != 2 * count:
        sys.exit("Each reminder goes to an inbox and by mail.")
    return count / seconds


def _make_due(count: int, *, goes_alone: bool) -> list[str]:
    """Reminders of bookings of their own, for people who asked for them, due now."""
    from consultations.models import Booking
    from plut_portal.core import clock
    from plut_portal.notifications.models import Delivery, Message
    from tests.factories import BookingFactory, ConsultantFactory, MessageFactory

    now, consultant = clock.now(), ConsultantFactory()
    expertise = consultant.expertises.get()
    bookings = Booking.objects.bulk_create(
        BookingFactory.build(
            consultant=consultant,
            expertise=expertise,
            business=business,
            booked_by=owner,
            starts_at=now + timedelta(days=number),
        )
        for number, (owner, business) in enumerate(_owners(count), start=1)
    )
    messages = Message.objects.bulk_create(
        MessageFactory.build(
            recipient=booking.booked_by,
            kind="BOOKING_REMINDER_DAY",
            topic=booking.message_topic,
            body="Pengingat konsultasi Anda.\n" * 20,
            link=booking.get_absolute_url(),
            due_at=now,
            at_any_hour=True,
        )
        for booking in bookings
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, channel=channel, due_at=now, goes_alone=goes_alone)
        for message in messages
        for channel in (Delivery.Channel.EMAIL, Delivery.Channel.INBOX)
    )
    return [message.topic for message in messages]


def _owners(count: int):
    """People whose address is confirmed, each with a business and the wish to be reminded."""
    from businesses.models import Business, Membership
    from plut_portal.accounts.models import Consent, User
    from plut_portal.core import clock
    from tests.factories import VillageFactory

    now, village = clock.now(), VillageFactory()
    people = User.objects.bulk_create(
        User(full_name="Sumiati", email=f"{uuid4().hex}@contoh.example", email_confirmed_at=now)
        for _number in range(count)
    )
    Consent.objects.bulk_create(
        Consent(user=person, purpose="REMINDERS", text_version="2026-11", given_at=now)
        for person in people
    )
    firms = Business.objects.bulk_create(
        Business(name="Keripik", makes="keripik apel", village=village) for _person in people
    )
    pairs = list(zip(people, firms, strict=True))
    Membership.objects.bulk_create(Membership(user=user, business=firm) for user, firm in pairs)
    return pairs


def _migrate() -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True
    )
    import django

    django.setup()


def _start_worker() -> "subprocess.Popen[bytes]":
    command = "--quiet --skip-checks --app plut_portal.celery worker --concurrency 1"
    return subprocess.Popen(
        [sys.executable, "-m", "celery", *command.split(), "--loglevel", "error"], cwd=ROOT
    )


def _receive(port: int, arrived: "Synchronized[int]") -> None:
    from aiosmtpd.controller import Controller

    class Sink:
        async def handle_DATA(self, server, session, envelope) -> str:
            arrived.value += 1
            return "250 kept"

    Controller(Sink(), hostname="127.0.0.1", port=port).start()
    signal.pause()


def _wait_for(arrived: "Synchronized[int]", count: int) -> None:
    while arrived.value < count:
        time.sleep(0.005)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stop_servers(folder: Path) -> None:
    from plut_portal import embedded

    embedded.stop(folder)
    if (lent := folder / "servers-of-root").is_symlink():
        shutil.rmtree(lent.readlink())


if __name__ == "__main__":
    main()
