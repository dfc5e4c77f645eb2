"""A database with every migration applied, made once and copied by every run of the tests.

Applying them takes half a minute, copying what came of it half a second.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parent.parent
# What the name of such a database begins with; its end says of which migrations it is.
PREFIX = "migrated_"


def database() -> str:
    """Its name. It is made anew as soon as a migration, or the data one reads, has changed."""
    name = PREFIX + _digest()
    # Of several workers that come at once the first makes it.
    with (settings.STATE_DIR / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in (known := _known()):
            for old in known:
                _tell(f'DROP DATABASE "{old}"')
            _make(name)
    return name


def copied_to(name: str) -> str:
    """The address of a database of this name, with what the migrations put in and nothing else."""
    template = database()
    _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _address(name)


def _address(name: str) -> str:
    server, _slash, _name = settings.DATABASE_URL.rpartition("/")
    return f"{server}/{name}"


def _digest() -> str:
    read = hashlib.sha256()
    for app in apps.get_app_configs():
        folder = Path(app.path)
        for path in sorted([*folder.glob("migrations/*.py"), *folder.glob("data/*.csv")]):
            read.update(path.read_bytes())
    return read.hexdigest()[:16]


def _make(name: str) -> None:
    draft = f"{PREFIX}draft"
    _tell(f'DROP DATABASE IF EXISTS "{draft}"')
    _tell(f'CREATE DATABASE "{draft}"')
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environ = os.environ | {"DATABASE_URL": _address(draft)}
    subprocess.run(migrate, cwd=ROOT, env=environ, check=True)
    # Killed before this, it is no database of that name.
    _tell(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _known() -> list[str]:
    names = _tell("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
    return [name for (name,) in names]


def _tell(sql: str, values: list[str] | None = None) -> list[tuple]:
    parts = settings.DATABASES["default"]
    names = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    with closing(
        psycopg2.connect(**{name: parts[part] for name, part in names.items()})
    ) as connection:
        # Databases are made and dropped outside of transactions.
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
