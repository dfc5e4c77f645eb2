"""Fingers and keyboards."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.live]

FINGER = 44
# Links inside a sentence are as high as the line; everything that stands alone is for a finger.
TOO_SMALL = """(finger) => {
    const small = [];
    const all = "a[href], button, select, textarea, summary, input:not([type=hidden])";
    for (const element of document.querySelectorAll(all)) {
        const label = element.labels && element.labels[0];
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        // A radio button is tapped on its label, a card's link anywhere on the card.
        const isChoice = ["radio", "checkbox"].includes(element.type);
        const chosen = (isChoice && label) || element.closest(".card-link") || element;
        const box = chosen.getBoundingClientRect();
        const style = getComputedStyle(chosen);
        if (!box.width || box.right <= 0 || box.bottom <= 0) continue;
        if (element.closest(".visually-hidden, .skip")) continue;
        const inSentence = style.display === "inline"
            && chosen.parentElement.innerText.trim() !== chosen.innerText.trim();
        if (!inSentence && (box.height < finger - 0.5 || box.width < finger - 0.5)) {
            small.push(`${chosen.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`);
        }
    }
    return small;
}"""
FOCUS_SHOWS = """() => {
    const style = getComputedStyle(document.activeElement);
    const near = document.activeElement.labels && document.activeElement.labels[0];
    const card = document.activeElement.closest(".card-link");
    const shown = [style, ...[near, card].filter(Boolean).map(each => getComputedStyle(each))];
    return shown.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)
        || s.boxShadow !== "none");
}"""
PATHS = [
    "/",
    "/konsultasi/",
    "/konsultasi/bidang/produksi/",
    "/konsultasi/cek-kendala/",
    "/konsultasi/rini-astuti/",
    "/konsultasi/rini-astuti/pesan/",
    "/pelatihan/",
    "/pameran/",
    "/bantuan/",
    "/kontak/",
    "/standar-pelayanan/",
    "/privasi/",
    "/akun/masuk/",
    "/akun/daftar/",
    "/akun/lupa-sandi/",
    "/cek/",
]


@pytest.mark.parametrize("path", PATHS)
def test_public_page_suits_fingers(visit, path):
    person = visit()
    person.open(path)

    assert person.page.evaluate(TOO_SMALL, FINGER) == []


@pytest.mark.parametrize("who", ["owner", "consultant"])
def test_pages_behind_the_login_suit_fingers(visit, shown, who):
    person = visit(who)
    small = {}

    for shot in (shot for shot in shown.shots if shot["who"] == who):
        person.open(shot["path"])
        if found := person.page.evaluate(TOO_SMALL, FINGER):
            small[shot["path"]] = found

    assert small == {}


@pytest.mark.parametrize("path", ["/", "/akun/daftar/", "/konsultasi/rini-astuti/pesan/"])
def test_every_stop_of_the_keyboard_is_seen(visit, path):
    person = visit("anonymous" if "akun" in path else "owner", width=1280)
    person.open(path)
    unseen = []

    for _stop in range(40):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.activeElement === document.body"):
            break
        if not person.page.evaluate(FOCUS_SHOWS):
            unseen.append(person.page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))

    assert unseen == []


def test_skip_link_leads_to_the_content(visit):
    person = visit()
    person.open("/")

    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")

    assert person.page.evaluate("document.activeElement.id") == "isi"


def test_escape_closes_the_menu(visit):
    person = visit("owner")
    person.open("/")
    person.page.click("summary")
    assert person.page.locator(".menu-panel").is_visible()

    person.page.keyboard.press("Escape")

    assert not person.page.locator(".menu-panel").is_visible()


def test_menu_and_language_work_without_javascript(visit):
    person = visit("owner", java_script_enabled=False)
    person.open("/")

    person.page.click("summary")
    person.follow(person.page.get_by_text("English"))

    assert person.page.locator("html").get_attribute("lang") == "en"
