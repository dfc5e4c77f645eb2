"""What is added to a locked record, and who writes about sessions of long ago (FM-60)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.models import Addendum, Booking, SessionRecord
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import BookingFactory, ConsultantFactory, SessionRecordFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

ADDED = {"text": "Hasil uji: kadar air 4 persen.", "reason": "Hasil laboratorium datang."}
NOTE = {"outcome": "ATTENDED", "advice": "Tiriskan.", "contact_minutes": "60"}


@pytest.fixture
def record(client):
    record = SessionRecordFactory(booking__starts_at=NOW - timedelta(days=8))
    client.force_login(record.booking.consultant.user)
    return record


def page_of(booking, name="addendum_create"):
    return reverse(f"consultations:{name}", args=[booking.public_id])


def add(client, record, **changes):
    return client.post(page_of(record.booking), ADDED | {"submission_key": uuid4()} | changes)


def test_addendum_stands_with_its_date_where_the_owner_reads_the_record(client, record):
    response = add(client, record)

    owner = record.booking.business.people.get()
    client.force_login(owner)
    page = client.get(response.url).content.decode()
    assert [text in page for text in ADDED.values()] == [True, True]
    assert "Selasa, 24 November 2026, 07.00 WIB" in page
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (owner, "SESSION_ADDED_TO")
    assert message.link == record.booking.get_absolute_url()


def test_fm17_addendum_sent_twice_is_one_and_a_second_one_is_told_as_well(client, record):
    key = uuid4()
    for _time in range(2):
        assert add(client, record, submission_key=key).status_code == 302
    assert Addendum.objects.count() == Message.objects.count() == 1

    add(client, record)

    assert Addendum.objects.count() == Message.objects.count() == 2


def test_addendum_is_refused_while_the_record_can_be_changed(client, record, portal_clock):
    portal_clock(record.booking.ends_at + timedelta(days=6, hours=23))

    response = add(client, record)

    assert response.status_code == 409
    assert "masih bisa diubah" in response.content.decode()
    assert not Addendum.objects.exists()


def test_addendum_is_refused_where_nothing_was_recorded(client, record):
    absent = BookingFactory(
        consultant=record.booking.consultant,
        starts_at=NOW - timedelta(days=9),
        status=Booking.Status.OWNER_ABSENT,
    )

    assert client.post(page_of(absent), ADDED | {"submission_key": uuid4()}).status_code == 409


@pytest.mark.parametrize("missing", ADDED)
def test_addendum_needs_text_and_reason(client, record, missing):
    response = add(client, record, **{missing: " "})

    assert response.status_code == 422
    assert list(response.context["addendum_form"].errors) == [missing]
    assert not Addendum.objects.exists()


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.HEAD])
def test_addendum_of_a_stranger_is_not_found(client, record, role):
    client.force_login(UserFactory(role=role))

    assert add(client, record).status_code == 404


def test_addendum_is_never_changed_or_deleted(client, record):
    add(client, record)
    addendum = Addendum.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.update(text="Lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        addendum.delete()

    addendum.refresh_from_db()
    assert addendum.text == ADDED["text"]


def test_locked_record_shows_itself_and_the_form_that_adds_to_it(client, record):
    response = client.get(page_of(record.booking, "session_record"))

    page = response.content.decode()
    assert record.advice in page
    assert 'name="reason"' in page
    assert 'name="advice"' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_locked_record_query_count(client, record, django_assert_num_queries, count):
    for _number in range(count):
        add(client, record)
    client.get(page_of(record.booking))

    with django_assert_num_queries(19):
        client.get(page_of(record.booking))


@pytest.fixture
def old(client):
    booking = BookingFactory(consultant=ConsultantFactory(), starts_at=NOW - timedelta(days=31))
    client.force_login(booking.consultant.user)
    return booking


def test_fm60_a_session_of_a_month_ago_is_not_recorded_by_its_consultant(client, old):
    page = page_of(old, "session_record")

    response = client.post(page, NOTE)

    old.refresh_from_db()
    assert (response.status_code, old.status) == (403, Booking.Status.BOOKED)
    assert "admin program" in response.content.decode()
    assert 'name="advice"' not in client.get(page).content.decode()
    assert not SessionRecord.objects.exists()


def test_fm60_a_supervisor_records_it_for_the_office(client, old):
    office = UserFactory(role=Role.PROGRAMME_ADMIN)
    client.force_login(office)
    page = page_of(old, "session_record")
    in_the_office = reverse("admin:consultations_booking_change", args=[old.pk])
    assert f'href="{page}"' in client.get(in_the_office).content.decode()
    assert "Konsultan tidak hadir" in client.get(page).content.decode()

    response = client.post(page, NOTE)

    record = SessionRecord.objects.get()
    assert (response.status_code, response.url) == (302, old.get_absolute_url())
    assert (record.recorded_by, record.booking.status) == (office, Booking.Status.ATTENDED)


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.COUNTER_OFFICER])
def test_fm60_nobody_else_of_the_office_records(client, old, role):
    client.force_login(UserFactory(role=role))

    assert client.post(page_of(old, "session_record"), NOTE).status_code == 404


def test_fm60_nobody_records_a_session_to_come(client, old):
    coming = BookingFactory(consultant=old.consultant, starts_at=NOW + timedelta(minutes=5))
    for person in (old.consultant.user, UserFactory(role=Role.PROGRAMME_ADMIN)):
        client.force_login(person)

        assert client.post(page_of(coming, "session_record"), NOTE).status_code == 409

    assert not SessionRecord.objects.exists()
