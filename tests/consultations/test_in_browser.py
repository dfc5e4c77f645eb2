"""Booking as a phone meets it: without an account, on a line that breaks, by keyboard alone."""

import sys

import pytest
from playwright.sync_api import Page, Route, expect

from consultations.models import Booking, TimeHold
from plut_portal.accounts.models import User
from tests.browsing import assert_well_made, follow, violations, width_of_content
from tests.factories import PASSWORD, ConsultantFactory, UserFactory, VillageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROWEST = 320
TYPED = {
    "makes": "keripik apel",
    "topic": "Keripik apel saya cepat melempem setelah dua minggu.",
    "full_name": "Sumiati",
    "contact": "0812 3456 7890",
}
TIME = "button[name=starts_at][value='2026-11-25T08:00']"
SEND = "main .form-actions .btn-primary"
CUT = "[data-draft-cut]"


@pytest.fixture
def consultant():
    VillageFactory()
    return ConsultantFactory(slug="rini-astuti")


@pytest.fixture
def opened(browsing, consultant):
    """opened(...): the consultant's page in a browser of its own."""

    def start(**options) -> Page:
        page = browsing(**options)
        page.goto(consultant.get_absolute_url())
        return page

    return start


def choose_time(page: Page) -> None:
    follow(page, TIME)
    assert page.url.endswith("/pesan/")


def type_everything(page: Page) -> None:
    for name, text in TYPED.items():
        page.locator(f"main [name={name}]").press_sequentially(text)
    page.select_option("[name=village]", index=1)
    page.check("[name=operating_state][value=PAUSED]")
    page.check("[name=heard_from][value=FRIEND]")
    page.check("[name=reminders]")


def what_stands_there(page: Page) -> dict[str, str]:
    return {name: page.input_value(f"main [name={name}]") for name in TYPED}


def chosen(page: Page) -> list[str]:
    ticked = page.eval_on_selector_all(
        "main :checked:not(option)", "all => all.map(f => `${f.name}=${f.value}`)"
    )
    return sorted([*ticked, f"village={page.input_value('[name=village]')}"])


def test_nothing_typed_is_lost_when_the_line_is_cut(opened):
    page = opened()
    choose_time(page)
    type_everything(page)
    before = chosen(page)

    # In the middle of typing; the phone reloads the page once the signal is back.
    page.context.set_offline(True)
    page.locator("[name=topic]").press_sequentially(" Kemasannya plastik.")
    page.context.set_offline(False)
    page.reload()
    longer = TYPED | {"topic": TYPED["topic"] + " Kemasannya plastik."}
    assert what_stands_there(page) == longer
    assert chosen(page) == before
    assert page.input_value("[name=password]") == ""

    # While sending.
    page.fill("[name=password]", PASSWORD)
    page.context.set_offline(True)
    page.click(SEND)
    expect(page.locator(CUT)).to_be_visible()
    assert "Sambungan terputus. Isian Anda aman – coba kirim lagi." in page.inner_text(CUT)
    assert what_stands_there(page) == longer
    assert page.input_value("[name=password]") == PASSWORD
    assert violations(page) == []

    # Again, with the line back.
    page.context.set_offline(False)
    follow(page, f"{CUT} button")
    assert "/jadwal/" in page.url
    assert Booking.objects.get().topic == longer["topic"]
    assert page.evaluate("localStorage.length") == 0


def test_the_password_is_never_kept_on_the_phone(opened):
    page = opened()
    choose_time(page)
    type_everything(page)
    page.fill("[name=password]", PASSWORD)

    kept = page.evaluate("JSON.stringify(localStorage)")

    assert "Sumiati" in kept
    assert PASSWORD not in kept
    assert "csrf" not in kept


def test_a_line_that_dies_without_the_phone_noticing_keeps_the_form(opened):
    page = opened()
    choose_time(page)
    type_everything(page)
    page.route("**/healthz", lambda route: route.abort())

    page.click(SEND)

    expect(page.locator(CUT)).to_be_visible()
    assert what_stands_there(page) == TYPED


def test_fm17_sent_again_after_the_answer_was_lost(opened):
    """The booking was made; the phone never heard of it, nor of being signed in."""
    page = opened()
    choose_time(page)
    type_everything(page)
    page.fill("[name=password]", PASSWORD)
    cookies, address = page.context.cookies(), page.url
    page.route("**/pesan/", lose_the_answer)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.click(SEND)
    booked = Booking.objects.get()
    page.unroute("**/pesan/")
    page.context.clear_cookies()
    page.context.add_cookies(cookies)

    page.goto(address)
    assert what_stands_there(page) == TYPED
    # Her own time is taken by now, so she chooses another one.
    page.locator("main [name=starts_at]:enabled").first.check()
    page.fill("[name=password]", PASSWORD)
    follow(page, SEND)
    assert page.url.endswith(booked.get_absolute_url())

    assert list(Booking.objects.all()) == [booked]


def lose_the_answer(route: Route) -> None:
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        # As "failed", the browser would put a page of its own in the form's place.
        route.abort("aborted")
    else:
        route.continue_()


def test_what_was_typed_before_logging_in_is_on_the_page_behind_it(opened):
    owner = UserFactory(password=PASSWORD)
    page = opened()
    choose_time(page)
    page.fill("[name=topic]", TYPED["topic"])

    follow(page, "main a[href^='/akun/masuk/']")
    page.fill("main [name=login]", owner.phone.replace("+62", "0"))
    page.fill("main [name=password]", PASSWORD)
    follow(page, "main form .btn-primary")
    assert "/pesan/" in page.url

    assert page.input_value("[name=topic]") == TYPED["topic"]


def test_what_the_server_sends_counts_more_than_what_was_kept(opened):
    page = opened()
    choose_time(page)
    type_everything(page)
    page.fill("[name=topic]", "Yang baru")

    follow(page, SEND)

    # Refused for want of a password, with everything else as it was sent.
    assert page.locator(".field-error").count() == 1
    assert page.input_value("[name=topic]") == "Yang baru"
    assert page.input_value("[name=full_name]") == "Sumiati"


def test_fm17_back_and_sent_again_in_a_real_browser(opened):
    page = opened(java_script_enabled=False)
    choose_time(page)
    type_everything(page)
    page.fill("[name=password]", PASSWORD)
    follow(page, SEND)
    assert "/jadwal/" in page.url
    booked = page.url

    page.go_back()
    assert page.url.endswith("/pesan/")
    if page.locator("[name=full_name]").count():
        type_what_is_missing(page)
        follow(page, SEND)
        assert page.url == booked

    assert Booking.objects.count() == 1
    assert User.objects.with_contact("+6281234567890").count() == 1


def type_what_is_missing(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    for name, text in TYPED.items():
        page.fill(f"main [name={name}]", text)


def keys_to(page: Page, selector: str) -> None:
    for _press in range(120):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_fm64_from_no_account_to_a_booking_by_keyboard_without_javascript_at_320(opened):
    page = opened(width=NARROWEST, java_script_enabled=False)
    keyboard = page.keyboard
    keys_to(page, TIME)
    keyboard.press("Enter")
    page.wait_for_url("**/pesan/")
    assert width_of_content(page) == NARROWEST

    # Sent with nothing: every error is announced, in a summary that has the focus.
    keys_to(page, SEND)
    with page.expect_navigation():
        keyboard.press("Enter")
    assert page.locator(".form-errors").is_visible()
    # With the first picture of the page, which may be after its loading.
    expect(page.locator(".form-errors")).to_be_focused()
    assert page.locator(".field-error").count() == 7
    described = page.eval_on_selector_all(
        "[aria-invalid=true]",
        "all => all.map(f => (f.getAttribute('aria-describedby')"
        " || f.closest('fieldset').getAttribute('aria-describedby') || '').includes('_error'))",
    )
    assert described
    assert all(described)
    assert width_of_content(page) == NARROWEST

    for name, text in TYPED.items():
        keys_to(page, f"[name={name}]")
        keyboard.type(text)
        if name == "makes":
            keys_to(page, "[name=village]")
            keyboard.press("ArrowDown")
            keys_to(page, "[name=operating_state]")
            keyboard.press("Space")
    keys_to(page, "[name=password]")
    keyboard.type(PASSWORD)
    keys_to(page, SEND)
    keyboard.press("Enter")
    page.wait_for_url("**/jadwal/**")

    assert Booking.objects.get().topic == TYPED["topic"]
    assert not TimeHold.objects.exists()


def test_the_form_is_accessible_before_and_after_errors(opened):
    page = opened(width=NARROWEST)
    assert_well_made(page)
    choose_time(page)
    assert_well_made(page)

    follow(page, SEND)

    assert_well_made(page)


def test_a_lost_time_is_accessible(opened):
    page = opened(width=NARROWEST)
    other = opened()
    choose_time(other)

    follow(page, TIME)

    assert "sedang mengisi" in page.inner_text("[role=alert]")
    assert_well_made(page)
    follow(page, "[role=alert] button")
    assert page.url.endswith("/pesan/")


def test_what_it_takes_from_the_consultants_page_to_a_booked_time(opened):
    page = opened()
    finished: list = []
    page.on("requestfinished", lambda request: finished.append(request))
    typed, taps = {**TYPED, "password": PASSWORD}, 0

    choose_time(page)
    taps += 1
    for name, text in typed.items():
        page.click(f"main [name={name}]")
        page.keyboard.type(text)
        taps += 1
    page.select_option("[name=village]", index=1)
    page.check("[name=operating_state][value=RUNNING]")
    page.click(SEND)
    taps += 2 + 1 + 1
    page.wait_for_url("**/jadwal/**", wait_until="networkidle")

    documents = [request for request in finished if request.resource_type == "document"]
    loads = len([request for request in documents if request.response().status == 200])
    weight = sum(
        request.sizes()["responseHeadersSize"] + request.sizes()["responseBodySize"]
        for request in finished
    )
    characters = sum(len(text) for text in typed.values())
    # Each redirect and page is a round trip of 400 ms on a line of 400 kbps.
    seconds = 0.3 * characters + 1.5 * taps + 0.4 * len(finished) + weight * 8 / 400_000
    sys.stdout.write(
        f"{len(typed)} typed fields, {characters} characters, {taps} taps, {loads} page loads,"
        f" {len(finished)} requests, {weight} bytes, {seconds:.0f} seconds\n"
    )
    assert len(typed) <= 5
    assert loads == 2
    assert seconds <= 180
