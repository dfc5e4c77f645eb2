"""The first page of the day: queues, an alarm, and on an empty start what is still needed."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from consultations.models import Booking, Closure
from plut_portal.accounts.roles import Role
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights import office as queues
from plut_portal.insights import setup
from plut_portal.notifications.models import Delivery
from tests.factories import (
    BookingFactory,
    CheckVersionFactory,
    ConsultantFactory,
    DeliveryFactory,
    UserFactory,
)
from tests.times import NOW, TODAY_9, TOMORROW_9

pytestmark = pytest.mark.django_db

CHECKLIST = 'id="langkah"'


def first_page(client):
    return client.get(reverse("admin:index")).content.decode()


def done():
    return [step.is_done for step in setup.checklist(at=NOW)]


def ready():
    OfficeIdentity(address="Jl. Abdul Gani Atas", hours="Senin–Jumat", phone="0341").save()
    ConsultantFactory()
    CheckVersionFactory()
    Closure.objects.create(on="2026-12-25", name="Natal")
    Closure.objects.create(on="2027-01-01", name="Tahun Baru")
    DeliveryFactory(state=Delivery.State.SENT, sent_at=NOW)


def test_an_empty_portal_lists_all_that_is_needed(superuser):
    html = first_page(superuser)

    assert done() == [False] * 7
    assert CHECKLIST in html
    assert "0 dari 7 selesai" in html


def test_every_step_leads_to_a_page_where_it_can_be_done(superuser):
    steps = setup.checklist(at=NOW)

    assert {superuser.get(step.url, follow=True).status_code for step in steps} == {200}


def test_steps_are_ticked_one_by_one(office):
    OfficeIdentity(address="Jl. Abdul Gani Atas", hours="Senin–Jumat", phone="0341").save()
    assert done() == [True, True, False, False, False, False, False]

    ConsultantFactory(hours=[])
    assert done() == [True, True, True, False, False, False, False]

    ConsultantFactory()
    Closure.objects.create(on="2026-12-25", name="Natal")
    assert done() == [True, True, True, True, False, False, False]

    CheckVersionFactory()
    assert done() == [True, True, True, True, True, False, False]

    Closure.objects.create(on="2027-01-01", name="Tahun Baru")
    DeliveryFactory(state=Delivery.State.SENT, sent_at=NOW)
    assert done() == [True] * 7


def test_where_two_steps_are_asked_for_a_programme_admin_needs_them(office, settings):
    settings.REQUIRE_STAFF_MFA = True
    alone = done()[1]

    Authenticator.objects.create(user=office.user, type=Authenticator.Type.TOTP, data={})

    assert [alone, done()[1]] == [False, True]


def test_the_list_of_steps_goes_away_when_all_is_done(office):
    ready()

    assert CHECKLIST not in first_page(office)


def test_who_cannot_set_up_does_not_see_the_steps(counter):
    assert CHECKLIST not in first_page(counter)


def rows(user, name):
    return next(queue for queue in queues.queues(user, at=NOW) if queue.name == name).rows


def test_the_queues_hold_what_waits(office):
    today = BookingFactory(starts_at=TODAY_9)
    past = BookingFactory(starts_at=NOW - timedelta(days=1))
    BookingFactory(starts_at=TOMORROW_9)
    BookingFactory(starts_at=TODAY_9, status=Booking.Status.CANCELLED)
    call = DeliveryFactory(state=Delivery.State.NO_CONTACT, message__kind="BOOKING_CANCELLED")
    new = UserFactory(joined_at=NOW)
    confirmed = UserFactory(joined_at=NOW, phone_confirmed_at=NOW)
    long_ago = UserFactory(joined_at=NOW - queues.NEW_FOR - timedelta(days=1))

    assert rows(office.user, "today") == [today]
    assert rows(office.user, "unrecorded") == [past]
    assert rows(office.user, "unreached") == [call.message]
    assert new in rows(office.user, "unconfirmed")
    assert not {confirmed, long_ago} & set(rows(office.user, "unconfirmed"))
    html = first_page(office)
    for row in (today.business, past.business, call.message.recipient, new):
        assert str(row) in html


def test_a_long_queue_shows_its_first_rows_and_says_how_many_there_are(office):
    for hour in range(queues.SHOWN + 2):
        BookingFactory(starts_at=NOW + timedelta(hours=hour))

    queue = queues.queues(office.user, at=NOW)[0]

    assert (len(queue.rows), queue.count) == (queues.SHOWN, queues.SHOWN + 2)
    assert f"Semua ({queues.SHOWN + 2})" in first_page(office)


def test_with_nothing_to_do_each_queue_says_so(office):
    html = first_page(office)

    assert "Tidak ada sesi hari ini." in html
    assert "Semua pesan penting sudah sampai." in html


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.PROGRAMME_ADMIN, [True, True, True]),
        (Role.COUNTER_OFFICER, [True, True, True]),
        (Role.HEAD, [False, False, False]),
        (Role.AUDITOR, [False, False, False]),
    ],
)
def test_shortcuts_lead_only_where_the_role_may_go(signed_in, role, offered):
    html = first_page(signed_in(role=role))

    names = ["consultations_booking_add", "businesses_business_add", "accounts_user_add"]
    assert [reverse(f"admin:{name}") in html for name in names] == offered
