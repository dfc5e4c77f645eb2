"""Every page of ours, as each kind of person meets it, on the narrowest phone."""

import pytest

from tests.browser.test_budgets import LATER_PAGE, beside_photos, weight
from tests.screens import camera, pages

NARROWEST = 320

pytestmark = [pytest.mark.browser, pytest.mark.live]

OURS = [page for page in pages.PAGES if not page.name.startswith("admin:")]


def shot_of(shown, page: pages.Page) -> dict:
    for shot in shown.shots:
        key = (shot["name"], shot["who"], shot["of"])
        if key == (page.name, page.who, page.of):
            return shot
    pytest.fail(f"the demonstration has nothing for {page}")


@pytest.mark.parametrize("page", OURS, ids=lambda page: f"{page.name}-{page.who}-{page.of}")
def test_page_is_sound(visit, shown, page):
    shot = shot_of(shown, page)
    person = visit(page.who, width=NARROWEST)

    status = person.open(shot["path"])

    assert (status, person.path) == (page.status, shot["lands"])
    assert camera.remarks_on(person.page, shot) == []
    assert weight(beside_photos(person.requests)) <= LATER_PAGE
    assert person.may_send()
    assert person.violations() == []
    assert person.complaints == []
    assert person.hosts == {shown.url.removeprefix("http://")}


@pytest.mark.parametrize("path", ["/tidak-ada/", "/konsultan/"])
def test_refusal_is_sound(visit, path):
    person = visit("owner", width=NARROWEST)

    assert person.open(path) in {403, 404}

    assert person.page.locator("h1").count() == 1
    assert person.width_of_content() == NARROWEST
    assert person.violations() == []
    assert person.complaints == []
