"""Lists ask the database as often for four thousand rows as for forty, and for forty as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.world import World
from tests.admin.copies import FEW, copy_all, copy_these
from tests.admin.test_pages import SINGLE_ROW, tables

pytestmark = pytest.mark.django_db

LISTS = sorted(set(tables()) - SINGLE_ROW)


def asked(client, *, rows):
    """How many queries each list takes, the first page too; each list has so many rows."""
    found, short = {"index": queries(client, "index")[0]}, {}
    for name in LISTS:
        found[name], page = queries(client, f"{name}_changelist")
        if (count := page.context_data["cl"].result_count) < rows:
            short[name] = count
    assert short.keys() <= (FEW if rows > 40 else set()), short
    return found


def queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse(f"admin:{page}"))
    assert response.status_code == 200
    return len(captured), response


def test_lists_and_first_page_ask_as_often_for_4_000_rows_as_for_40_and_for_2(office):
    rows = World.build().rows
    copy_all(range(1, 2))
    queries(office, "index")  # what is asked once per process
    few = asked(office, rows=2)

    copy_all(range(2, 40))
    assert asked(office, rows=40) == few

    copy_these(rows.values(), range(40, 4000))
    assert asked(office, rows=4000) == few
