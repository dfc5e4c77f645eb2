"""What stands in the catalogue: found on a phone, asked about, ordered and hidden by its owner."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.live.office import ADMIN, DEMO_PASSWORD, Office, wait_until
from tests.live.person import Person
from tests.live.visitor import Visitor

pytestmark = [pytest.mark.live, pytest.mark.browser]

APPLE_CHIPS, THEIR_OWNER = "Keripik apel madu", "Ngatini"
ORCHID, ORCHID_OWNER = "Anggrek bulan putih", "hartono@anggrek.example"
GROUP_OWNER = "kub.lerengarjuno@olahan.example"
ROWS = "[data-product] .row-main a"
DESK = {"width": 1280, "height": 800}
A_MINUTE = 60


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def phone_of(office: Office, name: str) -> str:
    code = f"from plut_portal.accounts.models import User; print(User.objects.get(full_name={name!r}).phone)"
    return office.portal.ask(code).strip()


def open_products(owner: Person, login: str) -> None:
    """From the menu to the list of what she makes."""
    owner.sign_in(login, DEMO_PASSWORD)
    owner.open("/usaha/")
    owner.follow("main .cards h2 a")
    owner.follow("main a[href$='/produk/']")


def names(owner: Person) -> list[str]:
    return owner.page.locator(ROWS).all_inner_texts()


def search(visitor: Person, words: str) -> None:
    visitor.page.fill("main [name=cari]", words)
    visitor.send()


def test_visitor_finds_apple_chips_on_a_phone_and_writes_to_the_maker(office):
    phone = phone_of(office, THEIR_OWNER)
    with office.person(has_touch=True, is_mobile=True) as visitor:
        visitor.open("/")
        visitor.follow(".site-nav a[href='/katalog/']")
        search(visitor, "kripik apel")
        found = visitor.page.locator(".goods h2").all_inner_texts()
        assert APPLE_CHIPS in found
        assert all("apel" in name.lower() for name in found[:2]), found
        visitor.follow(f".goods a:text-is('{APPLE_CHIPS}')")

        address = urlsplit(visitor.page.get_attribute("a.btn-primary[href*='wa.me']", "href"))

        assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", f"/{phone[1:]}")
        assert APPLE_CHIPS in parse_qs(address.query)["text"][0]
        assert visitor.taps <= 4


def test_owner_sees_that_whatsapp_was_pressed_without_javascript(office):
    # Hers stays open: what it tells the portal beside leaving for WhatsApp takes a moment.
    with office.person(java_script_enabled=False) as visitor, office.person() as owner:
        visitor.page.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
        visitor.open("/katalog/?cari=keripik+apel+madu")
        visitor.follow(f".goods a:text-is('{APPLE_CHIPS}')")
        visitor.follow("a.btn-primary[href*='wa.me']")
        owner.sign_in(phone_of(office, THEIR_OWNER), DEMO_PASSWORD)

        def is_counted() -> bool:
            owner.open("/katalog/pertanyaan/")
            return owner.page.locator(f"section:has(#wa) li:has-text('{APPLE_CHIPS}')").count() == 1

        wait_until(is_counted, "the count of WhatsApp")
        assert "kali" in owner.page.inner_text("section:has(#wa)")


def test_enquiry_reaches_the_owner_and_the_office_sees_the_answer(office):
    # By day, as nothing leaves the house at night.
    office.move_clock((office.portal.now() + timedelta(days=1)).replace(hour=10, minute=0))
    buyer = f"Hotel Uji {time.time_ns() // 10**6 % 10**8}"
    with office.person() as visitor:
        visitor.open("/katalog/?cari=anggrek+bulan")
        visitor.follow(f".goods a:text-is('{ORCHID}')")
        visitor.follow("main a[href$='/tanya/']")
        visitor.type("name", buyer)
        visitor.type("contact", "0812-9000-7777")
        visitor.type("message", "Bisa 12 pot untuk Sabtu?")
        visitor.send()
        assert "Pertanyaan Anda sudah sampai" in visitor.page.inner_text("body")
    mail = office.wait_for_mail(ORCHID_OWNER, ORCHID)
    assert buyer in mail["text"]
    assert "+6281290007777" in mail["text"]
    assert not office_sees(office, buyer, "answered_at__isempty=0")
    with office.person() as owner:
        owner.sign_in(ORCHID_OWNER, DEMO_PASSWORD)
        office.wait_for_inbox(owner, ORCHID)
        owner.open("/katalog/pertanyaan/")
        row = f".rows li:has-text('{buyer}')"
        link = owner.page.get_attribute(f"{row} a[href*='wa.me']", "href")
        assert link == "https://wa.me/6281290007777"
        owner.follow(f"{row} button:text-is('Sudah saya jawab')")
        assert "Sudah dijawab" in owner.page.inner_text(row)
    assert office_sees(office, buyer, "answered_at__isempty=0")


def office_sees(office: Office, buyer: str, wanted: str) -> bool:
    with office.person(viewport=DESK) as admin:
        admin.sign_in(ADMIN, DEMO_PASSWORD)
        admin.open(f"/admin/exhibitions/enquiry/?{wanted}")
        return buyer in admin.page.inner_text("body")


def test_hidden_product_is_gone_everywhere_within_a_minute_and_comes_back(office):
    visitor = Visitor(office.portal.url)
    found = visitor.get("/katalog/?cari=keripik+kentang+balado")
    with office.person() as looker:
        looker.open("/katalog/?cari=keripik+kentang+balado")
        looker.follow(".goods h2 a")
        page, picture = looker.path, looker.page.get_attribute(".goods-cover img", "src")
    before = [visitor.status(path) for path in (page, picture)]
    assert before == [200, 200]
    assert page in found.text
    assert page in visitor.get("/sitemap.xml").text

    with office.person() as owner:
        open_products(owner, phone_of(office, THEIR_OWNER))
        owner.follow(f"{ROWS}:text-is('Keripik kentang balado')")
        owner.follow("main form[action$='/sembunyikan/'] button")
        hidden_at = time.monotonic()

        def is_gone() -> bool:
            listed = [visitor.get(path).text for path in ("/katalog/?cari=kentang", "/sitemap.xml")]
            return [visitor.status(path) for path in (page, picture)] == [404, 404] and not any(
                page in text for text in listed
            )

        wait_until(is_gone, "the end of a hidden product")
        assert time.monotonic() - hidden_at < A_MINUTE
        owner.follow("main form[action$='/tampilkan/'] button")
    assert visitor.status(page) == 200


def test_products_are_ordered_by_drag_by_keyboard_and_without_javascript(office):
    with office.person(viewport=DESK) as owner:
        open_products(owner, GROUP_OWNER)
        first, second, third = names(owner)
        rows = owner.page.locator("[data-product]")
        rows.nth(2).drag_to(rows.nth(0), target_position={"x": 200, "y": 5})
        wait_until(
            lambda: "Urutan tersimpan" in owner.page.inner_text("[data-order-status]"),
            "the order saved",
        )
        owner.page.reload()
        assert names(owner) == [third, first, second]

        owner.keys_to(f"button[aria-label^='{third}'][aria-label*='turun']")
        with owner.page.expect_navigation():
            owner.page.keyboard.press("Enter")
        assert names(owner) == [first, third, second]
    with office.person(java_script_enabled=False) as owner:
        open_products(owner, GROUP_OWNER)
        owner.follow(f"button[aria-label^='{second}'][aria-label*='naik']")
        assert names(owner) == [first, second, third]
