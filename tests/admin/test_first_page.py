"""The first page of the day: queues, an alarm, and on an empty start what is still needed."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from consultations import services
from consultations.models import AffectedBooking, Booking, Closure, Disruption
from plut_portal.accounts.roles import Role
from plut_portal.accounts.selectors import NEW_FOR
from plut_portal.accounts.services import add_person
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights import office as queues
from plut_portal.insights import setup
from plut_portal.insights.weeks import last_weeks
from plut_portal.notifications.models import Delivery
from tests.factories import (
    ApplicationFactory,
    BookingFactory,
    CheckVersionFactory,
    ConsultantFactory,
    DeliveryFactory,
    EnrolmentFactory,
    StageFactory,
    SubmittedBusinessFactory,
    UserFactory,
    VisitFactory,
)
from tests.times import NOW, TODAY_9, TOMORROW_9
from trainings.models import Output

pytestmark = pytest.mark.django_db

CHECKLIST = 'id="langkah"'


def first_page(client):
    return client.get(reverse("admin:index")).content.decode()


def done():
    return [step.is_done for step in setup.checklist(at=NOW)]


def holiday(day):
    Closure.objects.create(on=day, name="Libur", source=Closure.Source.PACKAGE)


def ready():
    OfficeIdentity(address="Jl. Abdul Gani Atas", hours="Senin–Jumat", phone="0341").save()
    ConsultantFactory()
    CheckVersionFactory()
    holiday("2026-12-25")
    holiday("2027-01-01")
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
    holiday("2026-12-25")
    assert done() == [True, True, True, True, False, False, False]

    CheckVersionFactory()
    assert done() == [True, True, True, True, True, False, False]

    holiday("2027-01-01")
    DeliveryFactory(state=Delivery.State.SENT, sent_at=NOW)
    assert done() == [True] * 7


def test_closed_days_are_ticked_once_the_holidays_of_both_years_are_loaded(office):
    for day in ("2026-12-31", "2027-01-02"):
        Closure.objects.create(on=day, name="Rapat kerja")
    by_hand = done()[5]

    for year in (2026, 2027):
        services.load_public_holidays(year=year, by=office.user, at=NOW)

    assert [by_hand, done()[5]] == [False, True]


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
    # At the counter with a relative's number alone: nothing of hers could be confirmed.
    unreachable = add_person(
        full_name="Mbah Sarmi", phone="", email="", reminders=False, by=office.user, at=NOW
    )
    long_ago = UserFactory(joined_at=NOW - NEW_FOR - timedelta(days=1))

    assert rows(office.user, "today") == [today]
    assert rows(office.user, "unrecorded") == [past]
    assert rows(office.user, "unreached") == [call.message]
    assert new in rows(office.user, "unconfirmed")
    assert not {confirmed, long_ago, unreachable} & set(rows(office.user, "unconfirmed"))
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


def one_of_each_waits():
    """A row in every queue, and beside it one that looks alike and does not wait."""
    for status in (Booking.Status.BOOKED, Booking.Status.CANCELLED):
        BookingFactory(starts_at=TODAY_9, status=status)
    past = BookingFactory(starts_at=NOW - timedelta(days=1))
    sick = Disruption.objects.create(
        cause="CLOSURE", name="Libur", first_on=NOW.date(), detected_at=NOW
    )
    hit = BookingFactory()
    for each, revision in ((hit, hit.revision), (hit, hit.revision + 1), (past, past.revision)):
        AffectedBooking.objects.create(
            disruption=sick,
            booking=each,
            consultant=each.consultant,
            starts_at=each.starts_at,
            revision=revision,
        )
    DeliveryFactory(state=Delivery.State.NO_CONTACT, message__kind="BOOKING_CANCELLED")
    SubmittedBusinessFactory()
    ApplicationFactory(activity__state="REVIEW")
    ApplicationFactory(activity__state="OPEN")
    ApplicationFactory(activity__state="OPEN", activity__apply_until=NOW)
    enrolment = EnrolmentFactory()
    stage = StageFactory(track=enrolment.batch.track, output_kind="ANY", output_name="Hasil")
    for version, state in enumerate([Output.State.REPLACED, Output.State.SUBMITTED], start=1):
        Output.objects.create(
            enrolment=enrolment,
            stage=stage,
            version=version,
            state=state,
            link="https://contoh.id/hasil",
            submitted_by=enrolment.participant,
            submitted_at=NOW,
        )
    Output.objects.create(
        enrolment=EnrolmentFactory(batch=enrolment.batch, status="WITHDRAWN"),
        stage=stage,
        link="https://contoh.id/hasil",
        submitted_by=enrolment.participant,
        submitted_at=NOW,
    )
    for days in (1, 8):
        DeliveryFactory(state=Delivery.State.FAILED, message__due_at=NOW - timedelta(days=days))
        UserFactory(joined_at=NOW - timedelta(days=days * 4))


def list_count(client, queue):
    """How many rows the page holds to which the queue leads."""
    page = client.get(queue.url).context_data
    if queue.name == "unreached":
        return len(page["calls"])
    rows = page["cl"].queryset
    # Several appointments stand behind one cause.
    return sum(row.waiting for row in rows) if queue.name == "affected" else rows.count()


@pytest.mark.parametrize(
    "role", [Role.PROGRAMME_ADMIN, Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR]
)
def test_each_queue_counts_what_the_list_behind_it_holds(signed_in, role):
    for _each in range(2):
        one_of_each_waits()
    client = signed_in(role=role)

    found = queues.queues(client.user, at=NOW)

    assert {queue.name: queue.count for queue in found} == {
        queue.name: list_count(client, queue) for queue in found
    }
    assert [queue.name for queue in found if queue.count < 2] == []


def test_the_last_weeks_begin_on_monday_and_count_what_took_place():
    monday = NOW - timedelta(days=NOW.weekday())
    midnight = monday.replace(hour=0, minute=0)
    for starts_at in (midnight, midnight - timedelta(minutes=1), midnight - timedelta(weeks=7)):
        BookingFactory(starts_at=starts_at, status=Booking.Status.ATTENDED)
    for left_out in (midnight - timedelta(weeks=7, minutes=1), NOW + timedelta(hours=1)):
        BookingFactory(starts_at=left_out, status=Booking.Status.ATTENDED)
    BookingFactory(starts_at=midnight + timedelta(hours=2), status=Booking.Status.OWNER_ABSENT)
    VisitFactory(at=NOW)

    weeks = last_weeks(at=NOW)

    assert [week.sessions for week in weeks] == [1, 0, 0, 0, 0, 0, 1, 1]
    assert [week.answers for week in weeks] == [0] * 7 + [1]
    assert (weeks[-1].first, max(week.tallest for week in weeks)) == (monday.date(), 2)


@pytest.mark.parametrize(
    ("role", "figures"),
    [
        (Role.PROGRAMME_ADMIN, [True, True]),
        (Role.COUNTER_OFFICER, [True, False]),
        (Role.HEAD, [True, True]),
        (Role.AUDITOR, [True, True]),
    ],
)
def test_figures_stand_below_the_queues_for_whom_they_concern(signed_in, role, figures):
    html = first_page(signed_in(role=role))

    assert ['id="minggu"' in html, 'id="target"' in html] == figures
    assert html.index('id="antrean-today"') < html.index('id="minggu"')
