"""Internal notes on every way into them (FM-45)."""

import pytest
from django.urls import reverse

from consultations.models import InternalNote, RecordDraft, SessionAttachment
from plut_portal.accounts.roles import Role
from tests.factories import SessionAttachmentFactory, SessionRecordFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

SECRET = "Pemilik ragu soal modal keluarga"


@pytest.fixture
def note():
    """As a draft and as the name of an internal file it must stay as hidden as in the note."""
    record = SessionRecordFactory()
    author, booking = record.recorded_by, record.booking
    RecordDraft.objects.create(booking=booking, by=author, typed={"internal": SECRET}, saved_at=NOW)
    SessionAttachmentFactory(
        booking=booking, audience=SessionAttachment.Audience.INTERNAL, title=SECRET
    )
    return InternalNote.objects.create(record=record, author=record.recorded_by, text=SECRET)


def every_way(note):
    record, booking = note.record, note.record.booking
    return [
        reverse("admin:index"),
        reverse("admin:search") + "?s=ragu",
        reverse("admin:consultations_sessionrecord_changelist") + "?q=ragu",
        reverse("admin:consultations_sessionrecord_change", args=[record.pk]),
        reverse("admin:consultations_sessionrecord_history", args=[record.pk]),
        reverse("admin:consultations_booking_change", args=[booking.pk]),
        reverse("admin:consultations_booking_history", args=[booking.pk]),
        reverse("admin:consultations_booking_export"),
        booking.get_absolute_url(),
        reverse("consultations:session_record", args=[booking.public_id]),
        reverse("consultations:addendum_create", args=[booking.public_id]),
        reverse("consultations:attachment_add", args=[booking.public_id]),
        booking.attachments.get().get_absolute_url(),
        reverse("admin:consultations_internalnote_changelist"),
        reverse("admin:consultations_internalnote_change", args=[note.pk]),
        reverse("admin:consultations_internalnote_history", args=[note.pk]),
    ]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.COUNTER_OFFICER])
def test_fm45_other_roles_meet_the_note_nowhere(signed_in, note, role):
    client = signed_in(role=role)
    pages = {url: client.get(url) for url in every_way(note)}

    assert [url for url, page in pages.items() if SECRET in page.content.decode()] == []
    own = [page.status_code for url, page in pages.items() if "internalnote" in url]
    assert own == [403, 403, 403]


def test_fm45_searching_for_its_words_finds_nothing_for_anyone(office, note):
    html = office.get(
        reverse("admin:consultations_internalnote_changelist"), {"q": "ragu"}
    ).content.decode()

    assert reverse("admin:consultations_internalnote_change", args=[note.pk]) not in html


def test_the_programme_admin_reads_it(office, note):
    page = reverse("admin:consultations_internalnote_change", args=[note.pk])

    assert SECRET in office.get(page).content.decode()


def test_fm45_the_consultants_record_page_in_the_office_is_closed_to_colleagues(signed_in, note):
    colleague = signed_in(user=UserFactory(role=Role.CONSULTANT))

    assert {colleague.get(url).status_code for url in every_way(note)} == {403, 404}
