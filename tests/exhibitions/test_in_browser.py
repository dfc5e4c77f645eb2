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
from tests.lines import held_back, open_before_script

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 700}
SCRIPT = "**/js/checks*.js"
CHECKS = "[data-checks-here]"


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
    expect(page.locator(CHECKS)).to_contain_text("MD")
    check(page)
    page.get_by_label("Sari Apel").uncheck()
    page.get_by_label("Kripik Nangka").check()
    expect(page.locator(f"{CHECKS} .chip")).to_have_text("Sudah ada")
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


@pytest.fixture
def applying(phone):
    """The page on which an owner ticks her Sari Apel or her Kripik Nangka."""
    business = BusinessFactory()
    ProductFactory(business=business, name="Kripik Nangka", form="NOT_FOOD")
    ProductFactory(business=business, name="Sari Apel", form="DRINK")
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT")
    page = phone(business.people.get())
    page.goto(reverse("exhibitions:application_create", args=[activity.slug]))
    return page


def test_product_ticked_before_the_script_has_come_is_looked_up(applying):
    with held_back(applying, SCRIPT):
        open_before_script(applying, applying.url, SCRIPT)
        applying.get_by_label("Sari Apel").check()

    expect(applying.locator(CHECKS)).to_contain_text("MD")
    # What the phone kept is ticked again, and looked up as well.
    applying.reload()
    expect(applying.locator(CHECKS)).to_contain_text("MD")


def test_answer_that_was_overtaken_is_not_shown(applying):
    path = applying.locator("form[data-checks]").get_attribute("data-checks")

    with held_back(applying, f"**{path}*"):
        with applying.expect_request(f"**{path}*"):
            applying.get_by_label("Sari Apel").check()
        applying.get_by_label("Sari Apel").uncheck()
        applying.get_by_label("Kripik Nangka").check()
        expect(applying.locator(f"{CHECKS} .chip")).to_have_text("Sudah ada")
    applying.evaluate("() => new Promise(done => setTimeout(done, 200))")

    expect(applying.locator(f"{CHECKS} .chip")).to_have_text("Sudah ada")
