"""Every address, every kind of visitor: what the hand-written matrix says, and nothing else.

Whoever opens a page changes nothing and sends nothing on the way (FM-30), and meets an internal
note only where it is hers to read (FM-45).
"""

import csv
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from plut_portal.urls import PUBLIC_URL_NAMES
from tests.access.addresses import arguments, invented
from tests.access.world import NOTE, VISITORS, World, url_names
from tests.access.writes import writes

pytestmark = pytest.mark.django_db

MATRIX = Path(__file__).with_name("matrix.csv")
# Who reads the internal note of the world's session, and where.
NOTE_IS_SHOWN = {
    ("consultations:case_detail", "consultant"),
    ("consultations:session_business", "consultant"),
    ("admin:consultations_internalnote_change", "programme_admin"),
}
LOGINS = (reverse("account_login"), reverse("admin:login"))


def rows():
    with MATRIX.open(newline="") as handle:
        return list(csv.DictReader(handle))


def answer(client, method, url):
    """The answer in the matrix's words: a status, or "login" for being sent there."""
    response = client.generic(method, url)
    if response.status_code == 302 and response.url.startswith(LOGINS):
        return "login", response
    return str(response.status_code), response


def logged_in(world):
    """Each visitor's browser, with the session it keeps."""
    clients = {visitor: Client(raise_request_exception=False) for visitor in VISITORS}
    for visitor, person in world.people.items():
        if person:
            clients[visitor].force_login(person)
    return {
        visitor: (client, {name: morsel.value for name, morsel in client.cookies.items()})
        for visitor, client in clients.items()
    }


def as_signed_in(browser):
    """Whatever became of its session on the last page: building a browser anew takes longer."""
    client, cookies = browser
    client.cookies.clear()
    client.cookies.load(cookies)
    return client


def visit(row, url, visitor, browser):
    """One visitor on one address; whatever the visit changes is undone."""
    client = as_signed_in(browser)
    only_reads = row["method"] == "GET"
    with transaction.atomic():
        before = only_reads and writes()
        said, response = answer(client, row["method"], url)
        text = b"".join(response).decode(errors="replace")
        wrote = only_reads and writes() != before
        transaction.set_rollback(True)
    missing = said == "200" and row["shows"] and row["shows"] not in text
    said = f"200 without {row['shows']!r}" if missing else said
    may_read = (row["url_name"], visitor) in NOTE_IS_SHOWN and only_reads
    said = f"{said} and wrote" if wrote else said
    return said if (NOTE in text) == may_read else f"{said} and the note shown: {NOTE in text}"


@pytest.mark.parametrize("part", ["site", "admin"])
def test_fm35_fm30_fm45_every_address_shows_every_visitor_what_is_written_and_no_more(part):
    world = World.build()
    browsers = logged_in(world)
    of_this_part = [r for r in rows() if r["url_name"].startswith("admin:") == (part == "admin")]

    wrong = [
        f"{row['method']} {row['url_name']} as {visitor}: {said}, not {row[visitor]}"
        for row in of_this_part
        for url in [reverse(row["url_name"], args=arguments(world, row["url_name"]))]
        for visitor in VISITORS
        if (said := visit(row, url, visitor, browsers[visitor])) != row[visitor]
    ]

    assert wrong == []
    assert mail.outbox == []


def test_every_address_stands_in_the_matrix_and_nothing_else_does():
    assert {row["url_name"] for row in rows()} == url_names()


def test_the_list_of_public_pages_is_the_truth():
    open_to_all = {
        row["url_name"]
        for row in rows()
        if row["anonymous"] != "login" and not row["url_name"].startswith("admin:")
    }

    assert open_to_all == PUBLIC_URL_NAMES


def test_fm35_an_invented_id_and_a_real_one_look_alike_to_anyone_signed_out():
    world = World.build()
    differing = []
    for row in rows():
        name = row["url_name"]
        if row["method"] != "GET" or row["anonymous"] != "login" or name == "admin:app_list":
            continue
        real = reverse(name, args=arguments(world, name))
        if answer(Client(), "GET", real)[0] != answer(Client(), "GET", invented(name, world))[0]:
            differing.append(name)

    assert differing == []
