"""What one consultant can do to another's work on any address: nothing (FM-36)."""

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.addresses import arguments
from tests.access.test_matrix import rows
from tests.access.world import World
from tests.access.writes import writes

pytestmark = pytest.mark.django_db

# Filled in so that the right person's form is carried out, whichever page it is sent to.
ANYTHING = {
    "outcome": ["ATTENDED", "REACHED"],
    "advice": "Diganti",
    "internal": "Diganti",
    "text": "Diganti",
    "reason": "Diganti",
    "goal": "Diganti",
    "message": "Diganti",
    "note": "Diganti",
    "kind": "ASK_TO_JOIN",
    "choice": "CANCELLED",
    "starts_at": "2026-11-26T13:00",
    "last_day": "2026-11-30",
    "starts_on": "2026-12-30",
    "ends_on": "2026-12-30",
    "weekday": "0",
    "on": "2026-12-12",
    "opens": "09:00",
    "closes": "10:00",
    "at_office": "on",
    "done": "1",
    "post": "yes",
    "action": "delete_selected",
    "submission_key": "7b0a2b7e-4c3d-4a55-9a3c-2f1f3f4b1a11",
}
# Sent by the consultant whose they are, each of these does change something.
CHANGES = {
    "affected_decide",
    "booking_cancel",
    "booking_move",
    "case_session_remove",
    "extra_remove",
    "hours_end",
    "leave_change",
    "leave_withdraw",
    "referral_withdraw",
}
TABLES = [
    model
    for model in apps.get_app_config("consultations").get_models()
    if not model.__name__.startswith("Historical")
]


@pytest.fixture
def world():
    """With every row there is to change, and the sessions outside the case."""
    world = World.build()
    assert world.rows
    # Makes the rest of what stands in addresses.
    arguments(world, "consultations:workspace")
    return world


def work_of(world):
    """Every row of the app, apart from those the colleague made for herself or was asked by."""
    other = world.people["other_consultant"].consultant
    kept = []
    for model in TABLES:
        names = {field.name for field in model._meta.get_fields()}
        found = model._default_manager.order_by("pk")
        if "consultant" in names:
            found = found.exclude(consultant=other)
        kept += json.loads(serializers.serialize("json", found))
    return kept


def send_everywhere(world, person):
    """The names of the addresses whose form, sent by this person, changes the consultant's work."""
    before, changing = work_of(world), set()
    client = Client(raise_request_exception=False)
    client.force_login(world.people[person])
    for row in rows():
        name = row["url_name"]
        answers_herself = name == "consultations:case_answer"
        if row["method"] != "POST" or answers_herself or not name.startswith(PREFIXES):
            continue
        url = reverse(name, args=arguments(world, name))
        data = ANYTHING | {"outcome": ANYTHING["outcome"]["close" in name]}
        with transaction.atomic():
            written = writes()
            client.post(url, data)
            if writes() != written and work_of(world) != before:
                changing.add(name.partition(":")[2])
            transaction.set_rollback(True)
    return changing


PREFIXES = ("consultations:", "admin:consultations_")


def test_fm36_a_consultant_changes_nothing_of_a_colleague_on_any_address(world):
    assert send_everywhere(world, "other_consultant") <= {
        # Forms that belong to nobody yet.
        "check_start",
    }


def test_fm36_the_same_forms_change_it_when_the_right_consultant_sends_them(world):
    assert send_everywhere(world, "consultant") >= CHANGES
