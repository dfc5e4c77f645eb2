"""Processes of their own beside a test, which may be killed in the middle."""

import os
import time

from django.db import connection

# What the server calls their connections.
NAME = "worker of a test"


def environ() -> dict[str, str]:
    """The addresses keep the process from starting servers of its own; it is told ours."""
    return os.environ | {
        "DATABASE_URL": "postgres://x@localhost/x",
        "REDIS_URL": "redis://x",
        "PGAPPNAME": NAME,
    }


def wait_until_gone() -> None:
    """The server notices a killed process a moment later, and until then keeps its locks."""
    theirs = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
    here = " AND datname = current_database()"
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(theirs + here, [NAME])
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
    raise AssertionError("A worker is gone and its connection is not.")
