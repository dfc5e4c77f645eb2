"""Checking a certificate by its code, and downloading one's own."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.factories import UserFactory
from tests.trainings.school import AFTER, batch_of_three, graduate, office
from trainings import services
from trainings.views.certificates import CHECKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    holder = graduate(batch_of_three())
    certificate = services.issue_certificate(enrolment=holder, by=office(), at=AFTER)
    certificate.file.save("c.pdf", ContentFile(b"%PDF-1.4"))
    return certificate


def test_fm53_anyone_verifies_a_certificate_logged_out(client, certificate):
    response = client.get(certificate.get_absolute_url().lower())

    page = response.content.decode()
    assert response.status_code == 200
    assert "Sertifikat ini asli dan berlaku" in page
    assert certificate.holder_name in page
    assert "16 JP, 8 Desember 2026 – 11 Desember 2026" in page
    assert '<meta name="robots" content="noindex">' in page


def test_fm37_certificate_page_shows_little(client, certificate):
    person = certificate.enrolment.participant

    page = client.get(certificate.get_absolute_url()).content.decode()

    assert certificate.business_name not in page
    assert person.phone not in page
    assert str(certificate.enrolment.public_id) not in page


def test_fm53_revoked_certificate_says_so_without_the_reason(client, certificate):
    services.revoke_certificate(
        certificate=certificate, reason="Daftar hadir palsu", by=office(), at=AFTER
    )

    page = client.get(certificate.get_absolute_url()).content.decode()

    assert "Sertifikat ini sudah dicabut" in page
    assert "asli dan berlaku" not in page
    assert "palsu" not in page


def test_certificate_check_does_not_know_other_codes(client):
    response = client.get(reverse("trainings:certificate_check", args=["ABCDEFGHJK"]))

    assert response.status_code == 404
    assert "Kode ini tidak kami kenal" in response.content.decode()


def test_certificate_check_is_limited(client, certificate):
    address = reverse("trainings:certificate_check", args=["ABCDEFGHJK"])
    for _time in range(CHECKS):
        client.get(address)

    assert client.get(certificate.get_absolute_url()).status_code == 429


def test_certificate_form_leads_to_the_page(client, certificate):
    form = reverse("trainings:certificate_form")

    asked = client.get(form)
    empty = client.get(form, {"kode": ""})
    response = client.get(form, {"kode": certificate.code})

    assert (asked.status_code, empty.status_code) == (200, 422)
    assert response["Location"] == certificate.get_absolute_url()


@pytest.mark.parametrize("typed", ["/", "-", "//..", "ключ"])
def test_certificate_form_says_when_nothing_typed_is_of_a_code(client, typed):
    response = client.get(reverse("trainings:certificate_form"), {"kode": typed})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Kode terdiri dari huruf dan angka" in page
    assert f'value="{typed}"' in page


def test_certificate_form_takes_a_code_with_signs_between(client, certificate):
    typed = f"{certificate.code[:5].lower()}/{certificate.code[5:]}-"

    response = client.get(reverse("trainings:certificate_form"), {"kode": typed})

    assert response["Location"] == certificate.get_absolute_url()


def test_certificate_file_is_for_its_holder(client, certificate):
    address = reverse("trainings:certificate_file", args=[certificate.public_id])
    client.force_login(certificate.enrolment.participant)

    mine = client.get(address)
    page = client.get(certificate.enrolment.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    strangers = client.get(address)
    client.logout()

    assert (mine.status_code, mine["Content-Type"]) == (200, "application/pdf")
    assert address in page
    assert (
        reverse("trainings:enrolment_withdraw", args=[certificate.enrolment.public_id]) not in page
    )
    assert strangers.status_code == 404
    assert client.get(address).status_code == 302


def test_certificate_file_is_gone_once_revoked(client, certificate):
    services.revoke_certificate(certificate=certificate, reason="Salah", by=office(), at=AFTER)
    client.force_login(certificate.enrolment.participant)
    address = reverse("trainings:certificate_file", args=[certificate.public_id])

    assert client.get(address).status_code == 404
