"""Fifty people, signed in, send for one time at once; ten rounds, each with another time."""

import re
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.live.visitor import Answer, Visitor, hidden_fields

RIVALS, ROUNDS = 50, 10
BOOKING_PAGE = "/konsultasi/rini-astuti/pesan/"
PASSWORD = "apel-rome-beauty-8"
_FREE = re.compile(r'<input type="radio" name="starts_at"[^>]*value="([^"]+)"[^>]*>')
_VILLAGE = re.compile(r'<option value="(\d+)"')

pytestmark = pytest.mark.live


def sign_up(portal, number: int) -> tuple[Visitor, Answer]:
    """A new owner who stands on the booking page; her number begins with 0840, which nobody has."""
    visitor = Visitor(portal.url)
    stamp = f"{time.time_ns() % 10**5:05d}"
    entered = visitor.post(
        "/akun/daftar/",
        {
            "full_name": f"Pesaing {number}",
            "contact": f"0840{stamp}{number:03d}",
            "password": PASSWORD,
        },
    )
    assert entered.status == 200, entered.text
    return visitor, visitor.get(BOOKING_PAGE)


def free_times(page: Answer) -> list[str]:
    tags = [match for match in _FREE.finditer(page.text) if " disabled" not in match[0]]
    return [match[1] for match in tags]


def send_all(rivals: list[tuple[Visitor, Answer]], starts_at: str) -> tuple[list[Answer], float]:
    start = threading.Barrier(len(rivals) + 1)

    def send(rival: tuple[Visitor, Answer]) -> Answer:
        visitor, page = rival
        typed = {
            "starts_at": starts_at,
            "mode": "OFFICE",
            "makes": "keripik salak",
            "topic": "Keripik salak saya cepat melempem.",
            "submission_key": str(uuid4()),
        }
        if village := _VILLAGE.search(page.text):
            typed["village"] = village[1]
        start.wait(timeout=30)
        return visitor.send(page, typed)

    with ThreadPoolExecutor(len(rivals)) as pool:
        answers = [pool.submit(send, rival) for rival in rivals]
        start.wait(timeout=30)
        began = time.monotonic()
        finished = [answer.result(timeout=180) for answer in answers]
    return finished, time.monotonic() - began


def explains_itself(answer: Answer) -> bool:
    """A sentence that says why, and everything typed still on the page."""
    return (
        'role="alert"' in answer.text
        and "Keripik salak saya cepat melempem." in answer.text
        and hidden_fields(answer.text).get("submission_key", "") != ""
    )


def test_fm01_fifty_rivals_get_one_booking_and_forty_nine_clear_answers(portal):
    with ThreadPoolExecutor(8) as pool:
        rivals = list(pool.map(lambda number: sign_up(portal, number), range(RIVALS)))
    times = free_times(rivals[0][1])[-ROUNDS:]
    assert len(times) == ROUNDS
    seconds = []

    for starts_at in times:
        answers, took = send_all(rivals, starts_at)
        seconds.append(round(took, 2))
        booked = [answer for answer in answers if answer.status == 200]
        refused = [answer for answer in answers if answer.status != 200]
        statuses = Counter(answer.status for answer in answers)
        assert len(booked) == 1, statuses
        assert "/jadwal/" in booked[0].url
        assert set(statuses) <= {200, 403, 409}, statuses
        assert [answer.url for answer in refused if not explains_itself(answer)] == []
        # The winner's booking page no longer asks what she makes.
        winner = answers.index(booked[0])
        visitor = rivals[winner][0]
        rivals[winner] = (visitor, visitor.get(BOOKING_PAGE))

    sys.stdout.write(f"seconds per round: {seconds}\n")
    after = free_times(rivals[0][0].get(BOOKING_PAGE))
    assert set(times).isdisjoint(after)
