"""The clock of the demo: moved by forms, by whom it is meant for, nowhere in production."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from plut_portal.accounts.roles import Role
from plut_portal.core import clock
from tests.times import NOW, TOMORROW_9

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:demo_clock")
CLOSE = timedelta(seconds=30)


def is_now(moment):
    return abs(clock.now() - moment) < CLOSE


@pytest.mark.parametrize(
    ("step", "by"),
    [("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(days=7))],
)
def test_the_clock_is_moved_by_steps(office, step, by):
    answer = office.post(PAGE, {"to": step})

    assert answer.status_code == 302
    assert is_now(NOW + by)


def test_the_clock_is_set_to_a_moment_in_wib(office):
    office.post(PAGE, {"to": "moment", "moment": "2026-11-25T09:15"})

    assert is_now(TOMORROW_9)
    assert "Rabu, 25 November 2026, 09.15 WIB" in office.get(PAGE).content.decode()


def test_the_clock_goes_back_to_real_time(office):
    office.post(PAGE, {"to": "real"})

    assert abs(clock.offset()) < CLOSE


@pytest.mark.parametrize("data", [{}, {"to": "moment"}, {"to": "moment", "moment": "besok"}])
def test_nothing_moves_without_a_moment(office, data):
    assert office.post(PAGE, data).status_code == 422
    assert is_now(NOW)


def test_fm30_looking_does_not_move_it(office):
    assert office.get(PAGE, {"to": "week"}).status_code == 200
    assert is_now(NOW)


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_others_do_not_move_it(signed_in, role):
    client = signed_in(role=role)

    assert client.post(PAGE, {"to": "week"}).status_code == 403
    assert is_now(NOW)


def test_production_has_no_such_page(settings):
    settings.PRODUCTION = True

    assert "demo_clock" not in {page.name for page in admin.site.extra_urls()}
