"""Mutu data and closed months in the office: who sees them, who closes, who opens again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import ClosedMonth
from plut_portal.accounts.roles import Role
from tests.factories import BookingFactory, SessionRecordFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:data_quality")
CLOSE = reverse("admin:consultations_closedmonth_add")
OCTOBER = date(2026, 10, 1)
IN_OCTOBER = NOW - timedelta(days=30)


@pytest.fixture
def admin(client):
    admin = UserFactory(role=Role.PROGRAMME_ADMIN)
    client.force_login(admin)
    return admin


def test_fm61_data_quality_lists_what_is_missing_by_month_and_consultant(client, admin):
    lacking = [
        BookingFactory(starts_at=IN_OCTOBER),
        BookingFactory(starts_at=IN_OCTOBER, status="ATTENDED"),
    ]
    SessionRecordFactory(booking__starts_at=IN_OCTOBER)
    BookingFactory(starts_at=NOW - timedelta(days=2))

    response = client.get(PAGE)

    quality = response.context["quality"]
    assert [(row.first_day, row.sessions, row.counts) for row in quality.months] == [
        (date(2026, 11, 1), 1, [1, 0]),
        (OCTOBER, 3, [1, 1]),
    ]
    assert quality.month == OCTOBER
    assert {row.bookings[0] for row in quality.consultants} == set(lacking)
    page = response.content.decode()
    for booking in lacking:
        assert booking.business.label in page
        assert reverse("consultations:session_record", args=[booking.public_id]) in page


def test_data_quality_opens_on_the_month_asked_for_and_on_none_it_cannot_read(client, admin):
    BookingFactory(starts_at=IN_OCTOBER)

    months = [
        client.get(PAGE, {"bulan": value}).context["quality"].month
        for value in ("2026-11", "2026-99", "abc")
    ]

    assert months == [date(2026, 11, 1), OCTOBER, OCTOBER]


def test_data_quality_of_an_empty_portal_says_so(client, admin):
    page = client.get(PAGE).content.decode()

    assert "Belum ada sesi yang lewat." in page
    assert "Tidak ada yang kurang." in page


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_data_quality_is_read_by_head_and_auditor_who_change_nothing(client, role):
    booking = BookingFactory(starts_at=IN_OCTOBER)
    closed = services.close_month(
        month=date(2026, 9, 1), by=UserFactory(role=Role.PROGRAMME_ADMIN), at=NOW
    )
    client.force_login(UserFactory(role=role))
    reopen = reverse("admin:consultations_closedmonth_reopen", args=[closed.pk])

    page = client.get(PAGE).content.decode()

    assert reverse("admin:consultations_booking_change", args=[booking.pk]) in page
    assert reverse("consultations:session_record", args=[booking.public_id]) not in page
    assert CLOSE not in page
    assert client.post(CLOSE, {"month": "2026-10"}).status_code == 403
    assert client.post(reopen, {"reason": "Salah"}).status_code == 403


def test_data_quality_is_not_for_the_counter(client):
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_data_quality_query_count(client, admin, django_assert_num_queries, count):
    for number in range(count):
        BookingFactory(starts_at=IN_OCTOBER - timedelta(days=31 * number))
        BookingFactory(starts_at=IN_OCTOBER)

    with django_assert_num_queries(12):
        client.get(PAGE)


def test_close_a_month_from_the_page_that_names_it(client, admin):
    SessionRecordFactory(booking__starts_at=IN_OCTOBER)
    assert f"{CLOSE}?bulan=2026-10" in client.get(PAGE).content.decode()

    form = client.get(CLOSE, {"bulan": "2026-10"})
    response = client.post(CLOSE, {"month": "2026-10"})

    assert 'value="2026-10"' in form.content.decode()
    assert (response.status_code, response.url) == (
        302,
        reverse("admin:consultations_closedmonth_changelist"),
    )
    closed = ClosedMonth.objects.get()
    assert (closed.first_day, closed.closed_by) == (OCTOBER, admin)


@pytest.mark.parametrize(
    ("month", "status", "said"),
    [
        ("2026-10", 409, "Belum dicatat (1)"),
        ("2026-11", 409, "Hanya bulan yang sudah lewat"),
        ("Oktober", 422, "Tulis tahun dan bulan"),
    ],
)
def test_close_a_month_says_why_not(client, admin, month, status, said):
    BookingFactory(starts_at=IN_OCTOBER)

    response = client.post(CLOSE, {"month": month})

    assert response.status_code == status
    assert said in response.content.decode()
    assert not ClosedMonth.objects.exists()


def test_reopen_a_month_with_its_reason(client, admin):
    closed = services.close_month(month=OCTOBER, by=admin, at=NOW)
    page = reverse("admin:consultations_closedmonth_reopen", args=[closed.pk])

    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Satu sesi salah orang."}).status_code == 302

    closed.refresh_from_db()
    assert (closed.reopened_by, closed.reopen_reason) == (admin, "Satu sesi salah orang.")
