import json

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from plut_portal.core.models import OfficeIdentity

PUBLIC = [
    "home",
    "insights:help",
    "insights:contact",
    "insights:service_standard",
    "insights:privacy",
    "trainings:list",
    "exhibitions:list",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_can_be_found_and_shared(client, settings, name):
    settings.SITE_URL = "https://plut.example"

    response = client.get(reverse(name))

    page = response.content.decode()
    assert response.status_code == 200
    assert f'<link rel="canonical" href="https://plut.example{reverse(name)}">' in page
    assert '<meta name="robots" content="index,follow">' in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_only_read(client, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_carry_no_inline_code_and_no_other_host(client, name):
    page = client.get(reverse(name)).content.decode()

    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert 'src="http' not in page


@pytest.mark.django_db
def test_manifest_names_the_office(client):
    OfficeIdentity.objects.create(name="PLUT-KUMKM Kota Batu", short_name="PLUT Kota Batu")

    response = client.get(reverse("insights:manifest"))

    manifest = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["lang"]) == ("PLUT-KUMKM Kota Batu", "id")


@pytest.mark.django_db
def test_security_txt_names_a_contact_and_ends(client):
    OfficeIdentity.objects.create(email="kantor@plut.example")

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == "Contact: mailto:kantor@plut.example"
    assert "Expires: 2027-05-23T00:00:00Z" in lines


@pytest.mark.django_db
def test_robots_txt_keeps_search_engines_out_of_accounts_and_office(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /akun/",
        "Disallow: /konsultasi/*/pesan/",
        "Sitemap: http://localhost:8000/sitemap.xml",
    ]


@pytest.mark.django_db
def test_favicon_is_where_old_browsers_look(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (301, "/static/img/favicon.png")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 429, 500, 503])
def test_error_pages_need_no_database_and_say_who_helps(code, language):
    """No django_db mark: a query here would raise."""
    with translation.override(language):
        page = render_to_string(f"{code}.html")

    assert "PLUT" in page
    assert 'class="error-help"' in page
    assert page.count("btn-primary") == 1
    assert not connection.in_atomic_block
