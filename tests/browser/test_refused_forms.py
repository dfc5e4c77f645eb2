"""FM-64: a form that was refused is sound, and its errors are announced with their fields."""

import pytest

from tests.browser.test_every_page import NARROWEST, OURS, shot_of
from tests.screens import camera

pytestmark = [pytest.mark.browser, pytest.mark.live]

REFUSED = [page for page in OURS if page.submits and not page.accepts]
# Each error that is shown, with how many wrong fields name it as theirs.
ANNOUNCED = """() => [...document.querySelectorAll(".field-error")].map(error => [
    error.id,
    [...document.querySelectorAll("[aria-describedby]")].filter(field =>
        field.getAttribute("aria-describedby").split(" ").includes(error.id)
        && (field.tagName === "FIELDSET" || field.getAttribute("aria-invalid") === "true")
    ).length,
])"""
SUMMARY_LINKS = """() => [...document.querySelectorAll(".form-errors a")]
    .map(link => document.getElementById(link.hash.slice(1)) !== null)"""


@pytest.mark.parametrize("page", REFUSED, ids=lambda page: f"{page.name}-{page.who}-{page.of}")
def test_fm64_refused_form_is_sound_and_announces_its_errors(visit, shown, page):
    shot = shot_of(shown, page)
    person = visit(page.who, width=NARROWEST)
    person.open(shot["path"])

    camera.send_as_it_stands(person.page)

    errors = person.page.evaluate(ANNOUNCED)
    assert errors
    assert [error for error, fields in errors if fields != 1] == []
    assert False not in person.page.evaluate(SUMMARY_LINKS)
    # The browser moves there with the first picture of the page, which may be after its loading.
    person.page.wait_for_function("() => document.activeElement !== document.body")
    assert camera.remarks_on(person.page, shot) == []
    assert person.violations() == []
    assert person.complaints == []
