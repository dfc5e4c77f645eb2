"""One exhibition, from the call to the text for the press: owners on phones, all others at desks."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.live.fair import address_of
from tests.live.office import ADMIN, DEMO_PASSWORD, Office
from tests.live.owner import new_number
from tests.live.person import Person

pytestmark = [pytest.mark.live, pytest.mark.browser]

DESK = {"width": 1280, "height": 800}
DAY = timedelta(days=1)
CONFIRM_HOURS = 20
# What each curator gives on the whole.
MARKS = {"hariyati": 5, "sulastri": 4, "wagiman": 3, "fitriani": 2}
REASON = "Kemasan atau label kurang menarik"
NOTE = "Selainya enak. Labelnya belum memuat berat bersih."
# Visitors, pieces, rupiah.
TOLD = {"sulastri": (140, 62, 1_240_000), "wagiman": (95, 31, 620_000)}


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


class Fair:
    """The exhibition of this test, the people in it, and the moments of its life."""

    def __init__(self, office: Office, phones: ExitStack) -> None:
        self.office = office
        self.mark = new_number()[-6:]
        self.title, self.slug = f"Gelar Rasa {self.mark}", f"gelar-rasa-{self.mark}"
        self.opens = (office.portal.now() + DAY).replace(hour=10, minute=0, second=0)
        self.closes = self.opens + timedelta(hours=5)
        self.begins = self.opens + 3 * DAY
        office.portal.ask(f"from tests.live.fair import invite; invite({self.mark!r})")
        self.owners = {key: phones.enter_context(self._phone(key)) for key in MARKS}
        # Of each application, and the activity's own in the admin.
        self.pages: dict[str, str] = {}
        self.desk_page = ""

    @contextmanager
    def _phone(self, key: str) -> Iterator[Person]:
        """One of them has no JavaScript on hers."""
        with self.office.person(java_script_enabled=key != "fitriani") as owner:
            yield owner

    def address(self, key: str) -> str:
        return address_of(key, self.mark)

    @contextmanager
    def at_desk(self, page: str, login: str = ADMIN) -> Iterator[Person]:
        """Anew each time, by way of signing in: whoever works here is signed out after some hours."""
        with self.office.person(viewport=DESK) as person:
            person.open(page)
            person.type("login", login)
            person.type("password", DEMO_PASSWORD)
            person.send()
            assert person.path == page
            yield person

    def told(self, key: str, about: str) -> dict:
        return self.office.wait_for_mail(self.address(key), f"{about}: {self.title}")

    def open_mine(self, key: str) -> Person:
        owner = self.owners[key]
        owner.open(self.pages[key])
        return owner


def test_from_the_call_to_the_text_for_the_press(office):
    with ExitStack() as phones:
        fair = Fair(office, phones)
        office.move_clock(fair.opens)
        publish(fair)
        apply_with_everything_there(fair, "sulastri", "/agenda/")
        apply_with_everything_there(fair, "hariyati", "/pameran/")
        apply_once_the_permit_is_there(fair)
        apply_with_what_needs_another_permit(fair)

        office.move_clock(fair.closes)
        begin_curation(fair)
        find_the_entry_frozen(fair)
        score(fair)
        read = {key: fair.open_mine(key).text for key in MARKS}
        decide(fair)
        assert {key: fair.open_mine(key).text for key in MARKS} == read
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


# --- The call --------------------------------------------------------------------------------------


def publish(fair: Fair) -> None:
    with fair.at_desk("/admin/exhibitions/activity/add/") as admin:
        for name, value in about(fair).items():
            admin.page.fill(f"[name={name}]", value)
        for curator in ("Ratna Wulandari", "Andini Prameswari", f"Bambang {fair.mark}"):
            admin.page.get_by_label(curator, exact=True).check()
        admin.follow("[name=_save]")
        add_row(admin, "zones", name="Makanan kering", note="Camilan dan selai")
        add_row(admin, "requirements", kind="MARKETING_PERMIT")
        add_row(admin, "criteria", name="Mutu dan rasa", weight="60")
        add_row(admin, "criteria", name="Kemasan dan label", weight="40")
        fair.desk_page = admin.path
        admin.follow("[name=_save]")
        admin.open(fair.desk_page)
        add_booth(admin)
        admin.open(fair.desk_page)
        act(admin, "Terbitkan")


def about(fair: Fair) -> dict[str, str]:
    return {
        "title": fair.title,
        "summary": "Satu hari di Alun-alun Batu.",
        "place": "Alun-alun Batu",
        "starts_on": f"{fair.begins:%Y-%m-%d}",
        "ends_on": f"{fair.begins:%Y-%m-%d}",
        "apply_from_0": f"{fair.opens:%Y-%m-%d}",
        "apply_from_1": "08:00",
        "apply_until_0": f"{fair.closes:%Y-%m-%d}",
        "apply_until_1": f"{fair.closes:%H:%M}",
        "answer_by": f"{fair.opens + DAY:%Y-%m-%d}",
        "confirm_hours": str(CONFIRM_HOURS),
        "quota": "2",
        "conditions": "Stan dijaga sendiri\nMenerima QRIS",
    }


def add_row(admin: Person, prefix: str, **said: str) -> None:
    """In the table of this name, below what is there."""
    number = admin.page.input_value(f"[name={prefix}-TOTAL_FORMS]")
    admin.page.locator(f"#{prefix}-group a.add-row").click()
    for name, value in said.items():
        field = admin.page.locator(f"[name={prefix}-{number}-{name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def add_booth(admin: Person) -> None:
    admin.follow("a:text-is('Denah stan')")
    admin.follow(".office a[href*='/zone/']")
    add_row(admin, "booths", code="A1", watts="900", capacity="2")
    admin.follow("[name=_save]")


def act(admin: Person, words: str) -> None:
    """An act of the page, and the button of the same name that does it."""
    admin.follow(f"a:text-is('{words}')")
    admin.follow("main .office-btn-main, .office-form .office-btn-main")


# --- Applying --------------------------------------------------------------------------------------


def open_form(fair: Fair, key: str, start: str) -> Person:
    """From a public list, by way of signing in, to the form; nothing of hers is asked again."""
    owner = fair.owners[key]
    owner.open(start)
    owner.follow(f"main a:has-text('{fair.title}')")
    owner.follow("main a.btn-primary[href$='/daftar/']")
    owner.type("login", fair.address(key))
    owner.type("password", DEMO_PASSWORD)
    owner.send()
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
    fair.told(key, "Pendaftaran diterima")


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
    owner.follow("main a:text-is('Lengkapi di “Produk saya”')")
    owner.follow("main a:text-is('Keripik nangka')")
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


def begin_curation(fair: Fair) -> None:
    admin = fair.office.admin_by_forms()
    answer = admin.post(fair.desk_page.replace("/change/", "/mulai-kurasi/"), {})
    assert "Kurator bisa mulai" in answer.text


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
        with fair.at_desk("/pameran/kurasi/", login) as curator:
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


def decide(fair: Fair) -> None:
    """By the ranking, save for one that is refused, with a reason from the list."""
    with fair.at_desk(fair.desk_page) as admin:
        admin.follow("a:text-is('Kurasi')")
        admin.follow("a:has-text('Usulkan 4 keputusan')")
        admin.follow(".office-form .office-btn-main")
        ranked = admin.page.locator(".office-ranking .who b").all_inner_texts()
        assert [key for name in ranked for key in MARKS if key in name.lower()] == list(MARKS)
        admin.follow(".office-ranking li:has-text('Fitriani') a[href*='/putusan/']")
        admin.page.get_by_label("Belum kali ini").check()
        admin.page.get_by_label(REASON).check()
        admin.page.fill("[name=note]", NOTE)
        admin.follow(".office-form .office-btn-main")
        assert "Belum kali ini" in admin.page.inner_text(".office-ranking li:has-text('Fitriani')")


def release(fair: Fair) -> None:
    """Nobody has heard a word until the page shows what each will read, and it is sent."""
    about_it = {key: len(fair.office.mails_to(fair.address(key))) for key in MARKS}
    with fair.at_desk(fair.desk_page) as admin:
        admin.follow("a:text-is('Rilis hasil')")
        letters = admin.page.locator(".office-letter").all_inner_texts()
        assert len(letters) == len(MARKS)
        assert about_it == {key: len(fair.office.mails_to(fair.address(key))) for key in MARKS}
        admin.follow(".office-form .office-btn-main")
    fair.told("sulastri", "Anda terpilih")
    fair.told("hariyati", "Anda terpilih")
    fair.told("wagiman", "Di daftar cadangan")


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
    assert "diberikan kepada usaha berikutnya" in late.text
    assert not late.page.locator("main form[action$='/konfirmasi/']").count()
    read_the_result_and_confirm(fair, "wagiman")


def place_in_booth(fair: Fair) -> None:
    with fair.at_desk(fair.desk_page) as admin:
        admin.follow("a:text-is('Denah stan')")
        for _business in TOLD:
            admin.follow("a.office-row")
            admin.page.select_option("[name=booth]", index=1)
            admin.follow(".office-form .office-btn-main")
        assert not admin.page.locator("a.office-row").count()
    for key in TOLD:
        assert "A1" in fair.told(key, "Stan Anda")["text"]
        assert "A1" in fair.open_mine(key).page.inner_text(".booth-code")


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


def read_the_press(fair: Fair) -> None:
    visitors, pieces, _rupiah = (sum(each) for each in zip(*TOLD.values(), strict=True))
    with fair.at_desk(fair.desk_page) as admin:
        admin.follow("a:text-is('Teks untuk pers')")
        text = admin.page.input_value("#siaran")
        assert fair.title in text
        assert "2 usaha" in text
        assert f"{pieces} barang senilai Rp1.860.000" in text
        assert f"tercatat {visitors} orang" in text
        admin.follow(".office a:text-is('Hasil')")
        assert "Rp1.860.000" in admin.page.inner_text(".office-figure")
