"""The words of an internal note: on the pages of its session, in searches, files, mails, histories.

Every other address is walked with the matrix.
"""

import csv
import io

import openpyxl
import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.models import Booking, InternalNote
from plut_portal.notifications.models import Message
from tests.access.world import NOTE, VISITORS, World
from tests.admin.test_pages import EXPORTED
from tests.factories import BookingFactory, ReachableUserFactory

pytestmark = pytest.mark.django_db

ABOUT_A_BOOKING = (
    "booking_detail",
    "booking_slip",
    "booking_calendar",
    "booking_cancel",
    "booking_move",
    "session_record",
    "case_open",
)


@pytest.fixture
def world():
    world = World.build()
    assert world.rows
    return world


def read(client, url):
    response = client.get(url)
    return b"".join(response).decode(errors="replace")


def test_fm45_no_page_of_the_session_shows_its_note_to_anybody_else(portal_clock):
    world = World.build()
    portal_clock(world.record.booking.ends_at)
    own = [world.record.booking.public_id]
    shown = set()
    for visitor in VISITORS:
        client = Client(raise_request_exception=False)
        if person := world.people[visitor]:
            client.force_login(person)
        for name in ABOUT_A_BOOKING:
            if NOTE in read(client, reverse(f"consultations:{name}", args=own)):
                shown.add((visitor, name))

    assert shown == {("consultant", "session_record"), ("programme_admin", "session_record")}


def test_fm45_no_search_of_the_office_finds_a_note_by_its_words(world):
    client = Client()
    client.force_login(world.people["programme_admin"])
    found = []
    for model, model_admin in admin.site._registry.items():
        if not model_admin.search_fields:
            continue
        page = client.get(
            reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist"),
            {"q": "kelengkeng"},
        )
        found.append((model.__name__, page.context["cl"].result_count))

    assert [name for name, count in found if count] == []
    assert len(found) > 10


def test_fm45_no_file_that_leaves_the_house_holds_a_note(world):
    client = Client()
    client.force_login(world.people["programme_admin"])
    for table in EXPORTED:
        for file_format in ("0", "1"):
            sent = client.post(
                reverse(f"admin:{table}_export"), {"format": file_format, "resource": "0"}
            )
            cells = _cells(sent.content, is_xlsx=file_format == "0")
            assert len(cells) > 1
            assert [cell for cell in cells if "kelengkeng" in cell] == []


def _cells(content, *, is_xlsx):
    if is_xlsx:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [str(cell.value) for row in sheet.iter_rows() for cell in row]
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def test_fm45_neither_mail_nor_inbox_nor_history_holds_a_note(
    django_capture_on_commit_callbacks, portal_clock
):
    owner = ReachableUserFactory()
    booking = BookingFactory(business__owner=owner)
    portal_clock(booking.ends_at)

    with django_capture_on_commit_callbacks(execute=True):
        services.record_session(
            booking=booking,
            outcome=Booking.Status.ATTENDED,
            note=services.SessionNote(advice="Tiriskan.", internal=NOTE),
            by=booking.consultant.user,
            at=booking.ends_at,
        )

    assert InternalNote.objects.get().text == NOTE
    assert [message.recipients() for message in mail.outbox] == [[owner.email]]
    assert "kelengkeng" not in mail.outbox[0].message().as_string()
    assert not Message.objects.filter(body__contains="kelengkeng").exists()
    histories = [booking.history, booking.record.history]
    assert "kelengkeng" not in str([list(history.values()) for history in histories])
