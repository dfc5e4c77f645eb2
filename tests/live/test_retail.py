"""A product a partner would not take yet: its paper, a consultant's time, and then the shelf."""

import sys
import time
from datetime import timedelta

import pytest

from tests.live.office import DEMO_PASSWORD, Office
from tests.live.owner import LATER_TIME
from tests.live.person import Person
from tests.live.shelf import SUBMISSIONS, Staff

pytestmark = [pytest.mark.live, pytest.mark.browser]

PARTNER = "Pusat Oleh-oleh Lereng Arjuno"
OWNER, PRODUCT = "wahyu@kopilereng.example", "Kopi celup robusta"
# Hers as well, and not with the partner yet; with it, of somebody else.
WAITING, WITH_PARTNER = "Kopi bubuk robusta sangrai", "Selai stroberi"
PIRT = "210357901031531"
ROW = f".offer-row:has-text('{PRODUCT}')"
RED = ".lamp-line:has(span.lamp-red)"
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def test_red_product_gets_its_paper_and_reaches_the_shelf(office):
    # By day, as nothing leaves the house at night.
    office.move_clock((office.portal.now() + timedelta(days=1)).replace(hour=10, minute=0))
    began = time.monotonic()
    with office.person() as owner, office.person(viewport=DESK) as partner:
        owner.sign_in(OWNER, DEMO_PASSWORD)
        light = find_what_is_missing(owner)
        book_who_helps(owner)
        submission = offer_once_the_paper_is_there(owner, light)

        staff = Staff(office.portal.url)
        row = staff.row(SUBMISSIONS, PRODUCT)
        partner.open(staff.link_for(PARTNER))
        partner.send()
        assert WITH_PARTNER in goods(partner)
        assert PRODUCT not in goods(partner)

        seen = len(office.mails_to(OWNER))
        staff.act(row, "terima")
        staff.act(row, "kirim")
        sees_what_was_sent_and_nobody(partner)
        staff.act(row, "terpajang", stores="3", units="60")

        office.wait_for_mail(OWNER, f"Terpajang di {PARTNER}: {PRODUCT}", seen=seen)
        owner.open(submission)
        assert "Terpajang" in owner.page.inner_text(".way-now")
        assert "3 toko · 60 buah" in owner.page.inner_text(".way-now")
        partner.page.reload()
        assert "Terpajang di toko Anda" in partner.page.inner_text(f".good:has-text('{PRODUCT}')")
    sys.stdout.write(f"from red to the shelf: {round(time.monotonic() - began)} s\n")


def find_what_is_missing(owner: Person) -> str:
    """From the list of partners to the light of the product, whose address is answered."""
    owner.open("/mitra/")
    owner.follow(f"main .cards a:text-is('{PARTNER}')")
    assert f"{PRODUCT} belum punya P-IRT." in owner.page.inner_text(ROW)
    owner.follow(f"{ROW} a")
    assert owner.page.locator(".offer-head span.lamp-red").count() == 1
    [missing] = owner.page.locator(RED).all_inner_texts()
    assert "P-IRT, masih berlaku paling sedikit 30 hari" in missing
    assert f"{PRODUCT} belum punya P-IRT." in missing
    assert owner.page.locator("[name=agrees]").count() == 0
    return owner.path


def book_who_helps(owner: Person) -> None:
    light = owner.path
    assert "Kelembagaan dan izin" in owner.page.inner_text("main .consultant-row")
    owner.follow("main .consultant-row a")
    owner.follow(LATER_TIME)
    owner.type("topic", f"P-IRT untuk {PRODUCT}")
    owner.send()
    assert owner.path.startswith("/jadwal/"), owner.text
    owner.open(light)


def offer_once_the_paper_is_there(owner: Person, light: str) -> str:
    """Write the number down, see green, offer it; the address of the submission."""
    owner.follow(f"{RED} a")
    owner.type("number", PIRT)
    owner.send()
    owner.open(light)
    assert owner.page.locator(".offer-head span.lamp-green").count() == 1
    assert owner.page.locator(RED).count() == 0
    owner.page.check("[name=agrees]")
    owner.send()
    assert owner.path.startswith("/mitra/pengajuan/"), owner.text
    assert "Sedang dilihat kantor" in owner.text
    return owner.path


def goods(partner: Person) -> list[str]:
    return partner.page.locator(".good h2").all_inner_texts()


def sees_what_was_sent_and_nobody(partner: Person) -> None:
    partner.page.reload()
    assert {PRODUCT, WITH_PARTNER} <= set(goods(partner))
    assert WAITING not in goods(partner)
    assert f"P-IRT {PIRT[:13]}-{PIRT[13:]}" in partner.text
    assert "Wahyu" not in partner.text
    photo = partner.page.get_attribute(f".good:has-text('{PRODUCT}') img", "src")
    assert partner.page.request.get(partner.url + photo).status == 200
    # The link opens nothing else of the portal.
    assert "/akun/masuk/" in partner.page.request.get(f"{partner.url}/mitra/").url
