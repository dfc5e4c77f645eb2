"""One enrolment, three stages: what opens the next, what comes of it, and that others can check it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from tests.live.office import CONSULTANT, DEMO_PASSWORD, Office, wait_until
from tests.live.owner import new_number
from tests.live.person import Person
from tests.pictures import picture

pytestmark = [pytest.mark.live, pytest.mark.browser]

DAY = timedelta(days=1)
TO_MEND = "Tambahkan suhu minyak, lalu serahkan lagi."
RETURN, ACCEPT = "[formaction$='/kembalikan/']", "[formaction$='/terima/']"


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def test_enrolled_once_through_three_gates_to_a_certificate_anyone_can_check(office):
    number = new_number()
    slug, name = f"uji-{number}", f"Olahan {number[-6:]}"
    begins = (office.portal.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    office.portal.ask(
        f"from tests.live.school import plan; plan({slug!r}, {name!r}, {begins.isoformat()!r})"
    )
    with office.person() as owner:
        path = enrol(owner, name, number)

        attend(office, owner, begins, f"Produksi {name}")
        hand_in_photo(owner, path)
        with consultant(office) as rini:
            office.wait_for_inbox(rini, "Diserahkan: Resep baku")
            judge(rini, name, RETURN, TO_MEND)
            owner.open(path)
            assert "Yang membuka tahap “Pengemasan”" in owner.text
            hand_in_mended(owner)
            judge(rini, name, ACCEPT)
        office.wait_for_inbox(owner, "Terbuka untuk Anda: Pengemasan")

        attend(office, owner, begins + DAY, f"Pengemasan {name}")
        attend(office, owner, begins + 2 * DAY, f"Pemasaran {name}")
        hand_in_link(owner, path)
        with consultant(office) as rini:
            judge(rini, name, ACCEPT)

        office.portal.ask(
            f"from tests.live.school import order_certificates; order_certificates({slug!r})"
        )
        address = certificate_of(owner, path)
    with office.person() as stranger:
        stranger.open(address)
        assert stranger.page.inner_text("h1") == "Sertifikat ini asli dan berlaku"
        assert "Sumiati" in stranger.text
        assert "6 JP" in stranger.text


def enrol(owner: Person, name: str, number: str) -> str:
    """From the list, with neither account nor business, and back to the batch each time."""
    owner.open("/pelatihan/")
    owner.follow(f"main a:text-is('{name}')")
    owner.follow("main a.btn-primary")
    wanted = owner.page.url.partition("next=")[2]
    assert wanted
    owner.follow("main a[href*='/akun/daftar/']")
    owner.sign_up_here("Sumiati", number)
    owner.follow("main a.btn-primary[href*='next=']")
    owner.type("makes", f"keripik {name}")
    owner.choose("village")
    owner.send()
    assert owner.path.endswith("/daftar/"), owner.path
    owner.send()
    assert owner.path.startswith("/pelatihan/ikut/"), owner.text
    assert "Pertemuan berikutnya" in owner.text
    return owner.path


@contextmanager
def consultant(office: Office) -> Iterator[Person]:
    """Anew each time: whoever works here is signed out after some hours."""
    with office.person() as rini:
        rini.sign_in(CONSULTANT, DEMO_PASSWORD)
        yield rini


def attend(office: Office, owner: Person, moment: datetime, course: str) -> None:
    """The code stands on the screen in the room; the owner types it in."""
    office.move_clock(moment + timedelta(minutes=5))
    with consultant(office) as rini:
        rini.open("/pelatihan/hasil/")
        rini.follow(f"main a:has-text('{course}')")
        rini.follow("main a[href*='/layar/']")
        code = rini.page.get_attribute(".room-code", "aria-label")
        owner.open("/pelatihan/hadir/")
        owner.type("kode", code)
        owner.send()
        assert f"Anda tercatat hadir: {course}" in owner.page.inner_text("body")
        rini.page.reload()
        assert rini.page.inner_text(".room-count").startswith("1 ")


def hand_in_photo(owner: Person, path: str) -> None:
    owner.open(path)
    owner.follow("main a[href*='/tahap/1/']")
    _choose_photo(owner)
    owner.send()
    assert owner.path.startswith("/pelatihan/hasil/"), owner.text


def hand_in_mended(owner: Person) -> None:
    owner.follow("main a:has-text('Yang sudah saya serahkan')")
    assert TO_MEND in owner.text
    owner.follow("main .notice a.btn-primary")
    _choose_photo(owner)
    owner.send()
    assert "Versi 2" in owner.text


def _choose_photo(owner: Person) -> None:
    photo = {"name": "resep.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    owner.page.set_input_files("main [name=file]", photo)


def hand_in_link(owner: Person, path: str) -> None:
    owner.open(path)
    owner.follow("main a[href*='/tahap/3/']")
    owner.type("link", "https://toko.example/keripik")
    owner.send()
    assert owner.path.startswith("/pelatihan/hasil/"), owner.text


def judge(rini: Person, name: str, button: str, words: str = "") -> None:
    rini.open("/pelatihan/hasil/")
    rini.follow(f"main a:has-text('keripik {name}')")
    rini.type("text", words)
    rini.follow(f"main {button}")
    assert "Peserta dikabari" in rini.page.inner_text("body")


def certificate_of(owner: Person, path: str) -> str:
    """The address others check, once the paper is there."""

    def is_there() -> bool:
        owner.open(path)
        return bool(owner.page.locator("main a[href$='/unduh/']").count())

    wait_until(is_there, "the certificate")
    return owner.page.get_attribute("main a[href^='/sertifikat/']:not([href$='/unduh/'])", "href")
