"""The office's side of an exhibition: called for, decided, released, placed, told to the press."""

from contextlib import ExitStack
from datetime import timedelta

from tests.live.makers import address_of
from tests.live.office import ADMIN, DEMO_PASSWORD, Office
from tests.live.owner import new_number
from tests.live.person import Person

DESK = {"width": 1280, "height": 800}
DAY = timedelta(days=1)
CONFIRM_HOURS = 20
# What each curator gives on the whole.
MARKS = {"hariyati": 5, "sulastri": 4, "wagiman": 3, "fitriani": 2}
REASON = "Kemasan atau label kurang menarik"
NOTE = "Selainya enak. Labelnya belum memuat berat bersih."
# Visitors, pieces, rupiah.
TOLD = {"sulastri": (140, 62, 1_240_000), "wagiman": (95, 31, 620_000)}


class Fair:
    """The exhibition of this test, the people in it, and the moments of its life."""

    def __init__(self, office: Office, phones: ExitStack) -> None:
        self.office = office
        self.mark = new_number()[-6:]
        self.title, self.slug = f"Gelar Rasa {self.mark}", f"gelar-rasa-{self.mark}"
        self.opens = (office.portal.now() + DAY).replace(hour=10, minute=0, second=0)
        self.closes = self.opens + timedelta(hours=5)
        self.begins = self.opens + 3 * DAY
        office.portal.ask(f"from tests.live.makers import invite; invite({self.mark!r})")
        # One of them has no JavaScript on her phone.
        self.owners = {
            key: phones.enter_context(office.person(java_script_enabled=key != "fitriani"))
            for key in MARKS
        }
        self.admin = phones.enter_context(office.person(viewport=DESK))
        # Of each application, and the activity's own in the admin.
        self.pages: dict[str, str] = {}
        self.desk_page = ""

    def address(self, key: str) -> str:
        return address_of(key, self.mark)

    def at_desk(self, page: str) -> Person:
        """The programme admin, signed in once more: whoever works here is signed out after hours."""
        self.admin.open(page)
        if self.admin.path != page:
            sign_in_here(self.admin, ADMIN)
        assert self.admin.path == page
        return self.admin

    def told(self, key: str, about: str) -> dict:
        return self.office.wait_for_mail(self.address(key), f"{about}: {self.title}")

    def known_to_owners(self) -> dict[str, tuple[str, int]]:
        """What each reads on the page of the application, and how many mails have come."""
        return {
            key: (self.open_mine(key).text, len(self.office.mails_to(self.address(key))))
            for key in MARKS
        }

    def open_mine(self, key: str) -> Person:
        owner = self.owners[key]
        owner.open(self.pages[key])
        return owner


def sign_in_here(person: Person, login: str) -> None:
    """On the page one is sent to when one has to sign in first; it leads back."""
    person.type("login", login)
    person.type("password", DEMO_PASSWORD)
    person.send()


def publish(fair: Fair) -> None:
    admin = fair.at_desk("/admin/exhibitions/activity/add/")
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


def begin_curation(fair: Fair) -> None:
    admin = fair.office.admin_by_forms()
    answer = admin.post(fair.desk_page.replace("/change/", "/mulai-kurasi/"), {})
    assert "Kurator bisa mulai" in answer.text


def decide(fair: Fair) -> None:
    """By the ranking, save for one that is refused, with a reason from the list."""
    admin = fair.at_desk(fair.desk_page)
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


def preview(fair: Fair) -> None:
    admin = fair.at_desk(fair.desk_page)
    admin.follow("a:text-is('Rilis hasil')")
    assert admin.page.locator(".office-letter").count() == len(MARKS)


def release(fair: Fair) -> None:
    fair.admin.follow(".office-form .office-btn-main")
    fair.told("sulastri", "Anda terpilih")
    fair.told("hariyati", "Anda terpilih")
    fair.told("wagiman", "Di daftar cadangan")


def place_in_booth(fair: Fair) -> None:
    admin = fair.at_desk(fair.desk_page)
    admin.follow("a:text-is('Denah stan')")
    for _business in TOLD:
        admin.follow("a.office-row")
        admin.page.select_option("[name=booth]", index=1)
        admin.follow(".office-form .office-btn-main")
    assert not admin.page.locator("a.office-row").count()
    for key in TOLD:
        assert "A1" in fair.told(key, "Stan Anda")["text"]
        assert "A1" in fair.open_mine(key).page.inner_text(".booth-code")


def read_the_press(fair: Fair) -> None:
    visitors, pieces, _rupiah = (sum(each) for each in zip(*TOLD.values(), strict=True))
    admin = fair.at_desk(fair.desk_page)
    admin.follow("a:text-is('Teks untuk pers')")
    text = admin.page.input_value("#siaran")
    assert fair.title in text
    assert "2 usaha" in text
    assert f"{pieces} barang senilai Rp1.860.000" in text
    assert f"tercatat {visitors} orang" in text
    admin.follow(".office a:text-is('Hasil')")
    assert "Rp1.860.000" in admin.page.inner_text(".office-figure")
