"""The session record as a consultant writes it: by keyboard alone, on a line that breaks."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consultations.models import Addendum, Booking, InternalNote, RecordDraft, SessionRecord
from tests.browsing import assert_well_made, follow
from tests.consultations.test_in_browser import keys_to
from tests.factories import BookingFactory, ConsultantFactory
from tests.lines import held_back
from tests.times import TODAY_9

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP = 1280
STATE = "[data-draft-state]"
# At a quarter to ten, or while the minutes go by.
KEPT = re.compile(r"Tersimpan 09\.4\d WIB")
CUT = "Belum tersambung – tersimpan di perangkat ini"
ADVICE = "Tiriskan lima menit lebih lama, lalu kemas selagi kering."
ACTIONS = ["Catat suhu minyak", "Beli plastik yang lebih tebal", "Uji simpan dua minggu"]


@pytest.fixture
def booking():
    return BookingFactory(consultant=ConsultantFactory(), starts_at=TODAY_9)


@pytest.fixture
def signed_in(browsing, booking):
    """signed_in(): the consultant at a laptop of their own."""
    return lambda: browsing(booking.consultant.user, width=LAPTOP)


def record_of(booking) -> str:
    return reverse("consultations:session_record", args=[booking.public_id])


def type_into(page: Page, name: str, text: str) -> None:
    keys_to(page, f"[name={name}]")
    page.keyboard.type(text)


def test_record_by_keyboard_on_a_line_that_breaks(signed_in, booking, portal_clock):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto("/konsultan/")

    # From the agenda to the note; that the owner came is chosen already.
    keys_to(page, f"a[href='{record_of(booking)}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{record_of(booking)}")
    assert page.is_checked("[name=outcome][value=ATTENDED]")
    with page.expect_response(lambda answer: ADVICE[-9:] in (answer.request.post_data or "")):
        type_into(page, "advice", ADVICE)
    expect(page.locator(STATE)).to_contain_text(KEPT)
    assert RecordDraft.objects.get().typed["advice"] == ADVICE
    assert_well_made(page)

    # The line is cut in the middle of it, and the page is closed.
    page.context.set_offline(True)
    for number, text in enumerate(ACTIONS, start=1):
        type_into(page, f"action_{number}", text)
        type_into(page, f"due_{number}", "12012026")
    type_into(page, "internal", "Suaminya keberatan.")
    expect(page.locator(STATE)).to_contain_text(CUT)
    context = page.context
    page.close()

    # Opened again once the line is back: what this device kept is newer, and goes on to the portal.
    context.set_offline(False)
    page = context.new_page()
    page.goto(record_of(booking))
    assert page.input_value("[name=internal]") == "Suaminya keberatan."
    assert [page.input_value(f"[name=action_{n}]") for n in (1, 2, 3)] == ACTIONS
    expect(page.locator(STATE)).to_contain_text(KEPT)
    assert RecordDraft.objects.get().typed["internal"] == "Suaminya keberatan."
    assert "Suaminya" not in page.evaluate("JSON.stringify(localStorage)")

    # On another device it is there as well.
    other = signed_in()
    other.goto(record_of(booking))
    assert other.input_value("[name=action_3]") == ACTIONS[2]
    assert other.input_value("[name=due_3]") == page.input_value("[name=due_3]")

    keys_to(page, "[name=internal]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/konsultan/")
    record = SessionRecord.objects.get()
    assert (record.advice, record.contact_minutes, record.actions.count()) == (ADVICE, 60, 3)
    assert InternalNote.objects.get().text == "Suaminya keberatan."
    assert not RecordDraft.objects.exists()
    assert page.evaluate("localStorage.length") == 0

    # On day eight there is only the form that adds to it.
    portal_clock(TODAY_9 + timedelta(days=8))
    page.goto(record_of(booking))
    assert page.locator("[name=advice]").count() == 0
    assert_well_made(page)
    type_into(page, "text", "Kadar air 4 persen.")
    type_into(page, "reason", "Hasil uji datang.")
    keys_to(page, "main .form-actions .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{booking.get_absolute_url()}")
    assert Addendum.objects.get().text == "Kadar air 4 persen."


def test_record_outlives_the_end_of_the_session_of_its_author(signed_in, booking, portal_clock):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto(record_of(booking))
    cookies = page.context.cookies()

    page.context.clear_cookies()
    page.fill("[name=advice]", ADVICE)
    sign_in = page.get_by_role("link", name="Masuk lagi untuk menyimpan")
    expect(sign_in).to_be_visible()
    assert f"next={record_of(booking)}" in sign_in.get_attribute("href")
    assert not RecordDraft.objects.exists()

    # Signed in again, the link leads back to what was typed.
    page.context.add_cookies(cookies)
    follow(page, sign_in)
    assert page.url.endswith(record_of(booking))
    assert page.input_value("[name=advice]") == ADVICE
    expect(page.locator(STATE)).to_contain_text(KEPT)
    booking.refresh_from_db()
    assert booking.status == Booking.Status.BOOKED

    # The next person at this laptop finds nothing.
    page.context.set_offline(True)
    page.fill("[name=advice]", "Rahasia")
    page.context.set_offline(False)
    page.click("details.menu summary")
    follow(page, "form[data-leave] button")
    assert page.evaluate("localStorage.length") == 0


@pytest.fixture
def leave():
    """leave(page): log out, on a line so slow that the next page never comes."""

    def tap(page: Page) -> None:
        form = "form[data-leave]"
        stay = "form => form.addEventListener('submit', event => event.preventDefault())"
        page.eval_on_selector(form, stay)
        page.click("details.menu summary")
        page.click(f"{form} button")

    return tap


def test_leaving_before_a_draft_is_sent_leaves_nothing(signed_in, booking, portal_clock, leave):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto(record_of(booking))
    page.fill("[name=internal]", "Rahasia")

    leave(page)

    expect(page.locator(STATE)).to_contain_text(KEPT)
    assert page.evaluate("localStorage.length") == 0


def test_leaving_while_a_draft_is_on_its_way_leaves_nothing(
    signed_in, booking, portal_clock, leave
):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto(record_of(booking))
    with held_back(page, "**/draf/"):
        with page.expect_request("**/draf/"):
            page.fill("[name=internal]", "Rahasia")
        leave(page)

    expect(page.locator(STATE)).to_contain_text(KEPT)
    assert page.evaluate("localStorage.length") == 0


def test_last_words_count_although_the_answer_to_those_before_was_lost(
    signed_in, booking, portal_clock
):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto(record_of(booking))
    on_its_way = []
    page.route("**/draf/", lambda route: on_its_way.append(route))
    with page.expect_request("**/draf/"):
        page.fill("[name=advice]", "Tiriskan")

    # The portal keeps the first word later than this device the last.
    page.fill("[name=advice]", ADVICE)
    on_its_way[0].fetch()
    on_its_way[0].abort()
    context = page.context
    page.close()
    assert RecordDraft.objects.get().typed["advice"] == "Tiriskan"

    page = context.new_page()
    page.goto(record_of(booking))
    assert page.input_value("[name=advice]") == ADVICE


def test_second_tap_sends_nothing_while_the_next_page_is_awaited(signed_in, booking, portal_clock):
    portal_clock(TODAY_9 + timedelta(minutes=30))
    page = signed_in()
    page.goto(record_of(booking))
    page.fill("[name=advice]", ADVICE)
    expect(page.locator(STATE)).to_contain_text(KEPT)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    # Sent, and nothing comes back.
    page.evaluate("form.submit = () => {}")

    page.click("main .form-actions .btn-primary")
    page.wait_for_function("() => localStorage.getItem('draft-sent')")
    page.click("main .form-actions .btn-primary")

    with page.expect_request("**/draf/"):
        page.evaluate("free()")
        page.fill("[name=advice]", "Lain")
    assert sent == ["HEAD", "POST"]
