"""An exhibition as an owner walks it on the narrowest phone: from the call to the three numbers."""

from datetime import date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from exhibitions import services
from exhibitions.models import Application
from plut_portal.core.formats import WIB
from tests.exhibitions.fair import (
    CLOSED,
    RELEASED,
    Outcome,
    decide,
    office,
    release,
    score_all,
)
from tests.factories import (
    ActivityFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    ProductFactory,
    RequirementFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 700}


@pytest.fixture
def phone(chromium, live_server):
    """phone(user): a page in which she is signed in."""
    contexts = []

    def start(user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        contexts.append(chromium.new_context(viewport=PHONE, base_url=live_server.url))
        contexts[-1].add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        return page

    yield start
    for context in contexts:
        context.close()


def check(page):
    """Nothing for axe to mend, nothing beyond the edge."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_owner_applies_is_chosen_confirms_and_reports(phone, portal_clock):
    business = BusinessFactory()
    ProductFactory(business=business, name="Kripik Nangka", form="NOT_FOOD")
    ProductFactory(business=business, name="Sari Apel", form="DRINK")
    ConsultantFactory(expertise=ExpertiseFactory(slug="kelembagaan"))
    activity = ActivityFactory(
        panel=2, weights=[3, 1], starts_on=date(2026, 12, 8), conditions="Menjaga stan"
    )
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT")
    page = phone(business.people.get())

    page.goto(activity.get_absolute_url())
    check(page)
    page.click("text=Daftar ikut")
    page.get_by_label("Sari Apel").check()
    expect(page.locator("[data-checks-here]")).to_contain_text("MD")
    check(page)
    page.get_by_label("Sari Apel").uncheck()
    page.get_by_label("Kripik Nangka").check()
    expect(page.locator("[data-checks-here] .chip")).to_have_text("Sudah ada")
    page.click("text=Simpan dan lanjut")
    page.get_by_label("Saya sudah membaca").check()
    check(page)
    page.click("text=Kirim pendaftaran")
    expect(page.locator(".outcome")).to_contain_text("Terkirim.")

    application = Application.objects.get()
    services.begin_review(activity=activity, by=office(), at=CLOSED)
    application.refresh_from_db()
    score_all(activity, [application], 4)
    decide(application, Outcome.SELECT)
    activity.refresh_from_db()
    release(activity)
    portal_clock(RELEASED)
    page.goto(reverse("home"))
    page.click("text=Anda terpilih")
    check(page)
    page.click("text=Ya, kami datang")
    expect(page.locator("main")).to_contain_text("Tempat Anda sudah pasti.")

    portal_clock(datetime(2026, 12, 8, 18, 30, tzinfo=WIB))
    page.reload()
    page.get_by_role("link", name="Laporkan").click()
    page.get_by_label("Pengunjung di stan Anda").fill("140")
    page.get_by_label("Barang terjual").fill("62")
    page.reload()
    expect(page.get_by_label("Barang terjual")).to_have_value("62")
    page.get_by_label("Omzet hari itu").fill("1.860.000")
    check(page)
    page.click("text=Kirim angkanya")
    expect(page.locator("main")).to_contain_text("140 pengunjung · 62 barang · Rp1.860.000")
    check(page)
