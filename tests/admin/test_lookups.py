"""Lists are filtered by what they offer, and tell nothing about any other column (FM-45)."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.access.world import World
from tests.admin.test_pages import EXPORTED, SINGLE_ROW, tables

pytestmark = pytest.mark.django_db

LISTS = sorted(set(tables()) - SINGLE_ROW)
# What is masked, or held back, on the pages of its table.
HELD_BACK = [
    ("accounts_user", "phone__startswith", "+628"),
    ("accounts_user", "email__icontains", "@"),
    ("accounts_user", "password__startswith", "md5"),
    ("accounts_user", "pk__in", "1,2"),
    ("accounts_user", "message__body__icontains", "a"),
    ("businesses_business", "contact_phone__startswith", "+628"),
    ("businesses_business", "contact_email__icontains", "@"),
    ("businesses_business", "village__businesses__contact_phone__startswith", "+628"),
    ("businesses_business", "memberships__user__phone__startswith", "+628"),
    ("exhibitions_enquiry", "phone__startswith", "+628"),
    ("exhibitions_enquiry", "email__icontains", "@"),
    ("exhibitions_activity", "curators__phone__startswith", "+628"),
    ("exhibitions_application", "activity__curators__phone__startswith", "+628"),
    ("notifications_message", "body__icontains", "a"),
    ("notifications_message", "code__startswith", "a"),
    ("notifications_delivery", "message__body__icontains", "a"),
    ("trainings_meeting", "code__startswith", "1"),
]


def asked(client, table, lookup, value, *, page="changelist"):
    return client.get(reverse(f"admin:{table}_{page}"), {lookup: value}).status_code


def offered(model_admin):
    """What the filters and the dates above the list ask for."""
    filters = [f[0] if isinstance(f, tuple) else f for f in model_admin.list_filter]
    return {f for f in filters if isinstance(f, str)} | {model_admin.date_hierarchy}


@pytest.mark.parametrize(("table", "lookup", "value"), HELD_BACK)
def test_fm45_no_list_tells_what_its_page_holds_back(auditor, table, lookup, value):
    assert asked(auditor, table, lookup, value) == 400


@pytest.mark.parametrize("table", LISTS)
def test_fm45_a_column_that_is_not_offered_cannot_be_asked_for(office, table):
    model_admin = tables()[table]
    lookups = [
        f"{field.name}__{how}"
        for field in model_admin.model._meta.concrete_fields
        if field.name not in offered(model_admin)
        for how in ("startswith", "isnull")
    ]

    answers = {lookup: asked(office, table, lookup, "1") for lookup in lookups}

    assert answers == dict.fromkeys(lookups, 400)


@pytest.mark.parametrize("table", sorted(EXPORTED))
def test_fm45_what_is_taken_away_is_not_narrowed_either(office, table):
    assert asked(office, table, "id__gt", "0", page="export") == 400


def test_what_a_list_offers_it_answers(office):
    assert World.build().rows
    refused = []
    for table in LISTS:
        address = reverse(f"admin:{table}_changelist")
        html = office.get(address).content.decode()
        # One choice of each filter.
        choices = {
            query.split("=")[0]: unescape(query)
            for query in re.findall(r'href="(\?[^"]+)"', html)
            if not query.startswith("?o=")
        }
        refused += [
            address + choice
            for choice in choices.values()
            if office.get(address + choice).status_code != 200
        ]

    assert refused == []


@pytest.mark.parametrize(
    ("table", "lookup"),
    [
        ("businesses_business", "village__id__exact"),
        ("exhibitions_application", "activity__id__exact"),
        ("exhibitions_call", "activity__id__exact"),
        ("exhibitions_dailyreport", "application__activity__id__exact"),
        ("exhibitions_enquiry", "answered_at__isempty"),
        ("exhibitions_followuporder", "application__activity__id__exact"),
        ("insights_annualtarget", "year"),
        ("notifications_delivery", "state__exact"),
        ("trainings_enrolment", "batch__id__exact"),
        ("trainings_output", "state__exact"),
    ],
)
def test_lists_other_pages_lead_to_are_narrowed_as_they_say(office, table, lookup):
    assert asked(office, table, lookup, "1") == 200
