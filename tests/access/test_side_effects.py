"""Asking for a page's head changes nothing and sends nothing, as opening it does not (FM-30)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.access.addresses import arguments
from tests.access.test_matrix import rows
from tests.access.world import World
from tests.access.writes import writes

pytestmark = pytest.mark.django_db

# Django's own pages of a row answer a head with the very code that opens them.
OF_THE_LIBRARY = ("_add", "_change", "_changelist", "_delete", "_history")


# Each page is open to one of these.
@pytest.mark.parametrize("visitor", ["anonymous", "owner", "consultant", "programme_admin"])
def test_fm30_no_page_writes_or_sends_when_its_head_is_asked_for(visitor):
    world = World.build()
    client = Client(raise_request_exception=False)
    if person := world.people[visitor]:
        client.force_login(person)
    changed = []

    for row in rows():
        if row["method"] != "GET" or row["url_name"].endswith(OF_THE_LIBRARY):
            continue
        page = reverse(row["url_name"], args=arguments(world, row["url_name"]))
        before = writes()
        client.head(page)
        if writes() != before:
            changed.append(page)

    assert changed == []
    assert mail.outbox == []
