"""One stage as an owner walks it on her phone, from joining to the gate of the next."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import BusinessFactory
from tests.trainings.school import batch_of_three, meetings_of
from trainings.models import Enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 700}


@pytest.fixture
def phone_of(chromium, live_server):
    """phone_of(user): a page of her own, signed in, on the narrowest phone."""
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
        page.set_default_timeout(10_000)
        return page

    yield start
    for context in contexts:
        context.close()


def check(page):
    """Nothing for axe to mend, nothing beyond the edge."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_owner_joins_attends_hands_in_mends_and_the_next_stage_opens(phone_of, portal_clock):
    stages = {1: {"output_kind": "ANY", "output_name": "SOP produksi"}}
    batch = batch_of_three(hours=((4,), (4,), (4,)), stages=stages)
    judge = batch.batch_stages.get(stage__position=1).consultant.user
    meeting = meetings_of(batch, 1)[0]
    owner, consultant = phone_of(BusinessFactory().people.first()), phone_of(judge)

    owner.goto(batch.track.get_absolute_url())
    check(owner)
    owner.click("text=Ikut angkatan ini")
    owner.click("text=Ya, ikut angkatan ini")
    expect(owner.locator("main")).to_contain_text("Anda mendapat tempat.")
    check(owner)
    enrolment = Enrolment.objects.get()

    portal_clock(meeting.starts_at + timedelta(minutes=5))
    consultant.goto(reverse("trainings:attendance_screen", args=[meeting.public_id]))
    check(consultant)
    owner.goto(f"{reverse('trainings:attendance_code')}?kode={meeting.code}")
    check(owner)
    owner.click("text=Catat saya hadir")
    expect(owner.locator("main")).to_contain_text("Anda tercatat hadir")

    owner.locator("main").get_by_role("link", name="Serahkan", exact=True).first.click()
    owner.fill("[name=link]", "https://contoh.id/sop")
    owner.locator("main .form-actions .btn-primary").click()
    expect(owner.locator("main")).to_contain_text("Sudah kami terima.")

    consultant.goto(reverse("trainings:output_list"))
    check(consultant)
    consultant.click("text=SOP produksi")
    check(consultant)
    consultant.fill("[name=text]", "Suhu belum ada")
    consultant.click("text=Kembalikan untuk diperbaiki")
    expect(consultant.locator("main")).to_contain_text("Peserta dikabari apa")

    owner.reload()
    check(owner)
    expect(owner.locator("main")).to_contain_text("Suhu belum ada")
    assert owner.locator("button[name=starts_at]").count() > 0
    owner.click("text=Serahkan perbaikannya")
    owner.fill("[name=link]", "https://contoh.id/sop-2")
    owner.locator("main .form-actions .btn-primary").click()
    expect(owner.locator("main")).to_contain_text("Versi 2")

    consultant.goto(reverse("trainings:output_list"))
    consultant.click("text=SOP produksi")
    consultant.get_by_role("button", name="Terima", exact=True).click()
    expect(consultant.locator("main")).to_contain_text("Peserta dikabari.")
    consultant.goto(reverse("trainings:attendance_list", args=[meeting.public_id]))
    check(consultant)

    owner.goto(enrolment.get_absolute_url())
    expect(owner.locator(".path-passed")).to_contain_text("Produksi")
    expect(owner.locator(".path-current")).to_contain_text("Pengemasan")
    check(owner)
