"""What is typed into the steps stays on the phone until it has arrived, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browsing import follow
from tests.factories import PASSWORD, BusinessFactory, UserFactory, VillageFactory
from tests.lines import held_back, open_before_script

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 800}
SEND = "main .form-actions .btn-primary"
CUT = "[data-draft-cut]"
SCRIPT = "**/js/draft*.js"
NEW_BUSINESS = reverse("businesses:create")


@pytest.fixture
def phone(chromium, live_server):
    """phone(user): signed in on the one phone of the test."""
    context = chromium.new_context(viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(20_000)

    def sign_in(user) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    yield sign_in
    context.close()


@pytest.fixture
def business(db):
    return BusinessFactory(name="Keripik Lama", address="")


def step(business, slug: str) -> str:
    return reverse("businesses:step", args=[business.public_id, slug])


def kept(page: Page) -> int:
    return page.evaluate("localStorage.length")


def test_a_step_keeps_what_is_typed_until_it_has_arrived(phone, business):
    page = phone(business.people.first())
    page.goto(step(business, "nama"))
    page.fill("[name=name]", "Keripik Bu Sum")
    page.fill("[name=address]", "Dusun Banaran")

    page.context.set_offline(True)
    page.click(SEND)
    expect(page.locator(CUT)).to_contain_text("Sambungan terputus. Isian Anda aman")
    page.context.set_offline(False)
    page.reload()

    # Also where something else stood before.
    assert page.input_value("[name=name]") == "Keripik Bu Sum"
    assert page.input_value("[name=address]") == "Dusun Banaran"
    follow(page, SEND)
    assert page.url.endswith("/lengkapi/kondisi/")
    assert kept(page) == 0
    business.refresh_from_db()
    assert (business.name, business.address) == ("Keripik Bu Sum", "Dusun Banaran")


def test_what_is_typed_before_the_script_has_come_is_kept_too(phone, business):
    page = phone(business.people.first())
    page.goto(step(business, "nama"))
    page.fill("[name=name]", "Kripik")
    page.fill("[name=address]", "Dusun Banaran")

    with held_back(page, SCRIPT):
        open_before_script(page, step(business, "nama"), SCRIPT)
        page.fill("[name=name]", "Keripik Bu Sum")
    page.wait_for_load_state()

    # The newer counts, and what was kept of the rest is there again.
    assert page.input_value("[name=name]") == "Keripik Bu Sum"
    assert page.input_value("[name=address]") == "Dusun Banaran"
    page.reload()
    assert page.input_value("[name=name]") == "Keripik Bu Sum"


def test_chips_of_a_step_are_kept(phone, business):
    page = phone(business.people.first())
    page.goto(step(business, "kondisi"))
    page.check("[name=operating_state][value=STOPPED]")

    page.reload()

    assert page.is_checked("[name=operating_state][value=STOPPED]")


def test_what_was_refused_is_still_there_when_the_page_is_opened_anew(phone, business):
    page = phone(business.people.first())
    page.goto(step(business, "kondisi"))
    page.fill("[name=workers_female]", "dua")
    follow(page, SEND)
    assert page.locator(".field-error").count()
    page.fill("[name=workers_male]", "3")

    page.goto(step(business, "kondisi"))

    assert page.input_value("[name=workers_female]") == "dua"
    assert page.input_value("[name=workers_male]") == "3"


def test_what_the_portal_learnt_meanwhile_counts_more(phone, business):
    page = phone(business.people.first())
    page.goto(step(business, "nama"))
    page.fill("[name=name]", "Keripik Bu Sum")
    business.name = "Keripik Baru"
    business.save()

    page.reload()

    assert page.input_value("[name=name]") == "Keripik Baru"


def test_logging_out_leaves_nothing_on_a_shared_phone(phone):
    VillageFactory()
    page = phone(UserFactory())
    page.goto(NEW_BUSINESS)
    page.fill("[name=makes]", "jamu rahasia")
    assert kept(page) == 1

    page.click("details.menu summary")
    follow(page, "form[data-leave] button")

    assert kept(page) == 0


def test_closing_the_account_leaves_nothing_on_a_shared_phone(phone):
    VillageFactory()
    page = phone(UserFactory())
    page.goto(NEW_BUSINESS)
    page.fill("[name=makes]", "jamu rahasia")

    page.goto(reverse("accounts:close"))
    page.fill("[name=password]", PASSWORD)
    follow(page, "main form button")

    assert kept(page) == 0


def test_the_next_person_never_finds_what_another_typed(phone):
    """Nobody logged out: the session ended, or was taken over by another login."""
    VillageFactory()
    page = phone(UserFactory())
    page.goto(NEW_BUSINESS)
    page.fill("[name=makes]", "jamu rahasia")

    page = phone(UserFactory())
    page.goto(NEW_BUSINESS)

    assert page.input_value("[name=makes]") == ""
