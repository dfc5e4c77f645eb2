"""Closed days, consultants and their hours in the office."""

import pytest
from django.urls import reverse

from consultations.models import BookingPolicy, Closure, Consultant
from tests.admin.consultant_page import consultant_page
from tests.factories import ConsultantFactory, ExpertiseFactory, UserFactory

pytestmark = pytest.mark.django_db

LOAD = reverse("admin:consultations_closure_load_holidays")


def test_public_holidays_of_a_year_are_entered_once(office):
    office.post(LOAD, {"year": 2027})
    count = Closure.objects.count()

    html = office.post(LOAD, {"year": 2027}, follow=True).content.decode()

    assert count > 10
    assert Closure.objects.count() == count
    assert "0 hari ditambahkan." in html


@pytest.mark.parametrize("year", ["", "2025", "abc"])
def test_only_this_year_and_the_next_are_entered(office, year):
    assert office.post(LOAD, {"year": year}).status_code == 422
    assert not Closure.objects.exists()


def test_the_rules_are_saved_from_their_first_visit_on(office):
    page = reverse("admin:consultations_bookingpolicy_change", args=[1])
    assert office.get(page).status_code == 200
    defaults = {
        name: getattr(BookingPolicy(), name)
        for name in (
            "buffer_minutes",
            "travel_minutes",
            "notice_hours",
            "max_open_bookings",
            "cancel_hours",
            "move_hours",
            "max_moves",
            "hold_minutes",
            "allow_moves",
            "no_show_limit",
            "no_show_days",
        )
    }

    refused = office.post(page, defaults | {"horizon_days": 0})
    office.post(page, defaults | {"horizon_days": 14})

    assert "antara 1 dan 180 hari" in refused.content.decode()
    assert BookingPolicy.load().horizon_days == 14


def test_a_consultant_is_somebody_with_the_role_and_gets_hours(office):
    stranger, person = UserFactory(), UserFactory(role="CONSULTANT")
    field = ExpertiseFactory()
    data = {
        "user": person.pk,
        "slug": "rini",
        "expertises": [field.pk],
        "position": 0,
        "is_active": "on",
        "weekly_hours-TOTAL_FORMS": 1,
        "weekly_hours-INITIAL_FORMS": 0,
        "weekly_hours-0-weekday": 0,
        "weekly_hours-0-opens": "08:00",
        "weekly_hours-0-closes": "12:00",
        "weekly_hours-0-at_office": "on",
        "extra_hours-TOTAL_FORMS": 0,
        "extra_hours-INITIAL_FORMS": 0,
        "leaves-TOTAL_FORMS": 0,
        "leaves-INITIAL_FORMS": 0,
    }
    page = reverse("admin:consultations_consultant_add")

    refused = office.post(page, data | {"user": stranger.pk})
    answer = office.post(page, data)

    assert (refused.status_code, answer.status_code) == (200, 302)
    consultant = Consultant.objects.get()
    assert (consultant.user, str(consultant.weekly_hours.get())) == (person, "Senin 08.00–12.00")


def test_hours_that_end_before_they_begin_are_refused_in_words(office):
    consultant = ConsultantFactory(hours=[])

    html = office.post(
        reverse("admin:consultations_consultant_change", args=[consultant.pk]),
        consultant_page(
            consultant,
            weekly_hours=[{"weekday": 0, "opens": "12:00", "closes": "08:00", "at_office": "on"}],
        ),
    ).content.decode()

    assert "Jam selesai harus sesudah jam mulai." in html
    assert not consultant.weekly_hours.exists()
