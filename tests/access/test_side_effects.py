"""Opening a page changes nothing and sends nothing (FM-30)."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.access.addresses import arguments
from tests.access.test_matrix import rows
from tests.access.world import VISITORS, World

pytestmark = pytest.mark.django_db

# Sessions remember that one was here; nothing else may.
WRITES = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
    FROM pg_stat_xact_user_tables
    WHERE relname <> 'django_session' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def writes():
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_fm30_no_page_writes_or_sends_when_it_is_opened(method):
    world = World.build()
    pages = [
        reverse(row["url_name"], args=arguments(world, row["url_name"]))
        for row in rows()
        if row["method"] == "GET"
    ]
    changed = []

    for visitor in VISITORS:
        client = Client(raise_request_exception=False)
        if person := world.people[visitor]:
            client.force_login(person)
        for page in pages:
            before = writes()
            client.generic(method, page)
            if writes() != before:
                changed.append(f"{page} as {visitor}")

    assert changed == []
    assert mail.outbox == []
