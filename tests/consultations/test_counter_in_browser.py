"""A mother without a phone, her son with an account, and a slip that waits a year."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from consultations import selectors, services
from consultations.models import Booking, Visit
from consultations.services import SessionNote
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from tests.browsing import assert_well_made, follow
from tests.factories import PASSWORD, BusinessFactory, ConsultantFactory, UserFactory
from tests.times import NOW, TODAY_9

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = 1280
YEAR = timedelta(days=365)
SEND = "main .form-actions .btn-primary"


def test_mother_and_son_are_two_and_her_resep_waits_for_her(browsing, portal_clock):
    portal_clock(TODAY_9)
    consultant = ConsultantFactory(user__full_name="Rini Astuti")
    officer = UserFactory(role=Role.COUNTER_OFFICER, email="loket@plut.example")
    son = UserFactory(full_name="Agus Santoso", phone="+6281234567890")
    business = BusinessFactory(owner=son, name="Keripik Bu Sumiati")

    code = _counter(browsing, officer)
    _session(consultant, son, business)
    portal_clock(NOW + YEAR)
    page = _claim(browsing, code)

    expect(page.locator("main")).to_contain_text("Tiriskan minyak lima menit")
    mother = User.objects.get(full_name="Sumiati")
    assert list(mother.businesses.all()) == list(son.businesses.all()) == [business]
    son.refresh_from_db()
    assert (son.phone, son.check_password(PASSWORD)) == ("+6281234567890", True)


def _counter(browsing, officer: User) -> str:
    """The officer finds the son's business, writes the mother down, and prints her slip."""
    page = browsing(width=DESK)
    page.goto("/akun/masuk/?next=/loket/")
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, SEND)
    page.fill("[name=query]", "sumiati")
    follow(page, SEND)
    assert page.url.endswith("/loket/")
    follow(page, "main .rows a")
    page.check("[name=who][value=NEW]")
    page.click("details summary >> nth=-2")
    page.fill("[name=full_name]", "Sumiati")
    page.fill("[name=phone]", "0812 3456 7890")
    page.check("[name=is_family_phone]")
    page.check("[name=consent]")
    page.fill("[name=note]", "Keripik cepat melempem")
    page.check("[name=expertise]")
    assert_well_made(page)
    follow(page, SEND)
    expect(page.locator("main")).to_contain_text("Rini Astuti")
    follow(page, "form[action$='/slip/'] button")
    code = page.locator(".slip-claim .code").inner_text()
    assert_well_made(page)
    return code


def _session(consultant, son: User, business) -> None:
    """Her son comes as well; the consultant records both, and they are one business."""
    mother = Booking.objects.get(origin=Booking.Origin.WALK_IN)
    visit = services.record_guest(
        person=son,
        business=business,
        expertise=mother.expertise,
        note="Menjemput ibu, tanya kemasan",
        next_step="COUNTER",
        by=mother.booked_by,
        at=TODAY_9,
    )
    note = SessionNote(
        advice="Minyaknya belum tiris.",
        actions=[("Tiriskan minyak lima menit", (NOW + YEAR).date())],
    )
    services.record_session(
        booking=mother,
        outcome=Booking.Status.ATTENDED,
        note=note,
        by=consultant.user,
        at=TODAY_9 + timedelta(minutes=30),
    )
    period = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}
    assert Visit.objects.exclude(pk=visit.pk).get().person != son
    assert list(selectors.businesses_served(**period)) == [business]


def _claim(browsing, code: str) -> Page:
    page = browsing()
    page.goto("/akun/klaim/")
    assert_well_made(page)
    page.fill("[name=code]", code)
    page.fill("[name=contact]", "0857 1111 2222")
    page.fill("[name=password]", PASSWORD)
    follow(page, SEND)
    assert page.url.endswith("/jadwal/")
    follow(page, "main .row-link a")
    return page
