"""Lists ask the database as often for forty rows as for two, every relation filled."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import ActionItem, Booking, Closure, InternalNote
from plut_portal.accounts.models import AccessLogEntry, Consent
from plut_portal.notifications.models import Delivery
from tests.admin.test_pages import SINGLE_ROW, tables
from tests.factories import (
    BookingFactory,
    ConsultantFactory,
    DeliveryFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db


def fill(numbers, *, by):
    """A row in every list for each number, with relations of its own."""
    for number in numbers:
        _one_of_each(NOW - timedelta(days=number % 5, hours=number), by=by)
        Closure.objects.create(on=NOW.date() + timedelta(days=number), name=f"Libur {number}")
        BookingFactory(starts_at=NOW + timedelta(hours=1 + number % 5))


def _one_of_each(moment, *, by):
    consultant = ConsultantFactory()
    booking = BookingFactory(
        consultant=consultant, starts_at=moment, status=Booking.Status.ATTENDED
    )
    record = SessionRecordFactory(booking=booking)
    ActionItem.objects.create(record=record, position=1, text="Uji simpan", due_on=NOW.date())
    InternalNote.objects.create(record=record, author=consultant.user, text="Catatan")
    owner = booking.booked_by
    Consent.objects.create(user=owner, purpose="SERVICE", text_version="1", given_at=moment)
    AccessLogEntry.objects.create(actor=by, subject=owner, action="REVEAL_CONTACT", at=moment)
    DeliveryFactory(message__recipient=owner, state=Delivery.State.FAILED, message__due_at=moment)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def count_all(client):
    addresses = {
        name: reverse(f"admin:{name}_changelist") for name in sorted(set(tables()) - SINGLE_ROW)
    } | {"index": reverse("admin:index")}
    return {name: queries(client, address) for name, address in addresses.items()}


def test_lists_and_first_page_ask_as_often_for_forty_rows_as_for_two(office):
    fill(range(2), by=office.user)
    office.get(reverse("admin:index"))  # what is asked once per process
    few = count_all(office)
    fill(range(2, 40), by=UserFactory())

    many = count_all(office)

    assert many == few
