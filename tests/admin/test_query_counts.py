"""Lists ask the database as often for four thousand rows as for forty, and for forty as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.world import World
from tests.admin.copies import copy_all
from tests.admin.test_pages import SINGLE_ROW, tables

pytestmark = pytest.mark.django_db

LISTS = sorted(set(tables()) - SINGLE_ROW)


def asked(client):
    """How many queries each list takes, the first page of the office too."""
    addresses = {name: reverse(f"admin:{name}_changelist") for name in LISTS}
    return {
        name: queries(client, address)
        for name, address in (addresses | {"index": reverse("admin:index")}).items()
    }


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def short_of(count, client):
    """The lists that show fewer rows than these, with how many."""
    found = {
        name: client.get(reverse(f"admin:{name}_changelist")).context_data["cl"].result_count
        for name in LISTS
    }
    return {name: rows for name, rows in found.items() if rows < count}


def test_lists_and_first_page_ask_as_often_for_forty_rows_as_for_two(office):
    assert World.build().rows
    copy_all(range(1, 2))
    office.get(reverse("admin:index"))  # what is asked once per process
    few = asked(office)
    copy_all(range(2, 40))

    many = asked(office)

    assert many == few
    assert short_of(40, office) == {}
