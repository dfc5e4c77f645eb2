import csv
import io

import pytest
from django.urls import reverse

from businesses.models import ProductPermit
from tests.factories import EnquiryFactory, ProductPermitFactory, ShownProductFactory

pytestmark = pytest.mark.django_db


def act(client, product, action, **data):
    return client.post(reverse(f"admin:businesses_product_{action}", args=[product.pk]), data)


def test_office_takes_a_product_out_with_a_reason_and_lets_it_in_again(office, client):
    product = ShownProductFactory()
    page = reverse("catalogue:product", args=[product.public_id])

    assert act(office, product, "withhold", reason="").status_code == 422
    act(office, product, "withhold", reason="Bukan buatan sendiri.")
    assert client.get(page).status_code == 404

    client.force_login(product.business.people.get())
    assert "Bukan buatan sendiri." in client.get(product.get_absolute_url()).content.decode()

    act(office, product, "release")
    assert client.get(page).status_code == 200


def test_office_chooses_and_no_longer_chooses(office):
    product = ShownProductFactory()

    act(office, product, "curate")
    product.refresh_from_db()
    assert product.curated_at is not None

    act(office, product, "uncurate")
    product.refresh_from_db()
    assert product.curated_at is None


def test_office_reads_of_a_brand_applied_for_that_it_is_none_yet(office):
    brand = ProductPermitFactory(kind="BRAND", number="JID2026012345")
    page = reverse("admin:businesses_product_change", args=[brand.product.pk])

    assert "Merek, masih diajukan" in office.get(page).content.decode()

    ProductPermit.objects.update(number="IDM000123456")
    assert "Merek, masih diajukan" not in office.get(page).content.decode()


def test_office_marks_an_enquiry_as_answered(office):
    enquiry = EnquiryFactory()

    office.post(reverse("admin:exhibitions_enquiry_answer", args=[enquiry.pk]))

    enquiry.refresh_from_db()
    assert enquiry.answered_by == office.user


def test_fm43_what_buyers_type_cannot_act_in_a_sheet(office):
    EnquiryFactory(name='=HYPERLINK("http://jahat.example")', message="@SUM(1)")

    answer = office.post(
        reverse("admin:exhibitions_enquiry_export"), {"format": "1", "resource": "0"}
    )

    text = answer.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'@SUM(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "+6281298765432" not in text
