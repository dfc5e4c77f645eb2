from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from businesses import selectors, services
from businesses.models import OwnerProfile, PermitRule, Product, Rung
from plut_portal.accounts.models import Consent
from plut_portal.accounts.services import give_consent
from plut_portal.celery import app
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    BusinessDocumentFactory,
    BusinessFactory,
    ProductFactory,
    ProductPermitFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def ladder(business):
    return selectors.ladder(selectors.dossiers([business])[business.pk], day=TODAY)


def rungs(business):
    return [(step.rung, step.is_held) for step in ladder(business).steps]


@pytest.fixture
def business():
    return BusinessFactory()


def brand_of(business, until, number="IDM000812345"):
    product = ProductFactory(business=business, form="NOT_FOOD")
    return ProductPermitFactory(product=product, kind="BRAND", number=number, valid_until=until)


def test_ladder_begins_with_the_nib(business):
    assert rungs(business) == [(Rung.NIB, False)]
    assert ladder(business).next.rule.cost == "Gratis"


def test_ladder_names_the_rungs_that_concern_what_it_makes(business):
    OwnerProfile.objects.create(user=business.people.get(), nib="1234567890123")
    ProductFactory(business=business, form="DRY_FOOD", name="Keripik")
    juice = ProductFactory(business=business, form="DRINK", name="Sari apel")
    ProductPermitFactory(product=juice, kind="MD", number="MD234513001234")

    assert rungs(business) == [
        (Rung.NIB, True),
        (Rung.PIRT, False),
        (Rung.MD, True),
        (Rung.HALAL, False),
        (Rung.BRAND, False),
        (Rung.BARCODE, False),
    ]
    assert [product.name for product in ladder(business).next.missing] == ["Keripik"]


def test_ladder_takes_the_paper_for_the_nib(business):
    BusinessDocumentFactory(business=business)

    assert rungs(business) == [(Rung.NIB, True)]


def test_ladder_takes_a_bpom_md_for_a_pirt(business):
    ProductPermitFactory(
        product=ProductFactory(business=business, form="DRY_FOOD"),
        kind="MD",
        number="MD234513001234",
    )

    assert (Rung.PIRT, True) in rungs(business)


def test_next_rung_leads_to_where_it_is_filled_in(client, business):
    owner = business.people.get()
    client.force_login(owner)
    nib = reverse("businesses:step", args=[business.public_id, "nib"])
    assert nib in client.get(business.get_absolute_url()).content.decode()
    OwnerProfile.objects.create(user=owner, nib="1234567890123")
    products = ProductFactory.create_batch(4, business=business, form="DRY_FOOD")

    page = client.get(business.get_absolute_url()).content.decode()

    permits = [reverse("businesses:permit", args=[each.public_id, "pirt"]) for each in products]
    assert [address in page for address in permits] == [True, True, True, False]
    assert "dan 1 lagi" in page


def test_ladder_of_things_that_are_no_food_leaves_food_permits_out(business):
    ProductFactory(business=business, form="NOT_FOOD")

    assert [rung for rung, _held in rungs(business)] == [Rung.NIB, Rung.BRAND, Rung.BARCODE]


def test_ladder_does_not_count_a_permit_that_has_run_out(business):
    product = ProductFactory(business=business, form="DRY_FOOD")
    ProductPermitFactory(product=product, number="206357901012325")

    assert (Rung.PIRT, False) in rungs(business)


@pytest.mark.parametrize(("number", "is_held"), [("IDM000812345", True), ("D002026012345", False)])
def test_ladder_counts_a_brand_once_it_is_registered(business, number, is_held):
    product = ProductFactory(business=business, form="NOT_FOOD")
    ProductPermitFactory(product=product, kind="BRAND", number=number)

    assert (Rung.BRAND, is_held) in rungs(business)


def test_ladder_counts_a_brand_of_one_product_for_all_the_business_makes(business):
    ProductFactory.create_batch(2, business=business, form="NOT_FOOD")
    branded = ProductFactory(business=business, form="NOT_FOOD")
    ProductPermitFactory(product=branded, kind="BRAND", number="IDM000812345")
    other = ProductFactory(form="NOT_FOOD").business

    assert (Rung.BRAND, True) in rungs(business)
    assert (Rung.BRAND, False) in rungs(other)

    services.stop_offering(product=branded)

    assert (Rung.BRAND, False) in rungs(type(business).objects.get(pk=business.pk))


def test_ladder_stands_on_the_page_of_its_owner(client, business):
    client.force_login(business.people.get())

    page = client.get(business.get_absolute_url()).content.decode()

    assert "Berikutnya: NIB" in page
    assert "/konsultasi/bidang/kelembagaan/" in page


def test_ladder_shows_the_text_the_office_has_edited(client, business):
    PermitRule.objects.filter(rung=Rung.NIB).update(text="Datang saja ke loket.")
    client.force_login(business.people.get())

    assert "Datang saja ke loket." in client.get(business.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_ladder_query_count(business, django_assert_num_queries, count):
    for _number in range(count):
        ProductPermitFactory(product=ProductFactory(business=business, form="DRY_FOOD"))
        brand_of(business, TODAY)
    dossier = selectors.dossiers([business])[business.pk]

    with django_assert_num_queries(5):
        assert selectors.ladder(dossier, day=TODAY).next.rung == Rung.NIB


@pytest.mark.parametrize(
    ("left", "version"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_expiry_is_said_90_30_and_7_days_before(left, version):
    permit = ProductPermitFactory(valid_until=TODAY + left * DAY)

    services.remind_of_expiries(at=NOW)

    versions = list(Message.objects.values_list("version", flat=True))
    assert versions == ([version] if version else [])
    if version:
        message = Message.objects.get()
        assert message.recipient == permit.product.business.people.get()
        assert permit.product.name in message.body


def test_expiry_is_said_once_each_however_often_it_runs():
    ProductPermitFactory(valid_until=TODAY + 90 * DAY)

    for day in (0, 0, 1, 60, 60, 61, 83, 84, 90, 91, 120):
        services.remind_of_expiries(at=NOW + day * DAY)

    assert sorted(Message.objects.values_list("version", flat=True)) == [7, 30, 90]


def test_expiry_by_the_number_is_said_too():
    ProductPermitFactory(number="206357901012326")

    services.remind_of_expiries(at=NOW)

    assert "31 Desember 2026" in Message.objects.get().body


def test_expiry_of_what_is_no_longer_used_or_made_is_not_said():
    soon = TODAY + 5 * DAY
    ProductPermitFactory(valid_until=soon, ended_at=NOW)
    ProductPermitFactory(valid_until=soon, product__is_active=False)

    assert services.remind_of_expiries(at=NOW) == 0


def test_expiry_message_written_before_a_renewal_is_not_sent(django_capture_on_commit_callbacks):
    permit = ProductPermitFactory(valid_until=TODAY + 5 * DAY)
    owner = permit.product.business.people.get()
    give_consent(user=owner, purpose=Consent.Purpose.REMINDERS, at=NOW)
    services.remind_of_expiries(at=NOW)
    message = Message.objects.get()
    Product.objects.filter(pk=permit.product_id).update(name="Lain")
    services.set_permit(product=permit.product, kind="PIRT", number="206357901012336", at=NOW)

    for delivery in message.deliveries.all():
        outbox.deliver(delivery_id=delivery.pk, at=NOW + DAY)

    reasons = set(message.deliveries.values_list("reason", flat=True))
    assert "Izin sudah diperpanjang atau tidak dipakai lagi." in reasons


def test_expiry_message_is_not_sent_to_who_no_longer_acts_for_the_business():
    business = ProductPermitFactory(valid_until=TODAY + 5 * DAY).product.business
    business.people.update(email="pergi@contoh.id", email_confirmed_at=NOW)
    owner = business.people.get()
    stays = UserFactory(email="tetap@contoh.id", email_confirmed_at=NOW)
    business.memberships.create(user=stays)
    for person in (owner, stays):
        give_consent(user=person, purpose=Consent.Purpose.REMINDERS, at=NOW)
    services.remind_of_expiries(at=NOW)
    services.end_membership(business=business, person=owner, by=stays, at=NOW)

    mails = Delivery.objects.filter(message__kind="PERMIT_EXPIRES", channel="EMAIL")
    for mail in mails:
        outbox.deliver(delivery_id=mail.pk, at=NOW + DAY)

    left, stayed = mails.get(message__recipient=owner), mails.get(message__recipient=stays)
    assert (left.state, left.reason) == (
        "SKIPPED",
        "Orang ini sudah tidak mewakili usaha tersebut.",
    )
    assert stayed.state == "SENT"


@pytest.mark.parametrize("form", ["DRINK", "DAIRY", "FROZEN"])
def test_expiry_of_a_pirt_on_what_needs_md_says_so_and_leads_to_the_md(form):
    permit = ProductPermitFactory(
        valid_until=TODAY + 20 * DAY, product__form=form, product__name="Sari apel"
    )

    services.remind_of_expiries(at=NOW)

    message = Message.objects.get()
    assert message.subject == "Sari apel perlu BPOM MD, bukan P-IRT"
    assert "Sari apel punya P-IRT, padahal perlu BPOM MD" in message.body
    assert "erpanjang tepat waktu" not in message.body
    assert message.link == reverse("businesses:permit", args=[permit.product.public_id, "md"])


def test_expiry_of_a_pirt_nobody_needs_beside_the_md_is_not_said():
    product = ProductPermitFactory(valid_until=TODAY + 20 * DAY, product__form="DRINK").product
    ProductPermitFactory(
        product=product, kind="MD", number="MD234513001234", valid_until=TODAY + 200 * DAY
    )

    assert services.remind_of_expiries(at=NOW) == 0


def test_expiry_of_a_number_several_products_share_is_said_once(business):
    for _number in range(3):
        brand_of(business, TODAY + 20 * DAY)
    brand_of(business, TODAY + 20 * DAY, number="IDM000999999")
    brand_of(BusinessFactory(), TODAY + 20 * DAY)

    services.remind_of_expiries(at=NOW)

    told = Message.objects.filter(recipient=business.people.get())
    assert (told.count(), Message.objects.count()) == (2, 3)


def test_expiry_of_a_shared_pirt_is_said_of_what_may_have_it_and_of_what_may_not(business):
    for form in ("DRINK", "DRY_FOOD"):
        ProductPermitFactory(
            product=ProductFactory(business=business, form=form), valid_until=TODAY + 20 * DAY
        )

    services.remind_of_expiries(at=NOW)

    assert Message.objects.count() == 2
    assert Message.objects.filter(body__contains="Perpanjang tepat waktu").count() == 1


def test_expiry_of_a_brand_renewed_beside_another_product_is_not_said(business):
    brand_of(business, TODAY + 20 * DAY)
    brand_of(business, TODAY + 3650 * DAY)

    assert services.remind_of_expiries(at=NOW) == 0


def test_fm34_no_mail_about_a_permit_leaves_without_the_consent_to_be_reminded():
    ProductPermitFactory(valid_until=TODAY + 5 * DAY)
    services.remind_of_expiries(at=NOW)
    mail = Message.objects.get().deliveries.get(channel=Delivery.Channel.EMAIL)

    outbox.deliver(delivery_id=mail.pk, at=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("SKIPPED", "Orang ini tidak memintanya.")


def test_expiries_are_looked_for_every_morning():
    plan = settings.CELERY_BEAT_SCHEDULE["remind-of-expiries"]

    assert plan["task"] in app.tasks
    assert (plan["schedule"].hour, plan["schedule"].minute) == ({7}, {30})


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_expiries_costs_one_query(django_assert_num_queries, count):
    ProductPermitFactory.create_batch(count, valid_until=TODAY + 200 * DAY)

    with django_assert_num_queries(1):
        services.remind_of_expiries(at=NOW)


def test_every_person_of_the_business_is_told():
    permit = ProductPermitFactory(valid_until=TODAY + 5 * DAY)
    permit.product.business.memberships.create(user=UserFactory())

    services.remind_of_expiries(at=NOW)

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("left", "said", "helps"),
    [
        (91, "Berlaku", False),
        (90, "Segera berakhir", True),
        (0, "Segera berakhir", True),
        (-1, "Kedaluwarsa", True),
    ],
)
def test_product_page_leads_to_a_consultant_while_a_permit_runs_out(client, left, said, helps):
    rule, _new = PermitRule.objects.update_or_create(
        rung=Rung.PIRT, defaults={"helped_by": "kelembagaan", "as_of": TODAY}
    )
    permit = ProductPermitFactory(
        valid_until=TODAY + left * DAY, product__form="DRY_FOOD", number="206357901012336"
    )
    product = permit.product
    ProductPermitFactory(product=product, kind="HALAL", number="ID35110000123450726")
    client.force_login(product.business.people.get())

    [state, *_others] = selectors.permit_states(product, day=TODAY)
    page = client.get(product.get_absolute_url()).content.decode()

    assert (state.helped_by == rule.helped_by) == helps
    assert f">{said}</span>" in page
    assert (reverse("consultations:field_detail", args=["kelembagaan"]) in page) == helps


def test_product_page_says_which_permit_stands_for_the_one_that_is_not_there(client, business):
    PermitRule.objects.filter(rung=Rung.PIRT).update(helped_by="produksi")
    chips = ProductFactory(business=business, form="DRY_FOOD")
    ProductPermitFactory(
        product=chips, kind="MD", number="MD234513001234", valid_until=TODAY + 900 * DAY
    )
    ProductPermitFactory(product=chips, kind="HALAL", number="ID35110000123450726")
    shirt = brand_of(business, TODAY + 900 * DAY).product
    client.force_login(business.people.get())

    page = client.get(chips.get_absolute_url()).content.decode()

    assert "Cukup dengan BPOM RI MD 234513001234" in page
    assert reverse("consultations:field_detail", args=["produksi"]) not in page
    assert (
        f'dari produk Anda yang lain, <a href="{shirt.get_absolute_url()}">{shirt.name}</a>' in page
    )


@pytest.mark.parametrize("count", [1, 3])
def test_permit_states_query_count(business, django_assert_num_queries, count):
    for _number in range(count):
        brand_of(business, TODAY)
    product = Product.objects.select_related("business").first()

    with django_assert_num_queries(4):
        selectors.permit_states(product, day=TODAY)
