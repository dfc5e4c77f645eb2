"""A portal to look at: one kind of data, a database and a Redis of its own, no worker."""

import fcntl
import json
import os
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from plut_portal import embedded
from tests import migrated
from tests.ports import free_port
from tests.times import MORNING, begin_at

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "var" / "screens"
# What the name of its database, on the server of the tests, begins with.
DATABASE = "shown_"
# Collected and compressed once for all portals that tests start.
STATIC_ROOT = ROOT / "var" / "test" / "static-live"


class ShownPortal:
    """`with ShownPortal("usual") as portal`: its `url`, the `shots` to take, a cookie a person."""

    def __init__(self, data: str, *, folder: str = "") -> None:
        self.data = data
        self.state_dir = STATE / (folder or data)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "plut_portal.settings",
            # Empty, so that neither the caller's nor the .env file's is meant.
            "REDIS_URL": "",
            "PORTAL_MODE": "demo",
            "PORTAL_STATE_DIR": str(self.state_dir),
            "PORTAL_STATIC_ROOT": str(STATIC_ROOT),
            "PORT": str(port),
            "SITE_URL": self.url,
        }

    def __enter__(self) -> "ShownPortal":
        self.state_dir.mkdir(parents=True, exist_ok=True)
        # A second run in this tree waits here, rather than empty the portal under the first.
        self.lock = (self.state_dir / "shown.lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        begin_at(MORNING, state_dir=self.state_dir)
        self.environ["DATABASE_URL"] = migrated.copied_to(f"{DATABASE}{self.state_dir.name}")
        try:
            found = json.loads(self._python("-m", "tests.screens.data", self.data))
            self.shots, self.cookies = found["shots"], found["cookies"]
            self.names = set(found["names"])
            self._serve()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.terminate()
        self.server.wait(timeout=20)
        self._end()

    def _end(self) -> None:
        embedded.stop(self.state_dir)
        self.lock.close()

    def _python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def _serve(self) -> None:
        address = self.url.removeprefix("http://")
        command = ["-m", "gunicorn", "plut_portal.wsgi", "--bind", address, "--threads", "4"]
        with (self.state_dir / "web.log").open("w") as log:
            self.server = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environ, stdout=log, stderr=log
            )
        for _attempt in range(200):
            try:
                urlopen(f"{self.url}/healthz", timeout=2).close()
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        self.server.terminate()
        raise RuntimeError((self.state_dir / "web.log").read_text()[-3000:])
