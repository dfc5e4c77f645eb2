"""What search engines, messengers and wanderers find on the public pages."""

import html
import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from consultations.models import Closure
from plut_portal.core.models import OfficeIdentity
from plut_portal.urls import PUBLIC_URL_NAMES
from tests.factories import (
    ActivityFactory,
    BatchFactory,
    ConsultantFactory,
    ExpertiseFactory,
    ShownProductFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

SITE = "https://plut.example"
# Open to all, but nothing one would look for: accounts, files, answers for programs, the steps of
# a booking, and the answer about one message or certificate.
NO_CONTENT = {
    "healthz",
    "set_language",
    "account_login",
    "account_signup",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "accounts:claim",
    "accounts:code_use",
    "businesses:photo_file",
    "catalogue:chat_count",
    "catalogue:enquiry_create",
    "consultations:check_step",
    "consultations:check_result",
    "consultations:time_hold",
    "consultations:booking_create",
    "insights:robots",
    "insights:manifest",
    "insights:security",
    "insights:sitemap",
    "insights:favicon",
    "notifications:code_check",
    "retail:goods",
    "retail:goods_photo",
    "retail:link",
    "retail:link_open",
    "trainings:certificate_check",
}
CONTENT = sorted(PUBLIC_URL_NAMES - NO_CONTENT)
# FM-42: what somebody may try in any text.
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "{{ 7000|add:77 }}{% now 'Y' %}",
    "' autofocus onfocus='alert(1)",
]


class Page(HTMLParser):
    """The tags of a page, the text of some, and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.texts: dict[str, list[str]] = {"title": [], "h1": [], "script": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        self._inside = "" if tag in self.texts else self._inside

    def handle_data(self, data):
        if self._inside in self.texts:
            self.texts[self._inside][-1] += data

    def meta(self, name: str) -> str:
        for tag, attrs in self.tags:
            if tag == "meta" and name in (attrs.get("name"), attrs.get("property")):
                return attrs["content"]
        raise AssertionError(f"no {name}")

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.tags if tag == "a" and "href" in attrs]

    @property
    def ids(self) -> set[str]:
        return {attrs["id"] for _tag, attrs in self.tags if "id" in attrs}

    @property
    def facts(self) -> list[dict]:
        return [json.loads(text) for text in self.texts["script"] if text.strip()]


@pytest.fixture
def consultant(settings):
    settings.SITE_URL = SITE
    return ConsultantFactory(bio="Lima belas tahun di dapur produksi.")


@pytest.fixture
def addresses(consultant):
    batch, goods = BatchFactory(), ShownProductFactory(name="Keripik apel manalagi")
    arguments = {
        "consultations:field_detail": [consultant.expertises.get().slug],
        "consultations:consultant_detail": [consultant.slug],
        "trainings:track_detail": [batch.track.slug],
        "trainings:batch_detail": [batch.public_id],
        "catalogue:product": [goods.public_id],
        "catalogue:maker": [goods.business.public_id],
        "exhibitions:activity_detail": [ActivityFactory(title="Pameran apel").slug],
    }
    return {name: reverse(name, args=arguments.get(name)) for name in CONTENT}


def page_at(client, path) -> Page:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.content.decode())


def test_every_public_page_can_be_found_and_shared(client, addresses):
    titles = []
    for path in addresses.values():
        page = page_at(client, path)
        titles += page.texts["title"]
        title, description = page.texts["title"][0], page.meta("description")

        assert len(page.texts["h1"]) == 1, path
        assert 15 <= len(title) <= 80, (path, title)
        assert 50 <= len(description) <= 155, (path, description)
        assert page.meta("og:title") == title
        assert page.meta("og:description") == description
        assert page.meta("og:url") == SITE + path
        assert page.meta("og:image") == f"{SITE}/static/img/share.png"
        assert page.meta("twitter:card") == "summary_large_image"
        assert page.meta("robots") == "index,follow"
        assert ("link", {"rel": "canonical", "href": SITE + path}) in page.tags

    assert len(titles) == len(set(titles)) == len(addresses)


def test_the_picture_that_messengers_show_is_light_enough(settings):
    picture = settings.BASE_DIR / "static/img/share.png"

    assert 0 < picture.stat().st_size <= 300_000


def test_who_only_reads_gets_no_cookie(client, addresses):
    """The pages where a time can be held protect that form, and no other page needs any."""
    holding = {"consultations:field_detail", "consultations:consultant_detail"}

    given = {name: set(client.get(path).cookies) for name, path in addresses.items()}

    assert {name for name, cookies in given.items() if cookies} == holding
    assert [given[name] for name in holding] == [{"csrftoken"}] * 2


def test_pages_of_fields_and_consultants_tell_search_engines_what_they_are(client, consultant):
    field = consultant.expertises.get()

    of_field = page_at(client, field.get_absolute_url()).facts
    of_person = page_at(client, consultant.get_absolute_url()).facts

    assert [facts["@type"] for facts in of_field] == ["GovernmentService", "BreadcrumbList"]
    assert of_field[0]["offers"]["price"] == "0"
    assert of_field[0]["url"] == SITE + field.get_absolute_url()
    assert [facts["@type"] for facts in of_person] == ["Person", "BreadcrumbList"]
    assert [step.get("item") for step in of_person[1]["itemListElement"]] == [
        f"{SITE}/konsultasi/",
        SITE + field.get_absolute_url(),
        None,
    ]


def test_the_office_and_the_answers_are_told_as_facts(client, consultant):
    OfficeIdentity(name="PLUT-KUMKM Kota Batu", address="Jl. Uji 1", phone="0341 555").save()

    office = page_at(client, reverse("insights:contact")).facts[0]
    answers = page_at(client, reverse("insights:help")).facts[0]

    assert (office["@type"], office["address"]) == ("GovernmentOffice", "Jl. Uji 1")
    assert office["telephone"] == "0341 555"
    assert answers["@type"] == "FAQPage"
    assert len(answers["mainEntity"]) >= 12


def test_the_sitemap_lists_exactly_the_public_content(client, addresses, consultant):
    gone = ConsultantFactory(is_active=False)
    ExpertiseFactory(is_active=False)
    lonely = gone.expertises.get()

    found = sitemap(client)

    expected = {*addresses.values(), lonely.get_absolute_url()}
    assert set(found) == {SITE + path for path in expected}


def test_the_sitemap_knows_when_texts_changed(client, consultant):
    field = consultant.expertises.get()
    OfficeIdentity(name="Kantor").save()

    found = sitemap(client)

    assert found[SITE + field.get_absolute_url()] is not None
    assert found[SITE + reverse("insights:contact")] is not None
    assert found[f"{SITE}/"] is None


def sitemap(client) -> dict[str, str | None]:
    """Each address with the moment it changed, where known."""
    entries = re.findall(r"<url>(.*?)</url>", client.get("/sitemap.xml").content.decode())
    return {_inside(entry, "loc"): _inside(entry, "lastmod") for entry in entries}


def _inside(entry: str, tag: str) -> str | None:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", entry)
    return found[1] if found else None


def test_a_stranger_finds_no_dead_link_and_no_dead_end(client, consultant):
    """From the home page on, every link inside the portal, to its very place on the page."""
    Closure.objects.create(on=NOW.date().replace(day=30), name="Hari Uji")
    OfficeIdentity(
        name="Kantor", address="Jl. Uji 1", hours="Senin–Jumat", charter_on=NOW.date()
    ).save()
    waiting, seen, dead, ends = ["/"], {}, [], []
    while waiting:
        path = waiting.pop()
        response = client.get(path, follow=True)
        if response.status_code != 200:
            dead.append((path, response.status_code))
            continue
        landed = response.redirect_chain[-1][0] if response.redirect_chain else path
        page = seen[path] = Page(response.content.decode())
        inside = [urljoin(landed, link) for link in page.links if not urlsplit(link).netloc]
        inside = [link for link in inside if not urlsplit(link).scheme]
        # A page that offers only itself, the menu and the foot leads nowhere; forms lead on.
        main = Page(response.content.decode().partition("<main")[2].partition("</main>")[0])
        if not main.links and "form" not in {tag for tag, _attrs in main.tags}:
            ends.append(path)
        for link in inside:
            target = link.partition("#")[0] or landed
            if target not in seen and target not in waiting:
                waiting.append(target)

    missing = [
        (path, link)
        for path, page in seen.items()
        for link in page.links
        if "#" in link and not urlsplit(link).netloc
        for target in [urljoin(path, link)]
        if target.partition("#")[0] in seen
        and target.partition("#")[2] not in seen[target.partition("#")[0]].ids
    ]
    assert (dead, ends, missing) == ([], [], [])
    assert {reverse("insights:help"), consultant.get_absolute_url()} <= set(seen)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_fm42_texts_of_office_field_and_consultant_are_text_on_every_public_page(
    client, consultant, addresses, payload
):
    office = OfficeIdentity(charter_on=NOW.date())
    for name in ("name", "short_name", "agency", "address", "hours", "phone", "whatsapp", "email"):
        setattr(office, name, payload)
    for name in ("directions", "accessibility", "letterhead"):
        setattr(office, name, payload)
    office.signatory_name = office.signatory_title = office.signatory_nip = payload[:25]
    OfficeIdentity.objects.bulk_create([_within_limits(office)])
    field = consultant.expertises.get()
    field.name, field.summary, field.problems, field.bring = (payload,) * 4
    field.save()
    consultant.bio = payload
    consultant.save()
    consultant.user.full_name = payload
    consultant.user.save()
    Closure.objects.create(on=NOW.date().replace(day=30), name=payload)

    for path in addresses.values():
        text = client.get(path).content.decode()
        page = Page(text)
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]

        foreign = [attrs for attrs in scripts if not attrs.get("src", "").startswith("/static/")]

        assert [attrs.get("type") for attrs in foreign] == ["application/ld+json"] * len(foreign)
        assert [attrs for tag, attrs in page.tags if tag == "img"] == [], path
        assert [a for _tag, a in page.tags if any(name.startswith("on") for name in a)] == []
        assert "7077" not in re.findall(r"<h1>.*?</h1>", text, re.DOTALL)[0]
        for facts in page.facts:
            assert facts["@context"] == "https://schema.org"
    assert html.escape(payload) in client.get(field.get_absolute_url()).content.decode()


def _within_limits(office: OfficeIdentity) -> OfficeIdentity:
    for field in office._meta.fields:
        if field.max_length and isinstance(value := getattr(office, field.name), str):
            setattr(office, field.name, value[: field.max_length])
    return office
