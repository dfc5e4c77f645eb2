"""The answer to the council in a browser: one A4 whatever it holds, nothing that pushes sideways."""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse

from businesses.models import Business, Village
from consultations.models import Constraint
from plut_portal.accounts.roles import Role
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights.coverage import PLACES
from plut_portal.insights.models import AnnualTarget
from tests.browsing import FONTS, follow, width_of_content
from tests.factories import UserFactory, VillageFactory
from tests.insights import council

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where to leave pictures for whoever wants to look at them.
PICTURES = os.environ.get("ANSWER_PICTURES")
DISTRICTS = {"01": "Batu", "02": "Bumiaji", "03": "Junrejo"}


@pytest.fixture
def head(browsing):
    """head(width): a page of the head of office, signed in."""

    def start(width):
        user = UserFactory(role=Role.HEAD, full_name="Endang Lestari")
        page = browsing(user, width=width, locale="id-ID", reduced_motion="reduce")
        page.set_default_timeout(60_000)
        page.complaints = []
        page.on("console", lambda told: page.complaints.append(told.text))
        return page

    return start


def fill():
    """Every village, long names, a target for each number and most of it in one year."""
    OfficeIdentity(name="PLUT-KUMKM Kota Batu", agency="Diskumindag Kota Batu").save()
    for number, code in enumerate(PLACES):
        VillageFactory(
            code=code, name=f"Sumberbrantas {number}", district=DISTRICTS[code.split(".")[2]]
        )
    council.build(businesses=60)
    # From every village somebody is enrolled, which the page lists one by one.
    places = list(Village.objects.order_by("code"))
    for number, business in enumerate(Business.objects.order_by("pk")):
        business.village = places[number % len(places)]
        business.save()
    for constraint in Constraint.objects.all():
        constraint.label = "Rasa dan mutu tidak sama tiap kali membuat, dan keripik cepat melempem"
        constraint.save()
    for indicator in AnnualTarget.Indicator:
        AnnualTarget.objects.create(
            year=2026,
            indicator=indicator,
            value=1_500_000_000,
            source=f"Rencana Kerja Diskumindag Kota Batu 2026, lampiran {indicator.label}",
        )


def pages_of(paper):
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def keep(name, page, paper=b""):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        if paper:
            (Path(PICTURES) / f"{name}.pdf").write_bytes(paper)


def test_answer_is_printed_on_one_a4_and_reached_in_three_clicks(head):
    fill()
    page = head(1280)

    page.goto(reverse("admin:index"))
    follow(page, page.get_by_role("link", name="Jawaban untuk DPRD").first)
    follow(page, page.get_by_role("link", name="Selesai tahap pengemasan dan pemasaran").first)
    follow(page, page.get_by_role("link", name="Kembali ke jawaban untuk DPRD"))
    assert reverse("admin:answers") + "?" in page.url
    page.evaluate(FONTS)
    paper = page.pdf(prefer_css_page_size=True)

    keep("full", page, paper)
    assert pages_of(paper) == 1
    assert b"/MediaBox [0 0 594" in paper or b"/MediaBox [0 0 595" in paper
    assert page.complaints == []


def test_an_empty_answer_is_printed_on_one_a4(head):
    page = head(1280)
    page.goto(reverse("admin:answers"))
    page.evaluate(FONTS)

    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize(
    "name", ["answers", "answer_rows", "coverage", "ourselves", "mending", "audit"]
)
def test_pages_of_figures_fit_a_phone(head, name):
    fill()
    page = head(360)

    page.goto(reverse(f"admin:{name}"))
    page.evaluate(FONTS)

    keep(name, page)
    assert width_of_content(page) <= 360
    assert page.complaints == []
