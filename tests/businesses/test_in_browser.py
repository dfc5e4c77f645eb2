"""The steps as a cheap phone meets them: narrow, read aloud, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from businesses import services
from businesses.models import Business
from tests.factories import (
    BusinessFactory,
    InvitationFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW

NARROWEST = {"width": 320, "height": 700}
LONG = "Keripik Apel dan Sari Apel Manalagi Bu Sumiati Rahayu Sumberbrantas"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def phone(chromium: Browser, live_server, user, **options) -> Page:
    client = Client()
    client.force_login(user)
    context = chromium.new_context(viewport=NARROWEST, **options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def to_mend(owner) -> Business:
    business = SubmittedBusinessFactory(owner=owner, name=LONG)
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks={"ADDRESS": "Mohon tulis RT dan RW.", "NIB": "Kurang satu angka."},
        message="Tinggal sedikit.",
        by=UserFactory(),
        at=NOW,
        revision=1,
    )
    return business


def test_the_pages_of_a_registration_fit_and_read_well(chromium, live_server):
    owner = UserFactory()
    business = to_mend(owner)
    InvitationFactory(business=business)
    page = phone(chromium, live_server, owner)
    names = ["detail", "completion", "receipt", "people", "update"]
    paths = [reverse(f"businesses:{name}", args=[business.public_id]) for name in names]
    paths += [
        reverse("businesses:step", args=[business.public_id, slug])
        for slug in ("nama", "kondisi", "omzet", "nib")
    ]
    paths += [reverse("businesses:list"), reverse("businesses:outside_batu")]

    for path in paths:
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found] == [], path
    page.context.close()


def test_somebody_asked_in_joins_with_a_tap(chromium, live_server):
    invitation, husband = InvitationFactory(), UserFactory()
    page = phone(chromium, live_server, husband)

    page.goto(live_server.url + invitation.get_absolute_url())
    with page.expect_navigation():
        page.get_by_role("button", name="Gabung").click()

    assert page.url == live_server.url + invitation.business.get_absolute_url()
    assert invitation.business.memberships.active().filter(user=husband).exists()
    page.context.close()


def test_the_steps_are_taken_without_javascript(chromium, live_server):
    owner = UserFactory()
    business = BusinessFactory(owner=owner, name="", address="")
    page = phone(chromium, live_server, owner, java_script_enabled=False)
    page.goto(live_server.url + reverse("businesses:completion", args=[business.public_id]))

    page.get_by_role("link", name="Lanjutkan").click()
    page.get_by_label("Nama usaha").fill("Keripik Bu Sumiati")
    page.get_by_label("Alamat").fill("Dusun Banaran RT 02/RW 05")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Berjalan", exact=True).check()
    page.get_by_label("Perempuan yang bekerja di sana").fill("2")
    page.get_by_label("Laki-laki yang bekerja di sana").fill("0")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Tidak ingin menjawab").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan dan lanjut").click()
    # What is left has pages of its own, and one need not answer it.
    page.goto(live_server.url + reverse("businesses:completion", args=[business.public_id]))
    page.get_by_role("button", name="Kirim untuk diperiksa").click()

    business.refresh_from_db()
    assert page.get_by_role("heading", name="Tanda terima").is_visible()
    assert page.get_by_text(business.registration_code).is_visible()
    page.context.close()
