import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from businesses.models import ProductPermit
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import deliver
from tests.factories import (
    EnquiryFactory,
    ProductPermitFactory,
    ReachableUserFactory,
    ShownProductFactory,
)
from tests.times import NOW

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


def test_who_took_a_product_out_and_why_can_be_read_after_it_is_back(office, signed_in):
    product = ShownProductFactory()
    why = "Bukan buatan sendiri."
    act(office, product, "withhold", reason=why)
    act(office, product, "release")
    act(office, product, "curate")
    act(office, product, "uncurate")

    auditor = signed_in(role=Role.AUDITOR)
    page = reverse("admin:businesses_product_history", args=[product.pk])
    history = auditor.get(page).content.decode()
    audit = auditor.get(reverse("admin:audit"), {"tabel": "businesses.product"}).content.decode()

    last, *others = product.history.order_by("-history_id")
    assert {version.history_user for version in (last, *others[:3])} == {office.user}
    assert f"<ins>{why}</ins>" in history
    assert f"<del>{why}</del>" in history
    assert [office.user.full_name in text for text in (history, audit)] == [True, True]
    assert why in audit
    assert others[-1].history_type == "+"


def test_what_the_office_does_twice_leaves_one_trace(office):
    product = ShownProductFactory()

    for action in ("withhold", "release", "curate", "uncurate"):
        before = product.history.count()
        for _time in range(2):
            act(office, product, action, reason="Salah label.")
        assert product.history.count() == before + 1


def test_its_owner_is_told_that_a_product_is_out_and_why_and_that_it_is_back(office):
    product = ShownProductFactory(name="Keripik apel")
    owner = product.business.people.get()

    act(office, product, "withhold", reason="Label tanpa P-IRT.")
    act(office, product, "withhold", reason="Label tanpa P-IRT.")
    out = Message.objects.get(kind="PRODUCT_TAKEN_OUT")
    act(office, product, "release")
    back = Message.objects.get(kind="PRODUCT_LET_IN")

    assert {out.recipient, back.recipient} == {owner}
    assert out.subject == "Dikeluarkan dari katalog: Keripik apel"
    assert "Label tanpa P-IRT." in out.body
    assert "Silakan perbaiki di halaman produk itu" in out.body
    assert out.link == product.get_absolute_url()
    assert back.subject == "Boleh ditampilkan lagi: Keripik apel"


def test_a_product_out_and_back_before_the_message_left_is_told_of_once(office):
    product = ShownProductFactory(business__owner=ReachableUserFactory())
    act(office, product, "withhold", reason="Salah tekan.")
    act(office, product, "release")

    for delivery in Delivery.objects.order_by("pk"):
        deliver(delivery_id=delivery.pk, at=NOW + timedelta(hours=3))

    assert [letter.subject for letter in mail.outbox] == [f"Boleh ditampilkan lagi: {product.name}"]


def test_what_its_owner_hides_is_not_put_down_to_the_office(office, client):
    product = ShownProductFactory()
    owner = product.business.people.get()
    client.force_login(owner)

    client.post(reverse("businesses:product_hide", args=[product.public_id]))
    act(office, product, "curate")

    chosen, hidden = product.history.order_by("-history_id")[:2]
    assert (hidden.history_user, hidden.is_hidden) == (owner, True)
    assert (chosen.history_user, chosen.curated_at is None) == (office.user, False)


@pytest.mark.parametrize(
    ("as_it_is", "offered"),
    [
        ({}, {"pilih", "keluarkan"}),
        ({"curated_at": NOW}, {"batal-pilih", "keluarkan"}),
        ({"withheld_reason": "Bukan buatan sendiri."}, {"pilih", "masukkan"}),
    ],
)
def test_only_what_can_be_done_with_a_product_is_offered(office, as_it_is, offered):
    product = ShownProductFactory(**as_it_is)

    page = office.get(reverse("admin:businesses_product_change", args=[product.pk]))

    acts = ("pilih", "batal-pilih", "keluarkan", "masukkan")
    html = page.content.decode()
    assert {each for each in acts if f"/{product.pk}/{each}/" in html} == offered


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
