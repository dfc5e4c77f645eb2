"""Whoever reads a page of the office may follow every link in it."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from plut_portal.accounts.roles import Role
from tests.access.world import World
from tests.admin.test_pages import tables

pytestmark = pytest.mark.django_db

CONTENT = re.compile(r"<main.*?</main>|<div[^>]*id=\"content\".*", re.DOTALL)
LINK = re.compile(r'<a [^>]*href="([^"#]+)')


def links(address, html):
    (content, *_rest) = CONTENT.findall(html)
    found = {urljoin(address, unescape(link)) for link in LINK.findall(content)}
    # A list in another order, or narrowed, is the same page again.
    return {link for link in found if link.startswith("/") and urlsplit(link).path != address}


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.COUNTER_OFFICER])
def test_no_link_leads_where_its_reader_may_not_go(signed_in, role):
    rows, reader = World.build().rows, signed_in(role=role)
    pages = [
        *(reverse(f"admin:{name}_changelist") for name in tables()),
        *(reverse(f"admin:{name}_change", args=[rows[name].pk]) for name in tables()),
    ]

    led_from = {}
    for page in pages:
        response = reader.get(page)
        if response.status_code == 200:
            led_from |= dict.fromkeys(links(page, response.content.decode()), page)

    assert led_from
    assert {
        f"{page} → {link}: {status}"
        for link, page in led_from.items()
        if (status := reader.get(link).status_code) >= 400
    } == set()
