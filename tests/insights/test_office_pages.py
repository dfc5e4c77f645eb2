"""Help, contact, service standard and privacy: true to what the portal does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.models import BookingPolicy, Closure
from plut_portal.accounts.models import Consent
from plut_portal.core.models import OfficeIdentity
from tests.factories import ConsultantFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return lambda name: client.get(reverse(f"insights:{name}")).content.decode()


def office(**values):
    OfficeIdentity(name="PLUT-KUMKM Kota Batu", **values).save()


def test_help_answers_with_the_present_rules(page):
    BookingPolicy(cancel_hours=5, move_hours=31, max_moves=4, max_open_bookings=3).save()

    text = page("help")

    assert ["5 jam sebelumnya" in text, "31 jam" in text, "4 kali" in text] == [True] * 3
    assert "Paling banyak 3 jadwal" in text
    assert "%(" not in text


def test_help_opens_without_javascript_and_leads_on(page):
    text = page("help")

    assert text.count("<details") == text.count("<summary") >= 12
    assert "<script src" not in text
    for name in ("account_reset_password", "consultations:booking_list", "accounts:code_use"):
        assert f'href="{reverse(name)}"' in text


def test_contact_offers_every_way_that_exists(page):
    office(
        address="Jl. Abdul Gani Atas & Samping",
        phone="(0341) 555-0100",
        whatsapp="0840-0000-0100",
        email="halo@plut.example",
        directions="Dekat alun-alun.\nParkir gratis.",
        accessibility="Tanpa anak tangga.",
    )

    text = page("contact")

    place = "PLUT-KUMKM%20Kota%20Batu%2C%20Jl.%20Abdul%20Gani%20Atas%20%26%20Samping"
    ways = (
        'href="tel:(0341)5550100"',
        'href="https://wa.me/6284000000100"',
        'href="mailto:halo@plut.example"',
        f'href="https://www.google.com/maps/search/?api=1&amp;query={place}"',
        f'href="geo:0,0?q={place}"',
        "Dekat alun-alun.<br>Parkir gratis.",
        "Tanpa anak tangga.",
    )
    assert [way for way in ways if way not in text] == []


def test_contact_leaves_out_what_is_not_entered(page):
    office()

    text = page("contact")

    absent = ("wa.me", "tel:", "mailto:", "maps/search", "geo:", "Akses gedung")
    assert [way in text for way in absent] == [False] * 6


def test_contact_names_the_closed_days_ahead(page):
    for days, name in ((-1, "Kemarin"), (3, "Hari Uji"), (40, "Masih Lama")):
        Closure.objects.create(on=NOW.date() + timedelta(days=days), name=name)

    text = page("contact")

    assert [name in text for name in ("Kemarin", "Hari Uji", "Masih Lama")] == [False, True, False]
    assert "Jumat, 27 November 2026" in text


@pytest.mark.parametrize("number", ["0341-555100", "12", "telepon"])
def test_office_whatsapp_is_a_mobile_number(number):
    with pytest.raises(ValidationError) as refusal:
        OfficeIdentity(whatsapp=number).full_clean()

    assert list(refusal.value.message_dict) == ["whatsapp"]


def test_service_standard_has_every_component_and_both_channels(page):
    """PermenPANRB 15/2014: six components about the service, and what stands behind them."""
    ConsultantFactory()

    text = page("service_standard")

    components = (
        "Persyaratan",
        "Langkah layanan",
        "Jangka waktu",
        "Biaya",
        "Produk layanan",
        "Pengaduan",
        "Dasar hukum",
        "Pelaksana",
        "Sarana dan prasarana",
        "Pengawasan",
        "Jaminan pelayanan",
        "Keamanan data Anda",
        "Semua layanan gratis.",
        "Laporkan pungutan",
    )
    assert [word for word in components if word not in text] == []
    assert 'href="https://www.lapor.go.id/"' in text
    assert 'href="sms:1708"' in text


def test_service_charter_stands_there_once_it_is_signed(page):
    office(signatory_name="Endang Lestari")
    before = page("service_standard")
    OfficeIdentity.objects.update(charter_on=NOW.date())

    after = page("service_standard")

    assert ["Maklumat pelayanan</h2>" in text for text in (before, after)] == [False, True]
    assert ["Endang Lestari" in text for text in (before, after)] == [False, True]
    assert "24 November 2026" in after


def test_privacy_names_every_consent_the_law_and_the_clock(page):
    text = page("privacy")

    assert [str(label) for label in Consent.Purpose.labels if str(label) not in text] == []
    assert ["UU 27/2022" in text, "3 × 24 jam" in text] == [True, True]
