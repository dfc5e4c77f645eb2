"""An exhibition as an owner walks it on the narrowest phone: from the call to the three numbers."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from exhibitions import services
from exhibitions.models import Application
from plut_portal.core.formats import WIB
from tests.browsing import assert_well_made, follow
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

NARROWEST = 320
SCRIPT = "**/js/checks*.js"
CHECKS = "[data-checks-here]"


def test_owner_applies_is_chosen_confirms_and_reports(browsing, portal_clock):
    business = BusinessFactory()
    ProductFactory(business=business, name="Kripik Nangka", form="NOT_FOOD")
    ProductFactory(business=business, name="Sari Apel", form="DRINK")
    ConsultantFactory(expertise=ExpertiseFactory(slug="kelembagaan"))
    activity = ActivityFactory(
        panel=2, weights=[3, 1], starts_on=date(2026, 12, 8), conditions="Menjaga stan"
    )
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT")
    page = browsing(business.people.get(), width=NARROWEST)

    page.goto(activity.get_absolute_url())
    assert_well_made(page)
    follow(page, "text=Daftar ikut")
    page.get_by_label("Sari Apel").check()
    expect(page.locator(CHECKS)).to_contain_text("MD")
    assert_well_made(page)
    page.get_by_label("Sari Apel").uncheck()
    page.get_by_label("Kripik Nangka").check()
    expect(page.locator(f"{CHECKS} .chip")).to_have_text("Sudah ada")
    follow(page, "text=Simpan dan lanjut")
    page.get_by_label("Saya sudah membaca").check()
    assert_well_made(page)
    follow(page, "text=Kirim pendaftaran")
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
    follow(page, "text=Anda terpilih")
    assert_well_made(page)
    follow(page, "text=Ya, kami datang")
    expect(page.locator("main")).to_contain_text("Tempat Anda sudah pasti.")

    portal_clock(datetime(2026, 12, 8, 18, 30, tzinfo=WIB))
    page.reload()
    follow(page, page.get_by_role("link", name="Laporkan"))
    page.get_by_label("Pengunjung di stan Anda").fill("140")
    page.get_by_label("Barang terjual").fill("62")
    page.reload()
    expect(page.get_by_label("Barang terjual")).to_have_value("62")
    page.get_by_label("Omzet hari itu").fill("1.860.000")
    assert_well_made(page)
    follow(page, "text=Kirim angkanya")
    expect(page.locator("main")).to_contain_text("140 pengunjung · 62 barang · Rp1.860.000")
    assert_well_made(page)


@pytest.fixture
def applying(browsing):
    """The page on which an owner ticks her Sari Apel or her Kripik Nangka."""
    business = BusinessFactory()
    ProductFactory(business=business, name="Kripik Nangka", form="NOT_FOOD")
    ProductFactory(business=business, name="Sari Apel", form="DRINK")
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT")
    page = browsing(business.people.get(), width=NARROWEST)
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
