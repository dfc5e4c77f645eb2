"""A fresh clone's `make run`: starts, starts again, ends without a trace, survives being killed."""

import json
import signal
from urllib.request import urlopen

import pytest

from tests.live.office import wait_until
from tests.live.portal import Portal

pytestmark = pytest.mark.live

HEALTHY = {"database": True, "cache": True}


@pytest.fixture
def running(portal):
    """Whatever a test did to it, the next one finds it running."""
    yield portal
    if not portal.answers():
        portal.kill_everything()
        portal.start()


def health(portal) -> dict:
    with urlopen(f"{portal.url}/healthz", timeout=10) as answer:
        return json.load(answer)


def test_it_answers_and_tells_who_may_sign_in(running):
    wait_until(lambda: health(running) == HEALTHY, "health")
    assert running.says("Ctrl-C stops all of it.")
    welcome = running.log.read_text()
    assert running.url in welcome
    assert running.mail_url in welcome
    assert "rini@plut.example" in welcome


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stopping_leaves_no_process(running, how):
    assert len(running.pids) > 8

    assert running.stop(how) == 0

    # What was killed ends when the machine comes to it.
    wait_until(lambda: not running.pids, "the end of every process")


def test_second_start_is_quick(running, record_property):
    # Ten seconds; on a machine busy with other things in proportion, and the best of three.
    allowed = max(10, 5 * running.seconds_of("check"))

    for _attempt in range(3):
        running.stop()
        seconds = running.start()
        if seconds < allowed:
            break

    record_property("seconds", seconds)
    assert seconds < allowed


def test_it_starts_after_everything_was_killed(running):
    running.kill_everything()

    running.start()

    wait_until(lambda: health(running) == HEALTHY, "health")


def test_a_second_one_in_the_same_folder_is_refused(running):
    other = running.spawn(PORT=str(running.port + 100))

    assert other.wait(120) == 1
    assert "is running already" in running.log.read_text()
    wait_until(lambda: health(running) == HEALTHY, "health")


def test_a_port_in_use_is_named(running, tmp_path):
    other = Portal(tmp_path / "other state")
    other.port = running.port
    process = other.spawn()

    assert process.wait(120) == 1
    assert f"Port {running.port} cannot be used" in other.log.read_text()
    wait_until(lambda: not other.pids, "the end of every process")
    other.remove()
