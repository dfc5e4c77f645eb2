"""The portal as `make run` starts it: processes, on ports and in a folder of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from plut_portal.core.formats import WIB
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
# Compressing them takes its time, and they are the same for every portal of this tree.
STATIC_ROOT = ROOT / "var" / "test" / "static-live"
OURS = ("PORTAL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "PYTEST", "PORT", "MAIL_SINK_")
START_WITHIN, STOP_WITHIN = 240, 30


class Portal:
    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.mail_url = f"http://localhost:{self.port + 26}"
        self.log = state_dir.parent / "portal.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process that looks after all the others."""
        return self.process.pid

    @property
    def pids(self) -> set[int]:
        """Every process of this portal, servers included, however it came to be."""
        marks = [str(self.state_dir).encode()]
        if (lent := self.state_dir / "servers-of-root").is_symlink():
            marks.append(str(lent.readlink()).encode())
        parents = {pid: _parent(pid) for pid in _all_pids()}
        found = {pid for pid in parents if any(mark in _words(pid) for mark in marks)}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {os.getpid()}

    def start(self) -> float:
        """Start and wait for the first answer; how many seconds it took."""
        begin = time.monotonic()
        self.process = self.spawn()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - begin > START_WITHIN:
                raise AssertionError(f"The portal does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)
        return time.monotonic() - begin

    def seconds_of(self, command: str) -> float:
        begin = time.monotonic()
        assert self.spawn(command).wait() == 0
        return time.monotonic() - begin

    def ask(self, code: str) -> str:
        """What a line of Python says that runs beside the portal, on its data."""
        asked = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
        answer = subprocess.run(
            asked, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert answer.returncode == 0, answer.stderr[-3000:]
        return answer.stdout

    def now(self) -> datetime:
        """By the portal's own clock, which tests move."""
        moved = self.state_dir / "clock-offset"
        seconds = float(moved.read_text()) if moved.exists() else 0.0
        return datetime.now(WIB) + timedelta(seconds=seconds)

    @property
    def env(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return ours | {
            "PORT": str(self.port),
            "PORTAL_STATE_DIR": str(self.state_dir),
            "PORTAL_STATIC_ROOT": str(STATIC_ROOT),
            "SEND_DUE_SECONDS": "1",
            "PASS_ON_SECONDS": "2",
        }

    def spawn(self, command: str = "run", **changed: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", command],
                cwd=ROOT,
                env=self.env | changed,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(STOP_WITHIN)

    def kill_everything(self) -> None:
        while pids := self.pids:
            for pid in pids:
                _kill(pid)
            time.sleep(0.05)
        if self.process:
            self.process.wait()

    def remove(self) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
        self.kill_everything()
        if (lent := self.state_dir / "servers-of-root").is_symlink():
            shutil.rmtree(lent.readlink())

    def says(self, text: str) -> bool:
        """Whether the words come up in its output before long."""
        begin = time.monotonic()
        while text not in self.log.read_text() and time.monotonic() - begin < 20:
            time.sleep(0.1)
        return text in self.log.read_text()

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (OSError, HTTPException):
            return False


def _all_pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _words(pid: int) -> bytes:
    """Its command line, environment and folder; Redis writes over the first two."""
    try:
        folder = Path(f"/proc/{pid}")
        # The dead who wait for their parent's notice have none of them.
        words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        return words + bytes((folder / "cwd").readlink())
    except OSError:
        return b""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
