"""Rows to mend: sessions, likely duplicates, idle accounts – each a list with a way to its end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.models import Membership, OwnerProfile
from businesses.selectors import duplicate_groups
from plut_portal.accounts.roles import Role
from plut_portal.insights.mending import mending
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    SessionRecordFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:mending")
BEFORE = NOW - timedelta(days=2)


def shared(groups):
    return {(str(group.reason), tuple(each.pk for each in group.businesses)) for group in groups}


def test_fm61_mending_counts_what_past_sessions_lack_and_leads_to_it(client):
    BookingFactory(starts_at=BEFORE)
    BookingFactory(starts_at=BEFORE, status="ATTENDED")
    SessionRecordFactory(booking__starts_at=BEFORE)
    BookingFactory(starts_at=NOW + timedelta(days=1))
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    found = client.get(PAGE).context["found"]

    assert (found.unrecorded, found.without_note, found.without_time) == (1, 1, 0)
    page = client.get(PAGE).content.decode()
    for address in (
        reverse("admin:consultations_booking_changelist") + "?antrean=belum-dicatat",
        reverse("admin:data_quality"),
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_duplicates_share_a_name_in_one_village_however_it_is_spelt():
    one = BusinessFactory(name="Kripik Bu Tutik")
    other = BusinessFactory(name="TUTIK, Keripik Ibu")
    sisir = VillageFactory(code="35.79.01.1004", name="Sisir")
    BusinessFactory(name="Kripik Bu Tutik", village=sisir)
    BusinessFactory(name="Tahu Bu Tutik")
    BusinessFactory(name="", makes="keripik")
    BusinessFactory(name="", makes="keripik")

    assert shared(duplicate_groups()) == {("nama mirip", (one.pk, other.pk))}


def test_duplicates_share_a_number_or_nib_of_different_people():
    one = BusinessFactory(contact_phone="+6281211112222")
    other = BusinessFactory(owner=UserFactory(phone="+6281211112222"))
    third, fourth = BusinessFactory(), BusinessFactory()
    for business in (third, fourth):
        OwnerProfile.objects.create(user=business.people.get(), nib="1234567890123")
    owner = UserFactory()
    OwnerProfile.objects.create(user=owner, nib="9234567890123")
    for _each in range(2):
        BusinessFactory(owner=owner, contact_phone=owner.phone)

    assert shared(duplicate_groups()) == {
        ("nomor sama", (one.pk, other.pk)),
        ("NIB sama", (third.pk, fourth.pk)),
    }
    # Who has left speaks for nobody.
    Membership.objects.filter(business=fourth).update(is_active=False)
    assert ("NIB sama", (third.pk, fourth.pk)) not in shared(duplicate_groups())


def test_fm50_accounts_of_staff_nobody_used_for_90_days_are_listed():
    def person(days, **fields):
        last = NOW - timedelta(days=days)
        return UserFactory(last_login=last, joined_at=NOW - timedelta(days=200), **fields)

    idle = person(91, role=Role.COUNTER_OFFICER)
    consultant = person(120, role=Role.CONSULTANT)
    never = UserFactory(role=Role.HEAD, joined_at=NOW - timedelta(days=91))
    person(89, role=Role.AUDITOR)
    person(300)
    person(300, role=Role.CURATOR, is_active=False)
    UserFactory(role=Role.HEAD, joined_at=NOW)

    assert set(mending(at=NOW).idle) == {idle, consultant, never}


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEAD, 200), (Role.AUDITOR, 200), (Role.COUNTER_OFFICER, 403), (Role.CONSULTANT, 403)],
)
def test_fm36_mending_is_for_those_who_read_everything(client, role, status):
    client.force_login(UserFactory(role=role))

    assert client.get(PAGE).status_code == status
    assert client.post(PAGE).status_code in {403, 405}


def test_mending_asks_as_often_for_many_rows_as_for_few(client):
    client.force_login(UserFactory(role=Role.HEAD))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    def add(number):
        for _each in range(number):
            BusinessFactory(name="Kripik Bu Tutik")
            UserFactory(role=Role.CURATOR, joined_at=NOW - timedelta(days=91))
            BookingFactory(starts_at=BEFORE)

    add(2)
    queries()
    few = queries()
    add(5)

    assert queries() == few
