"""A hundred people, signed in, send for the last ten seats of a batch at once."""

import json
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.live.visitor import Answer, Visitor

RIVALS, TAKEN, FREE = 100, 20, 10

pytestmark = pytest.mark.live


def ask(portal, call: str):
    return json.loads(portal.ask(f"from tests.live import seats; seats.{call}").splitlines()[-1])


def send_all(rivals: list[tuple[Visitor, Answer]]) -> tuple[list[Answer], float]:
    start = threading.Barrier(len(rivals) + 1)

    def send(rival: tuple[Visitor, Answer]) -> Answer:
        visitor, page = rival
        start.wait(timeout=60)
        return visitor.send(page, {"submission_key": str(uuid4())})

    with ThreadPoolExecutor(len(rivals)) as pool:
        sent = [pool.submit(send, rival) for rival in rivals]
        start.wait(timeout=60)
        began = time.monotonic()
        answers = [each.result(timeout=240) for each in sent]
    return answers, time.monotonic() - began


def test_fm08_of_a_hundred_rivals_ten_get_the_last_seats_and_ninety_stand_in_line(portal):
    invited = ask(portal, f"invite(taken={TAKEN}, free={FREE}, rivals={RIVALS})")
    page = f"/pelatihan/angkatan/{invited['batch']}/daftar/"
    visitors = [Visitor(portal.url, session=session) for session in invited["sessions"]]
    with ThreadPoolExecutor(8) as pool:
        rivals = list(zip(visitors, pool.map(lambda each: each.get(page), visitors), strict=True))

    answers, took = send_all(rivals)

    sys.stdout.write(f"{RIVALS} rivals answered in {took:.2f} s\n")
    assert Counter(answer.status for answer in answers) == {200: RIVALS}
    outcome = ask(portal, "outcome()")
    assert (outcome["held"], len(outcome["waiting"])) == (TAKEN + FREE, RIVALS - FREE)
    # Everybody stands where the list says, the last one included.
    by_page = {
        answer.url.rstrip("/").rpartition("/")[2]: each
        for each, answer in zip(visitors, answers, strict=True)
    }
    for place in (1, 45, 90):
        owner = by_page[outcome["waiting"][place - 1]]
        shown = owner.get(f"/pelatihan/ikut/{outcome['waiting'][place - 1]}/").text
        assert f"nomor {place} " in shown.lower()
