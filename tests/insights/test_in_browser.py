"""The public face as a phone meets it: weight, width, keyboard, no JavaScript."""

import mimetypes
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from plut_portal.core.models import OfficeIdentity
from tests.factories import ConsultantFactory, UserFactory

PUBLIC = [
    "home",
    "insights:help",
    "insights:contact",
    "insights:service_standard",
    "insights:privacy",
    "trainings:list",
    "exhibitions:list",
]
PHONE = {"width": 360, "height": 800}
NARROWEST = {"width": 320, "height": 700}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def office():
    OfficeIdentity.objects.update_or_create(
        pk=1,
        defaults={
            "name": "PLUT-KUMKM Kota Batu",
            "address": "Jl. Abdul Gani Atas, Kelurahan Ngaglik, Kecamatan Batu, Kota Batu",
            "hours": "Senin–Jumat, mulai 08.00 WIB",
            "phone": "(0341) 555 0100",
        },
    )
    return ConsultantFactory.create_batch(5)


def opened(chromium: Browser, url: str, **options) -> tuple[Page, list]:
    page = chromium.new_page(viewport=PHONE, **options)
    finished: list = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(url, wait_until="networkidle")
    return page, finished


def signed_in(chromium: Browser, live_server, **options) -> Page:
    client = Client()
    client.force_login(UserFactory(full_name="Sumiati"))
    context = chromium.new_context(viewport=PHONE, **options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url)
    return page


def compressed_size(request) -> int:
    """Bytes on the wire: static files as WhiteNoise sends them in production, pages as sent."""
    kind, _encoding = mimetypes.guess_type(urlsplit(request.url).path)
    if kind and (kind.startswith("text/") or kind.endswith(("xml", "javascript"))):
        return len(brotli.compress(request.response().body()))
    return request.sizes()["responseBodySize"]


def document_size(chromium: Browser, url: str) -> int:
    _page, finished = opened(chromium, url)
    document = next(request for request in finished if request.resource_type == "document")
    return sum(document.sizes()[part] for part in ("responseHeadersSize", "responseBodySize"))


def test_first_visit_of_home_stays_within_the_budget(chromium, live_server, office):
    _page, finished = opened(chromium, f"{live_server.url}/")

    headers = sum(request.sizes()["responseHeadersSize"] for request in finished)
    assert {urlsplit(request.url).netloc for request in finished} == {
        urlsplit(live_server.url).netloc
    }
    assert len(finished) <= 8
    assert headers + sum(compressed_size(request) for request in finished) <= 60_000


def test_later_pages_stay_within_the_budget(chromium, live_server, office):
    paths = [reverse(name) for name in PUBLIC] + [office[0].get_absolute_url()]

    sizes = {path: document_size(chromium, live_server.url + path) for path in paths}

    assert {path: size for path, size in sizes.items() if size > 15_000} == {}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_accessible_and_fit_the_narrowest_phone(
    chromium, live_server, office, name
):
    page, _finished = opened(chromium, live_server.url + reverse(name))
    page.set_viewport_size(NARROWEST)

    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]
    assert page.url == live_server.url + reverse(name)
    assert Axe().run(page).response["violations"] == []


def test_keyboard_reaches_the_content_first(chromium, live_server, office):
    page, _finished = opened(chromium, f"{live_server.url}/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "isi"


def test_menu_and_language_work_without_javascript(chromium, live_server, office):
    page = signed_in(chromium, live_server, java_script_enabled=False)

    page.click("summary")
    assert page.locator(".menu-panel").is_visible()
    page.click("summary")
    page.click("text=English")

    assert page.locator("html").get_attribute("lang") == "en"


def test_escape_closes_the_menu(chromium, live_server, office):
    page = signed_in(chromium, live_server)

    page.click("summary")
    page.keyboard.press("Escape")

    assert not page.locator(".menu-panel").is_visible()
