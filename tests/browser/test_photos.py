"""Sending a photo from a phone: made smaller there where it can be, whole where it cannot."""

from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import expect

from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.live]

TWELVE_MEGAPIXELS = (4000, 3000)
LOOKS_AGAIN_MS = 3_500
NO_PHOTO = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"<html>" + bytes(999)}


@pytest.fixture(scope="session")
def large_photo(tmp_path_factory) -> Path:
    """As grainy as a phone's, so that it weighs as much."""
    noise = Image.effect_noise((1000, 750), 70).resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(TWELVE_MEGAPIXELS, 22)
    photo = Image.merge("RGB", (noise, Image.blend(noise, grain, 0.3), grain))
    file = tmp_path_factory.mktemp("phone") / "IMG_20261124.jpg"
    photo.filter(ImageFilter.SMOOTH).save(file, "JPEG", quality=92)
    assert 4_000_000 < file.stat().st_size < 15_000_000
    return file


@pytest.fixture
def photo_page(shown) -> str:
    """Hers alone: these tests send, and others look at the first owner's page."""
    [shot] = [s for s in shown.shots if (s["name"], s["who"]) == ("businesses:photo_add", "owner")]
    return shot["path"]


def sizes_sent(person: Visit) -> list[int]:
    """How many bytes went out with each form sent from here on."""
    sent: list[int] = []

    def note(request):
        if request.method == "POST":
            sent.append(int(request.header_value("content-length") or 0))

    person.page.on("requestfinished", note)
    return sent


def test_a_photo_of_twelve_megapixels_is_sent_small(visit, photo_page, large_photo):
    person = visit("owner", width=360)
    person.open(photo_page)
    sent = sizes_sent(person)

    person.page.locator("input[name=photo]").set_input_files(large_photo)
    person.page.locator("[data-photo-preview]:visible").wait_for()
    assert person.width_of_content() == 360
    assert person.violations() == []
    person.follow(person.page.locator("form[data-photo] [type=submit]"))
    expect(person.page.locator("[data-photo-waiting]")).to_be_visible()

    print(f"{large_photo.stat().st_size} bytes chosen, {sent[0]} sent")
    assert len(sent) == 1
    assert sent[0] < 1_000_000


def test_waiting_page_looks_again_but_not_under_the_hand(visit, photo_page, large_photo):
    person = visit("owner", width=360)
    person.open(photo_page)
    photo = person.page.locator("input[name=photo]")
    photo.set_input_files(large_photo)
    person.follow(person.page.locator("form[data-photo] [type=submit]"))

    with person.page.expect_event("load"):
        pass
    # While her hand chooses the next one, it stays.
    with person.page.expect_file_chooser() as chooser:
        photo.click()
    person.page.evaluate("window.isSame = true")
    person.page.wait_for_timeout(LOOKS_AGAIN_MS)
    assert person.page.evaluate("window.isSame")
    chooser.value.set_files(NO_PHOTO)
    person.page.wait_for_timeout(LOOKS_AGAIN_MS)
    assert person.page.evaluate("window.isSame")
    assert person.violations() == []

    # Sent without one after all: what was wrong stays to be read.
    photo.set_input_files([])
    person.follow(person.page.locator("form[data-photo] [type=submit]"))
    person.page.evaluate("window.isSame = true")
    person.page.wait_for_timeout(LOOKS_AGAIN_MS)
    assert person.page.evaluate("window.isSame")
    expect(person.page.locator("form[data-photo] .field-error").first).to_be_visible()
    assert person.violations() == []
    assert person.complaints == []


def test_without_javascript_the_whole_photo_is_taken(visit, photo_page, large_photo):
    person = visit("owner", width=360, java_script_enabled=False)
    person.open(photo_page)
    sent = sizes_sent(person)

    person.page.locator("input[name=photo]").set_input_files(large_photo)
    person.follow(person.page.locator("form[data-photo] [type=submit]"))
    expect(person.page.locator("[data-photo-waiting]")).to_be_visible()

    assert sent[0] > large_photo.stat().st_size


def test_a_lost_connection_keeps_the_photo_for_another_try(visit, photo_page, large_photo):
    person = visit("owner", width=360)
    person.open(photo_page)
    person.page.locator("input[name=photo]").set_input_files(large_photo)
    person.page.route("**/lengkapi/foto/", lambda route: route.abort("internetdisconnected"))

    person.page.locator("form[data-photo] [type=submit]").click()

    status = person.page.locator("[data-photo-status]")
    status.get_by_text("Sambungan terputus. Foto Anda masih di sini").wait_for()
    person.page.unroute("**/lengkapi/foto/")
    person.follow(person.page.locator("form[data-photo] [type=submit]"))
    expect(person.page.locator("[data-photo-waiting]")).to_be_visible()


def test_what_is_no_photo_is_answered_beside_the_button(visit, photo_page):
    person = visit("owner", width=360)
    person.open(photo_page)
    person.page.locator("input[name=photo]").set_input_files(NO_PHOTO)

    person.page.locator("form[data-photo] [type=submit]").click()

    person.page.locator("[data-photo-status]").get_by_text("bukan foto").wait_for()
    assert person.violations() == []


def test_the_kbli_finder_is_used_by_keyboard(visit):
    person = visit(width=320)
    person.open("/usaha/kbli/")

    person.page.locator("#id_cari").focus()
    person.page.keyboard.type("kripik apel")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")

    assert person.page.get_by_text("10313").is_visible()
    assert person.page.get_by_text("10303").is_visible()
    assert person.width_of_content() == 320
    assert person.violations() == []
