"""What a consultant reads of a colleague's sessions, and what she cannot change (FM-36)."""

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import InternalNote, SessionRecord
from plut_portal.accounts.roles import Role
from tests.factories import (
    BookingFactory,
    ConsultantFactory,
    MentoringCaseFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, SECOND, THURSDAY_8

pytestmark = pytest.mark.django_db

SECRET = "kelengkeng rahasia"


@pytest.fixture
def record():
    """A session of a case, of three weeks ago, with an internal note."""
    record = SessionRecordFactory(booking__starts_at=NOW.replace(day=3))
    booking = record.booking
    record.case = MentoringCaseFactory(business=booking.business, lead=booking.consultant)
    booking.case = record.case
    booking.save()
    InternalNote.objects.create(record=record, author=record.recorded_by, text=SECRET)
    return record


@pytest.fixture
def colleague():
    return ConsultantFactory()


def reads(consultant):
    """Whether the shared part and the internal note of the one session are open to her."""
    user = consultant.user
    shared = SessionRecord.objects.visible_to(user).exists()
    return shared, InternalNote.objects.visible_to(user).exists()


def test_fm36_a_colleague_without_booking_or_case_reads_nothing(record, colleague):
    MentoringCaseFactory(lead=colleague)
    BookingFactory(consultant=colleague)

    assert reads(colleague) == (False, False)
    assert reads(record.booking.consultant) == (True, True)


@pytest.mark.parametrize(
    ("status", "sees"), [("BOOKED", True), ("CANCELLED", False), ("ATTENDED", False)]
)
def test_fm36_a_live_booking_opens_the_shared_part_alone(record, colleague, status, sees):
    BookingFactory(
        business=record.booking.business,
        consultant=colleague,
        starts_at=THURSDAY_8,
        status=status,
    )

    assert reads(colleague) == (sees, False)


def test_fm36_an_open_case_opens_the_shared_part_and_the_notes_of_its_sessions(record, colleague):
    other = SessionRecordFactory(
        booking__business=record.booking.business, booking__starts_at=NOW.replace(day=10)
    )
    InternalNote.objects.create(record=other, author=other.recorded_by, text="lain")
    record.case.members.create(consultant=colleague, joined_at=NOW)

    assert set(SessionRecord.objects.visible_to(colleague.user)) == {record, other}
    assert [note.text for note in InternalNote.objects.visible_to(colleague.user)] == [SECRET]


@pytest.mark.parametrize("end", ["leave", "close"])
def test_fm36_what_a_case_opened_is_closed_with_it(record, colleague, end):
    record.case.members.create(consultant=colleague, joined_at=NOW)
    if end == "leave":
        services.leave(case=record.case, consultant=colleague, by=colleague.user, at=NOW + SECOND)
    else:
        services.close_case(
            case=record.case, outcome="REACHED", text="Baik.", by=record.recorded_by, at=NOW
        )

    assert reads(colleague) == (False, False)
    assert reads(record.booking.consultant) == (True, True)


@pytest.mark.parametrize(
    ("role", "notes"),
    [
        (Role.PROGRAMME_ADMIN, True),
        (Role.HEAD, False),
        (Role.AUDITOR, False),
        (Role.COUNTER_OFFICER, False),
        (None, False),
    ],
)
def test_fm45_notes_are_for_author_colleagues_and_programme_admin(record, role, notes):
    owner = record.booking.business.people.get()
    person = UserFactory(role=role) if role else owner

    assert InternalNote.objects.visible_to(person).exists() == notes


def test_fm36_a_colleague_on_the_case_reads_on_its_page_and_changes_nothing(
    client, record, colleague, portal_clock
):
    record.case.members.create(consultant=colleague, joined_at=NOW)
    client.force_login(colleague.user)
    booking = record.booking
    portal_clock(booking.ends_at)

    page = client.get(record.case.get_absolute_url()).content.decode()

    assert [text in page for text in (record.advice, SECRET)] == [True, True]
    on_booking = ("session_record", "case_open", "case_session_remove", "booking_cancel")
    note = {"outcome": "ATTENDED", "advice": "Diganti", "internal": "Diganti", "goal": "x"}
    for name in on_booking:
        url = reverse(f"consultations:{name}", args=[booking.public_id])
        assert client.post(url, note).status_code == 404
    for name in ("case_close", "case_reopen"):
        url = reverse(f"consultations:{name}", args=[record.case.public_id])
        assert client.post(url, {"outcome": "STOPPED", "text": "x"}).status_code == 404
    record.refresh_from_db()
    assert record.advice != "Diganti"
    assert InternalNote.objects.get().text == SECRET


def test_fm45_the_colleague_of_a_booking_meets_the_shared_part_without_the_note(
    client, record, colleague
):
    record.actions.create(position=1, text="Urus P-IRT", due_on="2026-12-01")
    own = BookingFactory(
        business=record.booking.business, consultant=colleague, starts_at=THURSDAY_8
    )
    client.force_login(colleague.user)

    page = client.get(reverse("consultations:session_record", args=[own.public_id]))

    html = page.content.decode()
    assert page.context["earlier"] == [record]
    assert record.booking.consultant.display_name in html
    assert ("Urus P-IRT" in html, SECRET in html) == (True, False)


@pytest.mark.parametrize("model", ["consultant", "business", "booking", "lead"])
def test_fm36_the_offices_autocomplete_is_closed_to_consultants(client, colleague, model):
    client.force_login(colleague.user)
    query = {"app_label": "consultations", "model_name": "booking", "field_name": model}

    assert client.get(reverse("admin:autocomplete"), query).status_code == 403
    assert (
        client.post(reverse("admin:consultations_booking_export"), {"format": "1"}).status_code
        == 403
    )
