"""After the booking: said step by step on a line that drops, checked by the office, mended, in order."""

import pytest
from playwright.sync_api import expect

from tests.live.office import ADMIN, DEMO_PASSWORD, Office
from tests.live.owner import book_as_newcomer, choose_time, new_number
from tests.live.person import Person
from tests.pictures import picture

pytestmark = [pytest.mark.live, pytest.mark.browser]

DESK = {"width": 1280, "height": 800}
QUEUE = "/admin/businesses/business/?antrean=perlu-diperiksa"
ADDRESS, MENDED = "Dusun Banaran", "Dusun Banaran, RT 02/RW 05"
REMARK = "Mohon tambahkan RT dan RW."
CUT = "[data-draft-cut]"


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def test_completed_on_a_bad_line_checked_mended_and_in_order(office):
    makes = f"keripik apel {new_number()[-6:]}"
    with office.person() as owner:
        owner.open("/konsultasi/rini-astuti/")
        choose_time(owner)
        answer_what_the_check_would_have(owner)
        owner.type("topic", "Keripik apel saya cepat melempem.")
        book_as_newcomer(owner, new_number(), makes)
        complete_step_by_step(owner)
        code = submit(owner)

        with office.person(viewport=DESK) as admin:
            admin.sign_in(ADMIN, DEMO_PASSWORD)
            open_from_queue(admin, makes)
            expect(admin.page.locator("section:has(#bukti) img")).to_be_visible()
            assert code in seen(admin)
            assert ADDRESS in seen(admin)
            admin.page.check("[name=fix_ADDRESS]")
            admin.page.fill("[name=remark_ADDRESS]", REMARK)
            decide(admin, "NEEDS_FIXING")

            office.wait_for_inbox(owner, "Mohon diperbaiki")
            mend(owner)
            open_from_queue(admin, makes)
            assert MENDED in seen(admin)
            decide(admin, "VERIFIED")
        office.wait_for_inbox(owner, "Sudah diperiksa dan beres")


def answer_what_the_check_would_have(owner: Person) -> None:
    owner.choose("village")
    owner.pick("operating_state", "RUNNING")


def complete_step_by_step(owner: Person) -> None:
    """From the appointment on; between two steps there is no line."""
    owner.follow("main a[href$='/lengkapi/']")
    overview = owner.path
    owner.follow("main .form-actions a.btn-primary")
    save_on_a_bad_line(owner, "nama", {"name": "Keripik Bu Sum", "address": ADDRESS})
    owner.pick("operating_state", "PAUSED")
    save_on_a_bad_line(owner, "kondisi", {"workers_female": "2", "workers_male": "1"})
    owner.pick("turnover_band", "WITHHELD")
    save_on_a_bad_line(owner, "omzet", {"capital": "15.000.000"})
    send_photo_on_a_bad_line(owner, overview)

    owner.open(f"{overview}kondisi/")
    assert owner.page.input_value("[name=workers_female]") == "2"
    assert owner.page.is_checked("[name=operating_state][value=PAUSED]")
    assert owner.page.evaluate("localStorage.length") == 0
    owner.open(overview)
    assert owner.page.locator(".checklist .tick-done").count() == 5


def save_on_a_bad_line(owner: Person, slug: str, answers: dict[str, str]) -> None:
    assert owner.path.endswith(f"/lengkapi/{slug}/")
    line = owner.page.context
    line.set_offline(True)
    for name, text in answers.items():
        owner.type(name, text)
    owner.page.click("main .form-actions .btn-primary")
    expect(owner.page.locator(CUT)).to_contain_text("Isian Anda aman")
    # The phone throws the page away meanwhile; everything is on it again.
    line.set_offline(False)
    owner.page.reload()
    for name, text in answers.items():
        assert owner.page.input_value(f"main [name={name}]") == text
    owner.send()
    assert "Sudah disimpan." in owner.text


def send_photo_on_a_bad_line(owner: Person, overview: str) -> None:
    owner.open(f"{overview}foto/")
    photo = {"name": "f.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(1600, 1200))}
    owner.page.set_input_files("[name=photo]", photo)
    owner.page.context.set_offline(True)
    send = owner.page.locator("form[data-photo] .btn-primary")
    send.click()
    expect(owner.page.locator("[data-photo-status]")).to_contain_text("Foto Anda masih di sini")
    owner.page.context.set_offline(False)
    with owner.page.expect_navigation():
        send.click()
    expect(owner.page.locator("figure.photo img")).to_be_visible(timeout=120_000)


def submit(owner: Person) -> str:
    """Send it to the office; the number on the receipt."""
    owner.follow("main form[action$='/lengkapi/kirim/'] .btn-primary")
    assert owner.path.endswith("/tanda-terima/")
    assert "Diterima" in owner.text
    assert "Kami jawab paling lambat" in owner.text
    return owner.page.inner_text(".code-big").strip()


def open_from_queue(admin: Person, makes: str) -> None:
    admin.open(QUEUE)
    admin.follow(f"#result_list tr:has-text('{makes}') a")
    admin.follow("a[href$='/periksa/']")


def decide(admin: Person, outcome: str) -> None:
    admin.page.check(f"[name=outcome][value={outcome}]")
    admin.follow(".form-actions .office-btn-main")
    assert "/periksa/" not in admin.path


def seen(admin: Person) -> str:
    return admin.page.inner_text("body")


def mend(owner: Person) -> None:
    """The remark stands in the list of steps and beside the field."""
    owner.open("/usaha/")
    owner.follow("main a[href$='/lengkapi/']")
    assert REMARK in owner.text
    owner.follow("main a[href$='/lengkapi/nama/']")
    assert REMARK in owner.page.inner_text("#div_id_address")
    owner.type("address", MENDED)
    owner.send()
    owner.follow("main form[action$='/lengkapi/kirim/'] .btn-primary")
    assert owner.path.endswith("/tanda-terima/")
