import os

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plut_portal.settings")

from collections.abc import Callable, Iterator
from datetime import datetime

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from hypothesis.internal.conjecture import providers
from playwright.sync_api import Page, expect, sync_playwright

from plut_portal.celery import app
from plut_portal.core import clock
from tests import migrated
from tests.screens import camera
from tests.times import NOW

# It also draws constants of whatever modules are loaded, which depends on what a worker ran before.
providers._get_local_constants = lambda: providers._local_constants
hypothesis.settings.register_profile(
    "search", hypothesis.settings.get_profile("ci"), derandomize=False
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a whole portal run in one worker, one after another."""
    for item in items:
        for shared in {"portal", "shown"}.intersection(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(shared))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_tox_suffix():
    """Two runs at once share the embedded server, so each gets databases of its own."""
    settings.DATABASES["default"]["TEST"] |= {
        "NAME": f"test_{os.getpid()}",
        "TEMPLATE": migrated.database(),
    }


@pytest.fixture(scope="session", autouse=True)
def tasks_are_known():
    """The queue calls tasks by name; a worker imports them, so the tests must as well."""
    app.autodiscover_tasks(force=True)


@pytest.fixture(autouse=True)
def portal_clock(settings, tmp_path):
    """Every test begins at the same moment; call the fixture to go to another one."""
    settings.CLOCK_OFFSET_FILE = tmp_path / "clock-offset"

    def go_to(moment: datetime) -> None:
        clock.move(moment - clock.now())

    go_to(NOW)
    return go_to


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Rate limits, or a language, of one test must not reach the next."""
    cache.clear()
    timezone.deactivate()
    translation.deactivate()


@pytest.fixture(autouse=True)
def media_in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all; where there is none, loudly, or with REQUIRE_BROWSER=1 by failing."""
    if camera.CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, and there is no Chromium on this machine.")
        pytest.skip("NO CHROMIUM HERE: what people see is not tested.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, in which Django would refuse to query.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(executable_path=camera.CHROMIUM, args=camera.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browsing(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """browsing(user, width=320): a page in a browser of their own; without a user, of nobody."""
    contexts = []

    def start(user=None, *, width: int = 360, **options: object) -> Page:
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, base_url=live_server.url, **options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            context.add_cookies([cookie | {"url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield start
    for context in contexts:
        context.close()
