"""Scoring as a curator does it: ten entries by keyboard alone, and one on a phone without JavaScript."""

import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from exhibitions.models import Review, Score
from tests.browsing import assert_well_made, follow
from tests.exhibitions.fair import JUDGED, in_review, score

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP, HEIGHT = 1280, 800
ENTRIES, CRITERIA = 10, 5


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


def test_ten_entries_are_scored_by_keyboard_with_six_keys_each(browsing, portal_clock):
    portal_clock(JUDGED)
    activity, rows = in_review(entries=ENTRIES, panel=2, weights=[3, 2, 2, 2, 1])
    curator, colleague = activity.curators.order_by("pk")
    score(rows[0], colleague, 2)
    page = browsing(curator, width=LAPTOP)
    keys = Keyboard(page)
    page.goto(reverse("exhibitions:curation_desk", args=[activity.slug]))
    follow(page, "main .btn-primary")
    assert colleague.full_name not in page.inner_text("main")
    # Everything to score with is on one screen.
    button = page.locator("[data-save]").bounding_box()
    assert button["y"] + button["height"] <= HEIGHT

    began = time.monotonic()
    for number, row in enumerate(rows, start=1):
        page.wait_for_url(f"**/{row.public_id}/")
        for criterion in range(CRITERIA):
            keys.press(str(1 + (number + criterion) % 5))
        keys.press("Enter")
    page.wait_for_url(f"**/kurasi/{activity.slug}/")
    seconds = (time.monotonic() - began) / ENTRIES
    print(f"\n{keys.pressed / ENTRIES} keys and {seconds:.2f} s of the machine for one entry")

    assert keys.pressed == ENTRIES * (CRITERIA + 1)
    assert seconds < 10
    assert "Itu yang terakhir" in page.inner_text("main")
    mine = Review.objects.filter(curator=curator)
    assert mine.count() == ENTRIES
    for number, row in enumerate(rows, start=1):
        given = Score.objects.filter(review__in=mine.filter(application=row))
        points = given.order_by("criterion__position").values_list("points", flat=True)
        assert list(points) == [1 + (number + criterion) % 5 for criterion in range(CRITERIA)]
    assert page.evaluate("localStorage.length") == 0


def test_enter_without_all_points_keeps_them_and_says_which_are_missing(browsing, portal_clock):
    portal_clock(JUDGED)
    activity, [entry] = in_review(entries=1, panel=2, weights=[1, 1, 1])
    page = browsing(activity.curators.first(), width=LAPTOP)
    page.goto(reverse("exhibitions:entry_score", args=[entry.public_id]))

    for key in ("4", "2"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".form-errors").is_visible()
    assert page.locator(".field-error").count() == 1
    assert page.locator("input:checked").count() == 2
    assert_well_made(page)

    # The digit goes to the one that is missing, whatever has the focus.
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/kurasi/{activity.slug}/")
    assert Review.objects.get().scores.count() == 3


def test_digits_typed_into_the_remark_are_no_points(browsing, portal_clock):
    portal_clock(JUDGED)
    activity, [entry] = in_review(entries=1, panel=2)
    page = browsing(activity.curators.first(), width=LAPTOP)
    page.goto(reverse("exhibitions:entry_score", args=[entry.public_id]))

    page.click("details.more summary >> text=catatan")
    page.fill("[name=comment]", "")
    page.locator("[name=comment]").press_sequentially("Kemasan 250 gram\n3 rasa")

    assert page.input_value("[name=comment]") == "Kemasan 250 gram\n3 rasa"
    assert page.locator("input:checked").count() == 0
    assert not Review.objects.exists()


def test_fm55_one_entry_on_a_phone_without_javascript(browsing, portal_clock):
    portal_clock(JUDGED)
    activity, [entry] = in_review(entries=1, panel=2, weights=[2, 1])
    curator, colleague = activity.curators.order_by("pk")
    score(entry, colleague, 1)
    page = browsing(curator, java_script_enabled=False)
    address = reverse("exhibitions:entry_score", args=[entry.public_id])
    page.goto(address)

    assert colleague.full_name not in page.content()
    targets = page.locator(".points-row label")
    boxes = [targets.nth(number).bounding_box() for number in range(10)]
    assert all(box["width"] >= 44 and box["height"] >= 48 for box in boxes)
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("input[value='4']").check(force=True)
    follow(page, "[data-save]")

    assert page.url.endswith(f"/kurasi/{activity.slug}/")
    assert list(Score.objects.filter(review__curator=curator).values_list("points", flat=True)) == [
        4,
        4,
    ]
    page.goto(address)
    expect(page.locator("#others ~ *").first).to_contain_text(colleague.full_name)
