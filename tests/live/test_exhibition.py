"""One exhibition, from the call to the text for the press: owners on phones, all others at desks."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.live.fair import (
    CONFIRM_HOURS,
    DESK,
    MARKS,
    NOTE,
    REASON,
    TOLD,
    Fair,
    begin_curation,
    decide,
    place_in_booth,
    preview,
    publish,
    read_the_press,
    release,
    sign_in_here,
)
from tests.live.office import Office
from tests.live.person import Person

pytestmark = [pytest.mark.live, pytest.mark.browser]


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def test_from_the_call_to_the_text_for_the_press(office):
    with ExitStack() as phones:
        fair = Fair(office, phones)
        office.move_clock(fair.opens)
        publish(fair)
        apply_with_everything_there(fair, "sulastri", "/agenda/")
        apply_with_everything_there(fair, "hariyati", "/pameran/")
        apply_once_the_permit_is_there(fair)
        apply_with_what_needs_another_permit(fair)
        for key in MARKS:
            fair.told(key, "Pendaftaran diterima")

        office.move_clock(fair.closes)
        begin_curation(fair)
        find_the_entry_frozen(fair)
        score(fair)
        known = fair.known_to_owners()
        decide(fair)
        preview(fair)
        assert fair.known_to_owners() == known
        release(fair)
        read_the_result_and_confirm(fair, "sulastri")
        read_the_reasons_and_book(fair)

        office.move_clock(fair.closes + timedelta(hours=CONFIRM_HOURS, minutes=30))
        see_the_place_move_on(fair)
        place_in_booth(fair)

        office.move_clock(fair.begins.replace(hour=18, minute=5))
        for key, numbers in TOLD.items():
            report(fair, key, numbers)
        read_the_press(fair)


# --- Applying --------------------------------------------------------------------------------------


def open_form(fair: Fair, key: str, start: str) -> Person:
    """From a public list, by way of signing in, to the form; nothing of hers is asked again."""
    owner = fair.owners[key]
    owner.open(start)
    owner.follow(f"main a:has-text('{fair.title}')")
    owner.follow("main a.btn-primary[href$='/daftar/']")
    sign_in_here(owner, fair.address(key))
    assert owner.path == f"/pameran/{fair.slug}/daftar/"
    asked = owner.page.locator("main form.form :is(input, textarea):not([type=hidden])")
    names = {field.get_attribute("name") for field in asked.all()}
    assert names == {"products", "pitch", "watts"}
    return owner


def choice(owner: Person, product: str) -> Locator:
    """The box before a product; the only one there is stands ticked already."""
    return owner.page.get_by_label(re.compile(f"^{product}"))


def save(fair: Fair, key: str) -> None:
    owner = fair.owners[key]
    owner.follow("main form.form .btn-primary")
    assert owner.path.startswith("/pameran/permohonan/"), owner.text
    fair.pages[key] = owner.path


def send(fair: Fair, key: str) -> None:
    owner = fair.owners[key]
    owner.page.check("main [name=agrees]")
    owner.follow("main form[action$='/kirim/'] .btn-primary")
    assert "Terkirim." in owner.page.inner_text(".outcome")


def apply_with_everything_there(fair: Fair, key: str, start: str) -> None:
    owner = open_form(fair, key, start)
    expect(owner.page.locator("main [name=products]")).to_be_checked()
    expect(owner.page.locator("[data-checks-here] .chip")).to_have_text("Sudah ada")
    owner.type("pitch", "Cicip gratis, digoreng di tempat.")
    owner.type("watts", "400")
    save(fair, key)
    send(fair, key)


def apply_once_the_permit_is_there(fair: Fair) -> None:
    """The page names what is missing and who helps, with times; then he fills in what he had."""
    owner = open_form(fair, "wagiman", "/pameran/")
    expect(choice(owner, "Keripik nangka")).to_be_checked()
    checks = owner.page.locator("[data-checks-here]")
    expect(checks).to_contain_text("Keripik nangka belum punya P-IRT.")
    expect(checks.locator("button[name=starts_at]").first).to_be_visible()
    save(fair, "wagiman")
    assert "Keripik nangka belum punya P-IRT." in owner.text
    assert not owner.page.locator("main form[action$='/kirim/']").count()
    owner.follow("main button[name=starts_at]")
    assert re.fullmatch(r"/konsultasi/[\w-]+/pesan/", owner.path), owner.path

    owner = fair.open_mine("wagiman")
    owner.follow("main a:text-is('Lengkapi di halaman produknya')")
    owner.follow("main a[href$='/izin/pirt/']")
    owner.type("number", f"2083579010903{fair.begins.year % 100 + 4}")
    owner.send()
    fair.open_mine("wagiman")
    send(fair, "wagiman")


def apply_with_what_needs_another_permit(fair: Fair) -> None:
    """Juice with a P-IRT is told what it needs; she brings her jam instead. Without JavaScript."""
    owner = open_form(fair, "fitriani", "/pameran/")
    choice(owner, "Sari apel").check()
    save(fair, "fitriani")
    assert "Sari apel punya P-IRT, padahal perlu BPOM MD" in owner.text
    owner.follow("main a[href$='/ubah/']")
    choice(owner, "Sari apel").uncheck()
    choice(owner, "Selai apel").check()
    save(fair, "fitriani")
    send(fair, "fitriani")


# --- Choosing --------------------------------------------------------------------------------------


def find_the_entry_frozen(fair: Fair) -> None:
    """What the owner calls it from now on is not what the curators read."""
    owner = fair.open_mine("sulastri")
    assert "isinya tidak bisa diubah lagi" in owner.text
    assert not owner.page.locator("main a[href$='/ubah/']").count()
    owner.open(f"{fair.pages['sulastri']}ubah/")
    assert owner.path == fair.pages["sulastri"]
    owner.open("/usaha/")
    owner.follow("main .cards h2 a")
    owner.follow("main a[href$='/produk/']")
    owner.follow("main a:text-is('Keripik apel')")
    owner.follow("main a[href$='/ubah/']")
    owner.type("name", "Apel renyah")
    owner.send()
    fair.open_mine("sulastri")
    assert "Keripik apel" in owner.text
    assert "Apel renyah" not in owner.text


def score(fair: Fair) -> None:
    """One curator after the other; what earlier ones gave shows once one's own is saved."""
    panel = {
        "kurator@plut.example": "Ratna Wulandari",
        "andini@kurator.example": "Andini Prameswari",
        fair.address("bambang"): f"Bambang {fair.mark}",
    }
    before: list[str] = []
    for login, name in panel.items():
        with fair.office.person(viewport=DESK) as curator:
            curator.open("/pameran/kurasi/")
            sign_in_here(curator, login)
            curator.follow(f"main a:text-is('{fair.title}')")
            curator.follow("main a.btn-primary")
            for _entry in MARKS:
                score_one(curator, before)
            assert "Itu yang terakhir" in curator.text
            curator.follow("main .entries a")
            others = curator.page.inner_text("section:has(#others)")
            assert [each for each in before if each in others] == before
        before.append(name)


def score_one(curator: Person, others: list[str]) -> None:
    """A digit for each criterion, and Enter."""
    text = curator.text
    assert not curator.page.locator("#others").count()
    assert not any(name in text for name in others)
    assert "Apel renyah" not in text
    heading = curator.page.inner_text("h1").lower()
    points = next(given for key, given in MARKS.items() if key in heading)
    for _criterion in range(2):
        curator.page.keyboard.press(str(points))
    with curator.page.expect_navigation():
        curator.page.keyboard.press("Enter")


# --- After the release -----------------------------------------------------------------------------


def read_the_result_and_confirm(fair: Fair, key: str) -> None:
    owner = fair.open_mine(key)
    assert "Dari kurator" in owner.page.inner_text("table.points")
    owner.follow("main form[action$='/konfirmasi/'] button")
    assert "Tempat Anda sudah pasti" in owner.text
    fair.told(key, "Tempat dikonfirmasi")


def read_the_reasons_and_book(fair: Fair) -> None:
    mail = fair.told("fitriani", "Hasil kurasi")
    assert REASON in mail["text"]
    assert NOTE in mail["text"]
    owner = fair.owners["fitriani"]
    owner.open(re.search(r"/pameran/permohonan/[\w-]+/", mail["text"])[0])
    assert REASON in owner.text
    assert NOTE in owner.text
    owner.follow("main button[name=starts_at]")
    owner.type("topic", "Label selai saya belum memuat berat bersih.")
    owner.send()
    assert owner.path.startswith("/jadwal/"), owner.text


def see_the_place_move_on(fair: Fair) -> None:
    """Nobody does anything: the deadline passes, and the worker offers the place to the reserve."""
    fair.told("wagiman", "Ada tempat untuk Anda")
    fair.told("hariyati", "Tempat tidak dikonfirmasi")
    late = fair.open_mine("hariyati")
    assert "tidak lagi disimpan untuk Anda" in late.text
    assert not late.page.locator("main form[action$='/konfirmasi/']").count()
    read_the_result_and_confirm(fair, "wagiman")


def report(fair: Fair, key: str, numbers: tuple[int, int, int]) -> None:
    """From the home page of her phone, on the evening she is asked."""
    fair.told(key, "Tiga angka untuk hari ini")
    owner = fair.owners[key]
    owner.open("/")
    owner.follow(f"main a:has-text('{fair.title}'):has-text('Tiga angka')")
    owner.follow("main a[href*='/pameran/laporan/']")
    for name, number in zip(("visitors", "pieces", "turnover"), numbers, strict=True):
        owner.type(name, str(number))
    owner.send()
    assert owner.path == fair.pages[key], owner.text
