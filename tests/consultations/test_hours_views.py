"""The consultant's own page of hours, and the decisions about her appointments."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import AffectedBooking, ExtraHours, HoursException, Leave, WeeklyHours
from plut_portal.accounts.roles import Role
from tests.factories import BookingFactory, ConsultantFactory, UserFactory, VillageFactory
from tests.times import NOW, TOMORROW_8

pytestmark = pytest.mark.django_db

HOURS = reverse("consultations:hours")
AFFECTED = reverse("consultations:affected_list")
SATURDAY = {"weekday": 5, "opens": "08:00", "closes": "10:00", "at_office": "on"}
DAY = {"on": "2026-11-28", "opens": "08:00", "closes": "10:00", "at_office": "on"}
LEAVE = {"starts_on": "2026-12-01", "ends_on": "2026-12-02"}


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory()
    client.force_login(consultant.user)
    return consultant


def sent(data, key=None):
    return data | {"submission_key": str(key or uuid4())}


def url(name, *rows):
    return reverse(f"consultations:{name}", args=[row.public_id for row in rows])


def affected(consultant, starts_at=TOMORROW_8):
    booking = BookingFactory(consultant=consultant, starts_at=starts_at)
    leave = Leave(consultant=consultant, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 25))
    services.save_leave(leave=leave, by=consultant.user, at=NOW)
    return booking


def test_hours_shows_what_stands_and_not_what_is_over(client, consultant):
    ended = consultant.weekly_hours.get(weekday=0, opens=time(8))
    ended.valid_until = date(2026, 11, 23)
    ended.save()
    HoursException.objects.create(name="Ramadan", starts_on="2027-02-08", ends_on="2027-03-09")
    Leave.objects.create(consultant=consultant, starts_on="2026-11-01", ends_on="2026-11-02")

    page = client.get(HOURS).content.decode()

    assert "Senin 08.00–12.00" not in page
    assert "Senin 13.00–15.00 WIB" in page
    assert "Ramadan" in page
    assert "Belum ada cuti" in page


@pytest.mark.parametrize("count", [1, 3])
def test_hours_query_count(client, consultant, django_assert_num_queries, count):
    for number in range(count):
        day = date(2026, 12, 1) + timedelta(days=number)
        ExtraHours.objects.create(consultant=consultant, on=day, opens="16:00", closes="17:00")
        Leave.objects.create(
            consultant=consultant, starts_on=day, ends_on=day, substitute=ConsultantFactory()
        )
        HoursException.objects.create(name="Lain", starts_on=day, ends_on=day)

    with django_assert_num_queries(13):
        client.get(HOURS)


def test_hours_add_adds_a_window(client, consultant):
    response = client.post(url("hours_add"), sent(SATURDAY))

    hours = consultant.weekly_hours.get(weekday=5)
    assert (response.status_code, response.url, str(hours)) == (302, HOURS, "Sabtu 08.00–10.00")


def test_fm17_hours_sent_twice_are_added_once(client, consultant):
    key = uuid4()

    answers = [client.post(url("hours_add"), sent(SATURDAY, key)) for _try in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert consultant.weekly_hours.filter(weekday=5).count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"weekday": 0, "opens": "11:00"}, 422, "Jam selesai harus sesudah jam mulai"),
        ({"weekday": 0, "opens": "11:00", "closes": "13:00"}, 409, "bertumpuk dengan Senin"),
        ({"opens": ""}, 422, "Mohon diisi"),
        ({"opens": "25:00"}, 422, "id_opens_error"),
        ({"at_office": ""}, 422, "Pilih tempatnya"),
        ({"online": "on"}, 422, "tautan pertemuan"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, 422, "Hari terakhir"),
    ],
)
def test_hours_add_says_what_is_wrong_and_keeps_the_rest(
    client, consultant, changes, status, words
):
    response = client.post(url("hours_add"), sent(SATURDAY | changes))

    page = response.content.decode()
    assert (response.status_code, words in page) == (status, True)
    assert 'value="10:00"' in page or changes.get("closes") in page
    assert not consultant.weekly_hours.filter(weekday=5).exists()


def test_hours_end_keeps_the_row(client, consultant):
    window = consultant.weekly_hours.get(weekday=0, opens=time(8))

    response = client.post(url("hours_end", window), {"last_day": "2026-11-30"})

    window.refresh_from_db()
    assert (response.url, window.valid_until) == (HOURS, date(2026, 11, 30))


def test_hours_end_refuses_a_day_within_the_hours_that_follow(client, consultant):
    window = consultant.weekly_hours.get(weekday=0, opens=time(8))
    client.post(url("hours_end", window), {"last_day": "2026-11-30"})
    WeeklyHours.objects.create(
        consultant=consultant,
        weekday=0,
        opens=time(9),
        closes=time(11),
        valid_from=date(2026, 12, 1),
    )

    response = client.post(url("hours_end", window), {"last_day": "2026-12-10"})

    window.refresh_from_db()
    assert (response.status_code, window.valid_until) == (409, date(2026, 11, 30))
    assert "Senin 09.00–11.00" in response.content.decode()


def test_fm22_ending_hours_leads_to_the_decisions(client, consultant):
    booking = BookingFactory(consultant=consultant)
    window = consultant.weekly_hours.get(weekday=2, opens=time(8))

    response = client.post(url("hours_end", window), {"last_day": "2026-11-24"}, follow=True)

    assert response.redirect_chain[-1][0] == AFFECTED
    assert "1 jadwal menunggu keputusan Anda" in response.content.decode()
    assert booking.disruptions.exists()


def test_extra_day_is_opened_and_taken_back(client, consultant):
    client.post(url("extra_add"), sent(DAY))
    extra = consultant.extra_hours.get()

    client.post(url("extra_remove", extra))

    assert not consultant.extra_hours.exists()


def test_extra_add_of_a_day_gone_is_refused_beside_what_was_typed(client, consultant):
    response = client.post(url("extra_add"), sent(DAY | {"on": "2026-11-20"}))

    assert response.status_code == 422
    assert "2026-11-20" in response.content.decode()


def test_leave_is_entered_changed_and_withdrawn(client, consultant):
    substitute = ConsultantFactory()
    client.post(url("leave_add"), sent(LEAVE | {"substitute": substitute.pk}))
    leave = consultant.leaves.get()

    client.post(url("leave_change", leave), sent(LEAVE | {"ends_on": "2026-12-01"}))
    leave.refresh_from_db()
    changed = leave.ends_on
    client.post(url("leave_withdraw", leave))

    assert changed == date(2026, 12, 1)
    assert not consultant.leaves.exists()


def test_leave_add_refuses_half_a_part_of_a_day(client, consultant):
    response = client.post(url("leave_add"), sent(LEAVE | {"from_time": "08:00"}))

    assert response.status_code == 422
    assert "perlu jam mulai dan jam selesai" in response.content.decode()


def test_fm36_one_consultant_touches_neither_hours_nor_leave_of_another(client, consultant):
    other = ConsultantFactory()
    window = other.weekly_hours.get(weekday=0, opens=time(8))
    extra = ExtraHours.objects.create(
        consultant=other, on="2026-11-28", opens="08:00", closes="10:00"
    )
    leave = Leave.objects.create(consultant=other, starts_on="2026-12-01", ends_on="2026-12-02")
    booking = affected(other)

    answers = {
        client.post(url("hours_end", window), {"last_day": "2026-11-24"}).status_code,
        client.post(url("extra_remove", extra)).status_code,
        client.post(url("leave_change", leave), sent(LEAVE)).status_code,
        client.post(url("leave_withdraw", leave)).status_code,
        client.get(url("leave_change", leave)).status_code,
        client.post(
            reverse("consultations:affected_decide", args=[booking.public_id]),
            {"choice": "CANCELLED", "message": "Iseng"},
        ).status_code,
    }

    assert answers == {404}
    window.refresh_from_db()
    assert (window.valid_until, Leave.objects.filter(pk=leave.pk).count()) == (None, 1)


def test_fm36_what_is_posted_never_says_whose_hours_they_are(client, consultant):
    other = ConsultantFactory(hours=[])

    client.post(url("hours_add"), sent(SATURDAY | {"consultant": other.pk}))

    assert WeeklyHours.objects.get(weekday=5).consultant == consultant


def test_fm36_a_consultant_has_no_way_into_the_hours_in_the_office(client, consultant):
    for other in (consultant, ConsultantFactory()):
        page = reverse("admin:consultations_consultant_change", args=[other.pk])
        assert client.get(page).status_code == 403
        assert client.post(page, {}).status_code == 403


@pytest.mark.parametrize("name", ["hours", "hours_add", "extra_add", "leave_add", "affected_list"])
@pytest.mark.parametrize("role", [None, Role.PROGRAMME_ADMIN])
def test_hours_are_for_consultants(client, name, role):
    client.force_login(UserFactory(role=role))

    assert client.get(url(name)).status_code == 403


def test_workspace_says_that_decisions_wait(client, consultant):
    affected(consultant)

    page = client.get(reverse("consultations:workspace")).content.decode()

    assert "1 jadwal menunggu keputusan Anda" in page
    assert AFFECTED in page


@pytest.mark.parametrize(
    ("choice", "status", "words"),
    [
        ("", 422, "Silakan pilih keputusan"),
        ("HAPUS", 422, "Silakan pilih lagi"),
        ("MOVED", 422, "Silakan pilih lagi"),
        ("MOVED|besok", 422, "Silakan pilih lagi"),
        ("HANDED_OVER|999|2026-11-26T08:00", 422, "Silakan pilih lagi"),
        ("MOVED|2026-11-25T08:00", 400, "Silakan pilih waktu"),
        ("MOVED|2026-11-26T08:30", 400, "Waktu ini tidak tersedia"),
    ],
)
def test_affected_decide_says_beside_it_what_is_wrong(client, consultant, choice, status, words):
    booking = affected(consultant)

    response = client.post(
        reverse("consultations:affected_decide", args=[booking.public_id]),
        {"choice": choice, "message": "Kata-kata saya"},
    )

    page = response.content.decode()
    assert (response.status_code, words in page, "Kata-kata saya" in page) == (status, True, True)
    assert AffectedBooking.objects.pending().exists()


def test_affected_decide_of_what_is_decided_is_refused(client, consultant):
    booking = affected(consultant)
    services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW)

    response = client.post(
        reverse("consultations:affected_decide", args=[booking.public_id]),
        {"choice": "CANCELLED", "message": "Sakit"},
    )

    assert response.status_code == 409
    assert "sudah diputuskan" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_affected_list_query_count(client, consultant, django_assert_num_queries, count):
    for number in range(count):
        affected(consultant, TOMORROW_8 + timedelta(minutes=75 * number))

    with django_assert_num_queries(19):
        client.get(AFFECTED)


def test_the_link_of_an_online_session_is_for_those_who_take_part(client, consultant):
    consultant.meeting_link = "https://meet.example/rini"
    consultant.save()
    booking = BookingFactory(consultant=consultant, mode="ONLINE")
    elsewhere = BookingFactory(consultant=consultant, starts_at=TOMORROW_8 + timedelta(days=1))
    shown = []

    for user in (booking.booked_by, consultant.user, UserFactory(role=Role.AUDITOR)):
        client.force_login(user)
        page = client.get(booking.get_absolute_url()).content.decode()
        shown.append("https://meet.example/rini" in page)
    client.force_login(elsewhere.booked_by)
    pages = [elsewhere.get_absolute_url(), consultant.get_absolute_url()]

    assert shown == [True, True, False]
    assert not any("meet.example" in client.get(page).content.decode() for page in pages)


def test_booking_form_asks_where_only_when_there_is_a_choice(client):
    consultant = ConsultantFactory()
    client.force_login(UserFactory())
    page = reverse("consultations:booking_create", args=[consultant.slug])
    without = client.get(page).content.decode()
    WeeklyHours.objects.update(on_visit=True)

    with_choice = client.get(page).content.decode()

    assert ["Bertemu di mana?" in html for html in (without, with_choice)] == [False, True]


def test_fm03_a_mode_not_offered_is_refused_by_the_form(client):
    consultant = ConsultantFactory()
    client.force_login(UserFactory())
    WeeklyHours.objects.filter(weekday=3).update(on_visit=True)
    data = {
        "starts_at": "2026-11-25T08:00",
        "expertise": consultant.expertises.get().pk,
        "mode": "VISIT",
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "topic": "Cepat melempem",
        "submission_key": str(uuid4()),
    }

    response = client.post(reverse("consultations:booking_create", args=[consultant.slug]), data)

    assert response.status_code == 400
    assert "Pada waktu ini hanya: di kantor" in response.content.decode()
    assert not consultant.bookings.exists()
