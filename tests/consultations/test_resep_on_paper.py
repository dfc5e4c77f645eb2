"""The Resep Usaha in a browser: one A4 whatever was written, and nothing that pushes sideways."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from plut_portal.core.models import OfficeIdentity
from tests.browsing import assert_well_made
from tests.factories import BookingFactory, BusinessFactory, SessionRecordFactory, UserFactory
from tests.times import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "Tiriskan keripik lima menit lebih lama di atas rak kawat sebelum dikemas rapat. "
LONG = (SENTENCE * 30)[:2000]
BROKEN = ("Timbang garam.\n\n" * 200)[:2000]
# Where to leave pictures for whoever wants to look at them.
PICTURES = os.environ.get("RESEP_PICTURES")


@pytest.fixture
def sheet(browsing):
    """sheet(…): the page of a record with these texts, as its owner sees it."""

    def start(*, width, step, letterhead="", **texts):
        OfficeIdentity(
            name="PLUT-KUMKM Kota Batu", phone="0341 000 000", letterhead=letterhead
        ).save()
        owner = UserFactory(full_name="Sumiati", email="sumiati@contoh.example")
        business = BusinessFactory(owner=owner, name="Keripik Apel dan Olahan Buah Bu Sumiati " * 2)
        record = SessionRecordFactory(
            booking=BookingFactory(
                business=business, status="ATTENDED", starts_at=NOW - timedelta(days=1)
            ),
            **texts,
        )
        for number in (1, 2, 3):
            record.actions.create(position=number, text=step, due_on=NOW.date())
        page = browsing(owner, width=width, locale="id-ID")
        page.goto(f"{record.booking.get_absolute_url()}resep/")
        return page

    return start


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("short", {"step": "Catat suhu minyak", "advice": SENTENCE}),
        (
            "advice",
            {"step": SENTENCE * 2 + "Catat suhu minyak setiap hari pagi sore.", "advice": LONG},
        ),
        (
            "everything",
            {
                "step": "W" * 200,
                "problem": LONG,
                "findings": BROKEN,
                "advice": LONG.upper(),
                "letterhead": "Pemerintah Kota Batu\n" * 20,
            },
        ),
    ],
)
def test_the_resep_is_one_a4_and_never_pushes_sideways(sheet, name, texts):
    page = sheet(width=320, **texts)
    assert_well_made(page)
    pdf = page.pdf(prefer_css_page_size=True)

    if PICTURES:
        Path(PICTURES, f"{name}.pdf").write_bytes(pdf)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    assert pdf.count(b"/Type /Page\n") == 1
    # A4 is 595 points wide, as near as browsers round it.
    assert re.search(rb"/MediaBox \[0 0 (594|595)", pdf)
    # As wide as the sheet between its margins.
    page.set_viewport_size({"width": 703, "height": 1000})
    page.emulate_media(media="print")
    paper = page.locator(".page").bounding_box()
    foot = page.locator(".resep-foot").bounding_box()
    assert foot["y"] + foot["height"] <= paper["y"] + paper["height"] + 1
    is_cut = page.locator(".resep-notes .print-only-inline").first.is_visible()
    assert is_cut == (name == "everything")
