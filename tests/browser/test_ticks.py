"""Ticking off the steps of a Resep Usaha, with JavaScript and without it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.browser

LIST = "/jadwal/"
FIRST = "[data-tick] button >> nth=0"


def test_a_step_is_ticked_off_without_leaving_the_page_and_taken_back(visit):
    owner = visit("owner")
    owner.open(LIST)
    button = owner.page.locator(FIRST)
    assert button.get_attribute("aria-pressed") == "false"
    asked = len(owner.requests)

    with owner.page.expect_response("**/langkah/**") as ticked:
        button.click()
    owner.page.wait_for_selector("[data-tick] button[aria-pressed=true]")

    assert ticked.value.status == 204
    ticked.value.finished()
    assert [request.resource_type for request in owner.requests[asked:]] == ["fetch"]
    assert owner.page.url.endswith(LIST)
    with owner.page.expect_response("**/langkah/**"):
        button.click()
    owner.page.wait_for_selector("[data-tick] button[aria-pressed=true]", state="detached")
    assert owner.complaints == []
    assert owner.violations() == []


def test_who_was_signed_out_meanwhile_is_led_to_the_login(visit):
    owner = visit("owner", locale="id-ID")
    owner.open(LIST)
    owner.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    owner.follow(owner.page.locator(FIRST))

    assert owner.path.startswith(reverse("account_login"))


def test_without_javascript_the_form_does_it_and_comes_back_to_the_steps(visit):
    owner = visit("owner", java_script_enabled=False)
    owner.open(LIST)
    names = owner.page.locator("[data-tick] .visually-hidden")
    first = names.nth(0).text_content()

    owner.follow(owner.page.locator(FIRST))

    assert owner.page.url.endswith("/jadwal/#langkah")
    assert first not in names.all_text_contents()


def test_the_slip_fits_one_page_of_a5(visit):
    owner = visit("owner")
    owner.open(LIST)
    owner.follow(owner.page.locator("h3 a").nth(0))
    owner.follow(owner.page.get_by_text("Cetak slip"))

    pdf = owner.page.pdf(prefer_css_page_size=True)

    assert pdf.count(b"/Type /Page\n") == 1
    # A5 is 420 points wide, as near as browsers round it.
    assert re.search(rb"/MediaBox \[0 0 (419|420)", pdf)
