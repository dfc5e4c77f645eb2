"""Cek kendala on a phone: by tap, by key, without JavaScript, and what it weighs on the line."""

import sys

import pytest

from tests.browser.test_budgets import LATER_PAGE, weight
from tests.browser.test_touch_and_keys import FINGER, FOCUS_SHOWS, TOO_SMALL

pytestmark = [pytest.mark.browser, pytest.mark.live]

START, RESULT = "/konsultasi/cek-kendala/", "/konsultasi/cek-kendala/hasil/"
QUESTIONS = 9
SOFT, OWN_VILLAGE = "Cepat melempem, basi, atau berjamur", "Bumiaji"


def answer(page, step):
    """What somebody whose chips go soft taps: that, and the first answer everywhere else."""
    return page.get_by_role("button", name=SOFT) if step == 3 else page.locator(".answer").first


def take(person, *, at_each=lambda: None):
    """From the home page to the result, with a finger."""
    page = person.page
    person.open("/")
    page.get_by_role("link", name="Mulai cek kendala").click()
    _arrive(page, START, at_each)
    page.get_by_role("button", name="Mulai cek kendala").click()
    for step in range(1, QUESTIONS + 1):
        _arrive(page, f"{START}{step}/", at_each)
        answer(page, step).click()
    _arrive(page, f"{START}{QUESTIONS + 1}/", at_each)
    page.get_by_label("Desa atau kelurahan").select_option(OWN_VILLAGE)
    page.get_by_role("button", name="Lihat hasilnya").click()
    _arrive(page, RESULT, at_each)


def _arrive(page, path, at_each):
    page.wait_for_url(f"**{path}", wait_until="load")
    at_each()


def press_until(page, locator):
    """Tab to it, as somebody without a mouse does."""
    wanted = locator.element_handle()
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            assert page.evaluate(FOCUS_SHOWS)
            return
    pytest.fail(f"the keyboard never reaches {locator}")


@pytest.mark.parametrize("width", [320, 360])
def test_fm64_the_whole_check_without_javascript(visit, width):
    person = visit(width=width, locale="id-ID", java_script_enabled=False)

    take(person, at_each=lambda: _assert_fits(person, width))

    assert person.path == RESULT
    assert "Produk cepat melempem" in person.page.locator(".check-first").inner_text()
    person.follow(person.page.locator(".times-list button").first)
    assert person.path.endswith("/pesan/")


def _assert_fits(person, width):
    assert person.width_of_content() == width
    assert person.page.evaluate(TOO_SMALL, FINGER) == []


def test_fm64_the_whole_check_by_keyboard(visit):
    person = visit(locale="id-ID")
    page = person.page
    person.open(START)

    press_until(page, page.get_by_role("button", name="Mulai cek kendala"))
    page.keyboard.press("Enter")
    for step in range(1, QUESTIONS + 1):
        page.wait_for_url(f"**{START}{step}/")
        press_until(page, answer(page, step))
        page.keyboard.press("Enter")
    page.wait_for_url(f"**{START}{QUESTIONS + 1}/")
    press_until(page, page.get_by_label("Desa atau kelurahan"))
    page.keyboard.type(OWN_VILLAGE)
    press_until(page, page.get_by_role("button", name="Lihat hasilnya"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{RESULT}")
    press_until(page, page.locator(".times-list button").first)

    assert "Produk cepat melempem" in page.locator(".check-first").inner_text()


def test_fm64_every_screen_of_the_check_is_free_of_faults(visit):
    person = visit(width=320, locale="id-ID")
    found = []

    take(person, at_each=lambda: found.extend(person.violations()))
    person.open(f"{START}3/")
    found += person.violations()

    assert found == []
    assert person.complaints == []
    assert person.hosts == {person.portal.url.removeprefix("http://")}


def test_the_check_is_light(visit):
    person = visit(locale="id-ID")
    person.open("/", wait_until="networkidle")
    weights, loads = [], []

    def weigh():
        person.page.wait_for_load_state("networkidle")
        weights.append(weight(person.requests))
        loads.append(len(person.requests))
        person.requests.clear()

    take(person, at_each=weigh)

    # The first also fetched the home page once more.
    sys.stdout.write(f"{len(weights)} screens, bytes each {weights}, sum {sum(weights)}\n")
    sys.stdout.write(f"requests each {loads}\n")
    assert max(weights[1:]) <= LATER_PAGE
    assert sum(weights[1:]) <= 60_000
