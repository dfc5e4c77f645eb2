"""In one minute an owner knows who helps and when; in three she has a time."""

import sys

import pytest
from playwright.sync_api import expect

from tests.live.line import Line
from tests.live.office import CONSULTANT, DEMO_PASSWORD, Office
from tests.live.owner import (
    LATER_TIME,
    NAME,
    PROBLEM,
    RESULT,
    answer_at,
    book_as_newcomer,
    check_from_home,
    choose_time,
    new_number,
)
from tests.live.person import PASSWORD, Person

pytestmark = [pytest.mark.live, pytest.mark.browser]

HELPER = "Rini Astuti"
LATENCY_MS, KBPS = 400, 400
SECONDS_A_CHARACTER, SECONDS_A_TAP = 0.3, 1.5
TYPED = {"makes": "keripik apel dan salak", "full_name": NAME}
CUT = "[data-draft-cut]"
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def office(portal, chromium) -> Office:
    return Office(portal, chromium)


def seconds_of(person: Person, line: Line) -> float:
    """By hand and on the line; what a busy machine adds to that is not the owner's."""
    by_hand = SECONDS_A_CHARACTER * person.characters + SECONDS_A_TAP * person.taps
    return by_hand + min(person.waited, line.seconds)


def report(what: str, person: Person, line: Line) -> None:
    sys.stdout.write(
        f"{what}: {person.taps} taps, {person.typed} fields and {person.characters} characters"
        f" typed, {len(line.pages)} pages, {line.requests} requests, {line.bytes} bytes,"
        f" {person.waited:.1f} s of waiting, {line.seconds:.1f} s on the line,"
        f" {seconds_of(person, line):.0f} s in all\n"
    )


def test_one_minute_to_know_who_helps_and_three_to_a_time(office):
    with office.person(has_touch=True, is_mobile=True) as owner:
        line = Line(owner.page)
        line.slow_down(latency_ms=LATENCY_MS, kbps=KBPS)
        check_from_home(owner)
        assert PROBLEM in owner.text
        assert HELPER in owner.text
        report("who helps, and when", owner, line)
        assert seconds_of(owner, line) <= 60

        choose_time(owner)
        topic = owner.page.input_value("[name=topic]")
        booked = book_as_newcomer(owner, new_number())

        report("a booked time", owner, line)
        assert owner.typed <= 5
        assert seconds_of(owner, line) <= 180
    consultant_reads_the_check(office, booked, topic)


def consultant_reads_the_check(office: Office, booked: str, topic: str) -> None:
    """She finds the visit in her agenda, and there what the owner answered."""
    with office.person(viewport=DESK) as consultant:
        consultant.sign_in(CONSULTANT, DEMO_PASSWORD)
        consultant.open("/konsultan/")
        number = booked.split("/")[2]
        consultant.page.click("section:has(#week) details.more summary")
        consultant.follow(f"main a[href*='{number}']")
        assert topic
        assert topic in consultant.text
        assert "Hasil cek kendala" in consultant.text
        assert PROBLEM in consultant.text


def test_first_contact_without_javascript(office):
    with office.person(java_script_enabled=False) as owner:
        check_from_home(owner)
        assert HELPER in owner.text
        moment = choose_time(owner)
        book_as_newcomer(owner, new_number())

        assert owner.typed <= 5
        office.wait_for_inbox(owner, moment.strftime("%H.%M"))


def test_fm64_first_contact_by_keyboard_alone(office):
    with office.person(viewport=DESK) as owner:
        owner.open("/")
        enter(owner, "main a[href='/konsultasi/cek-kendala/']")
        enter(owner, "main form .btn-primary")
        while owner.page.locator("button.answer").count():
            enter(owner, answer_at(owner))
        owner.keys_to("[name=village]")
        owner.page.keyboard.press("ArrowDown")
        enter(owner, "main form .btn-primary")
        assert owner.path == RESULT
        time = owner.page.locator(LATER_TIME).first.get_attribute("value")
        enter(owner, f"button[name=starts_at][value='{time}']")
        # Another time than the chosen one: arrows walk through the radio buttons.
        owner.keys_to("form summary")
        owner.page.keyboard.press("Enter")
        owner.keys_to("input[name=starts_at]")
        owner.page.keyboard.press("ArrowRight")
        for name, text in TYPED.items() | {("contact", new_number()), ("password", PASSWORD)}:
            owner.keys_to(f"main [name={name}]")
            owner.page.keyboard.type(text)
        enter(owner, "main form .form-actions .btn-primary")

        assert owner.path.startswith("/jadwal/")


def enter(person: Person, selector: str) -> None:
    person.keys_to(selector)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_a_cut_line_loses_nothing_typed_and_books_once(office):
    with office.person() as owner:
        check_from_home(owner)
        choose_time(owner)
        line = owner.page.context
        typed = TYPED | {"contact": new_number(), "topic": "Keripik saya melempem, sejak hujan."}

        # Cut while typing; the phone reloads the page when the signal is back.
        line.set_offline(True)
        for name, text in typed.items():
            owner.type(name, text)
        line.set_offline(False)
        owner.page.reload()
        assert what_stands_there(owner, typed) == typed
        assert owner.page.input_value("[name=password]") == ""

        # Cut again while sending.
        owner.type("password", PASSWORD)
        line.set_offline(True)
        owner.page.click("main .form-actions .btn-primary")
        expect(owner.page.locator(CUT)).to_contain_text("Isian Anda aman")
        assert what_stands_there(owner, typed) == typed
        line.set_offline(False)
        owner.follow(f"{CUT} button")

        assert owner.path.startswith("/jadwal/")
        assert owner.page.evaluate("localStorage.length") == 0
        owner.open("/jadwal/")
        assert len([path for path in owner.links() if path.endswith("/pindah/")]) == 1


def what_stands_there(person: Person, names: dict[str, str]) -> dict[str, str]:
    return {name: person.page.input_value(f"main [name={name}]") for name in names}
