"""The demonstration on one machine: what has to be ready, and the processes that make it up."""

import fcntl
import hashlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Thread, Timer
from urllib.request import urlopen

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from honcho.environ import parse_procfile
from honcho.manager import Manager

PROCFILES = ("Procfile", "Procfile.demo")
READY_WITHIN = 60


class CannotStart(Exception):
    pass


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the state folder for as long as the portal runs, its processes included."""
    with (settings.STATE_DIR / "run.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"A portal with the data in {settings.STATE_DIR} is running already."
            ) from None
        yield


def check_ports() -> None:
    for name in ("PORT", "MAIL_SINK_SMTP_PORT", "MAIL_SINK_HTTP_PORT"):
        port = getattr(settings, name)
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError as fault:
                raise CannotStart(
                    f"Port {port} cannot be used ({fault.strerror}). "
                    f"Choose another: make run {name}={port + 100}"
                ) from None


def collect_static() -> bool:
    """Collect and compress the static files if they changed; it takes a while."""
    settings.STATIC_ROOT.parent.mkdir(parents=True, exist_ok=True)
    state = _static_state()
    # Several portals may share the folder; the file says what is in it and who may write.
    with settings.STATIC_ROOT.with_suffix(".collected").open("a+") as stamp:
        fcntl.flock(stamp, fcntl.LOCK_EX)
        stamp.seek(0)
        if stamp.read() == state and settings.STATIC_ROOT.exists():
            return False
        stamp.truncate(0)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write(state)
    return True


def _static_state() -> str:
    state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state.update(name.encode())
            state.update(Path(storage.path(name)).read_bytes())
    return state.hexdigest()


class Processes(Manager):
    """All of Procfile and the mail sink. If one of them ends, all end."""

    def __init__(self, *, when_ready: Callable[[], None]) -> None:
        super().__init__()
        self.when_ready = when_ready
        programs = Path(sys.executable).parent
        env = {
            **os.environ,
            "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)]),
            "PORT": str(settings.PORT),
            "PYTHONUNBUFFERED": "1",
        }
        for file in PROCFILES:
            procfile = parse_procfile((settings.BASE_DIR / file).read_text())
            for name, command in procfile.processes.items():
                self.add_process(name, command, env=env, cwd=str(settings.BASE_DIR))

    def terminate(self) -> None:
        # Honcho trips over a process that has not yet reported its start.
        if self._all_started():
            super().terminate()
        else:
            Timer(0.1, self.terminate).start()

    def _start(self) -> None:
        super()._start()
        Thread(target=self._watch_for_ready, daemon=True).start()

    def _watch_for_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and not self._terminating:
            if _answers():
                self.when_ready()
                return
            time.sleep(0.2)


def _answers() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{settings.PORT}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (OSError, HTTPException):
        return False
