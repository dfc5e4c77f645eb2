"""The servers of demo and tests, started for real in folders of their own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import environ
import psycopg2
import pytest
import redis

from plut_portal import embedded

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def state_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a folder with spaces", numbered=False)
    folder.chmod(0o700)
    yield folder
    embedded.stop(folder)
    if (lent := folder / "servers-of-root").exists():
        shutil.rmtree(lent.readlink())


def connect(url: str, **changed: str):
    parts = environ.Env.db_url_config(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    return psycopg2.connect(**{name: parts[part] for name, part in names.items()} | changed)


def ask(url: str, question: str) -> object:
    connection = connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def postmaster(url: str) -> int:
    data = ask(url, "SHOW data_directory")
    return int((Path(data) / "postmaster.pid").read_text().splitlines()[0])


def test_postgres_answers_with_a_password_only(state_dir):
    url = embedded.postgres_url(state_dir)

    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg2.OperationalError):
        connect(url, password="wrong")


def test_asking_again_starts_nothing_new(state_dir):
    first = embedded.postgres_url(state_dir)
    pid = postmaster(first)

    assert embedded.postgres_url(state_dir) == first
    assert postmaster(first) == pid


def test_data_survives_a_killed_server(state_dir):
    url = embedded.postgres_url(state_dir)
    pid = postmaster(url)
    ask(url, "CREATE TABLE kept (); COMMIT; SELECT 1")

    os.kill(pid, signal.SIGKILL)

    assert ask(embedded.postgres_url(state_dir), "SELECT count(*) FROM kept") == 0


def test_a_cluster_killed_half_way_is_made_anew(state_dir):
    data = Path(ask(embedded.postgres_url(state_dir), "SHOW data_directory"))
    embedded.stop(state_dir)
    (data / "postgresql.conf").unlink()
    data.rename(data.with_name("data.new"))

    assert ask(embedded.postgres_url(state_dir), "SELECT 1") == 1


def test_a_number_left_by_a_dead_server_is_forgotten(state_dir):
    data = Path(ask(embedded.postgres_url(state_dir), "SHOW data_directory"))
    embedded.stop(state_dir)
    # As after a reboot, when the number has gone to somebody else.
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")

    embedded.stop(state_dir)

    assert ask(embedded.postgres_url(state_dir), "SELECT 1") == 1


def test_redis_answers_again_after_a_stop(state_dir):
    url = embedded.redis_url(state_dir)
    with redis.from_url(url) as client:
        assert client.ping()

    embedded.stop(state_dir)
    with redis.from_url(url) as client, pytest.raises(redis.ConnectionError):
        client.ping()

    with redis.from_url(embedded.redis_url(state_dir)) as client:
        assert client.ping()


def test_stop_is_harmless_when_nothing_runs(state_dir):
    embedded.stop(state_dir)
    embedded.stop(state_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its servers an account")
def test_as_root_the_server_is_somebody_else_and_our_folders_keep_their_rights(state_dir):
    pid = postmaster(embedded.postgres_url(state_dir))

    assert Path(f"/proc/{pid}").stat().st_uid != 0
    assert state_dir.stat().st_mode & 0o777 == 0o700


def test_production_refuses_to_start_without_its_own_servers(tmp_path):
    env = {"PATH": os.defpath, "PORTAL_MODE": "production", "PORTAL_STATE_DIR": str(tmp_path)}
    env |= {"SECRET_KEY": "x" * 60, "SITE_URL": "https://portal.example"}

    done = subprocess.run(
        [sys.executable, "-c", "import plut_portal.settings"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "DATABASE_URL must be set when PORTAL_MODE=production." in done.stderr
    assert list(tmp_path.glob("servers*")) == []


def test_embedded_stays_small():
    source = (ROOT / "plut_portal" / "embedded.py").read_text()

    assert len(source.splitlines()) <= 200
