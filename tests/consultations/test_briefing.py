"""The business on one page: all the consultant may know, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from businesses.models import BusinessKbli, KbliCode, OwnerProfile
from consultations.models import InternalNote
from plut_portal.accounts.roles import Role
from tests.factories import (
    BookingFactory,
    BusinessDocumentFactory,
    BusinessFactory,
    ConsultantFactory,
    SessionRecordFactory,
    SnapshotFactory,
    UserFactory,
)
from tests.times import NOW, THURSDAY_8, TOMORROW_8

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def booking(client):
    owner = UserFactory(full_name="Sumiati Pemilik", phone="+6281234567890")
    business = BusinessFactory(
        owner=owner, name="Keripik Bu Sumiati", contact_phone="+6281298765432"
    )
    booking = BookingFactory(business=business)
    client.force_login(booking.consultant.user)
    return booking


def page_of(booking):
    return reverse("consultations:session_business", args=[booking.public_id])


def own_record(booking, **fields):
    return SessionRecordFactory(
        booking__business=booking.business,
        booking__consultant=booking.consultant,
        booking__starts_at=NOW - 20 * DAY,
        **fields,
    )


def test_briefing_says_who_and_what_the_business_is(client, booking):
    code, _created = KbliCode.objects.get_or_create(
        version="2020", code="10794", defaults={"title": "Industri kerupuk, keripik"}
    )
    BusinessKbli.objects.create(business=booking.business, version="2020", code=code.code)
    SnapshotFactory(business=booking.business, turnover_band="TO_60M", workers_female=2)

    page = client.get(page_of(booking)).content.decode()

    for text in ("Sumiati Pemilik", code.title, "Mikro", "Pendaftaran", booking.topic):
        assert text in page


def test_briefing_shows_the_condition_over_time_and_draws_the_turnover(client, booking):
    for days, band in ((700, "TO_60M"), (350, ""), (10, "TO_500M")):
        SnapshotFactory(
            business=booking.business,
            taken_at=NOW - days * DAY,
            turnover_band=band,
            operating_state="RUNNING",
        )

    response = client.get(page_of(booking))

    briefing = response.context["briefing"]
    assert [row.turnover_band for row in briefing.snapshots] == ["TO_500M", "", "TO_60M"]
    assert briefing.trend_line == "10,90 290,66"
    assert briefing.trend_line in response.content.decode()


def test_briefing_of_one_figure_draws_nothing(client, booking):
    SnapshotFactory(business=booking.business, turnover_band="TO_60M")

    assert "<polyline" not in client.get(page_of(booking)).content.decode()


def test_briefing_shows_own_records_notes_and_open_steps(client, booking):
    record = own_record(booking)
    InternalNote.objects.create(
        record=record, author=booking.consultant.user, text="Suaminya keberatan."
    )
    record.actions.create(position=1, text="Catat suhu minyak", due_on="2026-12-01")
    record.actions.create(position=2, text="Ganti plastik", due_on="2026-12-01", done_at=NOW)

    response = client.get(page_of(booking))

    briefing = response.context["briefing"]
    assert [(past.record, past.own_note) for past in briefing.records] == [
        (record, "Suaminya keberatan.")
    ]
    assert [action.text for action in briefing.actions] == ["Catat suhu minyak"]
    assert "Suaminya keberatan." in response.content.decode()


def test_fm36_briefing_keeps_a_colleagues_internal_note_from_her(client, booking):
    record = own_record(booking)
    InternalNote.objects.create(
        record=record, author=ConsultantFactory().user, text="Hanya untuk rekan."
    )
    elsewhere = SessionRecordFactory(
        booking__business=booking.business, booking__starts_at=NOW - 10 * DAY
    )
    InternalNote.objects.create(
        record=elsewhere, author=elsewhere.recorded_by, text="Hanya untuk penulisnya."
    )

    page = client.get(page_of(booking)).content.decode()

    assert "Hanya untuk" not in page


def test_briefing_shows_no_way_to_reach_people_and_nothing_of_their_papers(client, booking):
    owner = booking.business.people.get()
    OwnerProfile.objects.create(user=owner, nib="1234567890123")
    document = BusinessDocumentFactory(business=booking.business, kind="PIRT")

    response = client.get(page_of(booking))

    page = response.content.decode()
    assert [paper.label for paper in response.context["briefing"].papers] == ["NIB", "P-IRT"]
    for hidden in ("81234567890", "1298765432", "tel:", "wa.me", "1234567890123"):
        assert hidden not in page
    assert document.get_absolute_url() not in page


def test_briefing_names_coming_appointments_without_what_others_talk_about(client, booking):
    other = BookingFactory(
        business=booking.business, starts_at=THURSDAY_8, topic="Utang kepada rentenir."
    )

    response = client.get(page_of(booking))

    assert response.context["briefing"].coming == [other]
    assert "Utang" not in response.content.decode()


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.PROGRAMME_ADMIN, Role.AUDITOR])
def test_briefing_of_somebody_elses_booking_is_not_found(client, booking, role):
    client.force_login(UserFactory(role=role))

    assert client.get(page_of(booking)).status_code == 404


def test_briefing_of_a_cancelled_booking_is_not_found(client, booking):
    booking.status = "CANCELLED"
    booking.save()

    assert client.get(page_of(booking)).status_code == 404


def test_briefing_is_reached_from_the_agenda_and_from_the_record(client, booking, portal_clock):
    portal_clock(TOMORROW_8)

    for page in ("/konsultan/", reverse("consultations:session_record", args=[booking.public_id])):
        assert page_of(booking) in client.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_briefing_query_count(client, booking, django_assert_num_queries, count):
    for number in range(count):
        record = SessionRecordFactory(
            booking__business=booking.business,
            booking__consultant=booking.consultant,
            booking__starts_at=NOW - (20 + number) * DAY,
        )
        record.actions.create(position=1, text="Tiriskan", due_on="2026-12-01")
        SnapshotFactory(business=booking.business, turnover_band="TO_60M")
        BusinessDocumentFactory(business=booking.business)
        BookingFactory(business=booking.business, starts_at=THURSDAY_8 + number * DAY)

    with django_assert_num_queries(22):
        client.get(page_of(booking))
