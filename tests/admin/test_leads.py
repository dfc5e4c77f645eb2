from datetime import date, timedelta

import pytest
from django.urls import reverse

from exhibitions import selectors, services, tasks
from exhibitions.models import Enquiry
from plut_portal.core import clock
from plut_portal.notifications.models import Message
from tests.factories import EnquiryFactory, ShownProductFactory, VillageFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:leads")
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
HALF_A_YEAR = timedelta(days=180)


def rows(table):
    return [(row.label, row.asked, row.answered, row.waiting) for row in table]


def ask(product, at):
    return services.send_enquiry(
        product=product,
        key=EnquiryFactory.build(product=product).key,
        name="Dewi Pembeli",
        phone="+6281298765432",
        email="",
        message="Bisa kirim ke Jalan Mawar 3?",
        at=at,
    )


def label(product):
    return f"{product.name} – {product.business.label}"


def test_makers_who_call_theirs_the_same_are_not_added_together():
    one, other = ShownProductFactory(name="Keripik apel"), ShownProductFactory(name="Keripik apel")
    most = ShownProductFactory(name="Kopi")
    for product in (one, other, most, most):
        EnquiryFactory(product=product)

    found = selectors.lead_summary(**YEAR).products

    assert [row.asked for row in found] == [2, 1, 1]
    assert {row.label for row in found} == {label(each) for each in (one, other, most)}


def test_lead_summary_counts_by_month_village_and_product():
    village = VillageFactory(code="35.79.02.2001")
    chips = ShownProductFactory(name="Keripik", business__village=village)
    coffee = ShownProductFactory(name="Kopi")
    EnquiryFactory(product=chips, answered_at=NOW)
    EnquiryFactory(product=chips)
    # The last minute of October in Batu, and last year, which is not asked for.
    EnquiryFactory(product=coffee, sent_at=NOW.replace(month=10, day=31, hour=16, minute=59))
    EnquiryFactory(product=coffee, sent_at=NOW.replace(year=2025))

    summary = selectors.lead_summary(**YEAR)

    assert rows(summary.months) == [("November 2026", 2, 1, 1), ("Oktober 2026", 1, 0, 1)]
    assert rows(summary.products) == [(label(chips), 2, 1, 1), (label(coffee), 1, 0, 1)]
    assert (village.name, 2, 1, 1) in rows(summary.villages)
    assert (summary.total.asked, summary.total.percent) == (3, 33)


def test_lead_summary_counts_chats_beside_what_was_asked():
    village = VillageFactory(code="35.79.02.2001")
    chips = ShownProductFactory(name="Keripik", business__village=village)
    coffee = ShownProductFactory(name="Kopi")
    EnquiryFactory(product=chips)
    for product, at in ((chips, NOW), (coffee, NOW), (coffee, NOW.replace(month=10, day=3))):
        services.count_chat(product=product, at=at)
    services.count_chat(product=chips, at=NOW.replace(year=2025))

    summary = selectors.lead_summary(**YEAR)

    assert (summary.total.asked, summary.total.chats) == (1, 3)
    assert [(row.label, row.asked, row.chats) for row in summary.months] == [
        ("November 2026", 1, 2),
        ("Oktober 2026", 0, 1),
    ]
    products = [(row.label, row.asked, row.chats) for row in summary.products]
    assert products == [(label(chips), 1, 1), (label(coffee), 0, 2)]
    assert (village.name, 1, 1) in [(row.label, row.asked, row.chats) for row in summary.villages]


def test_leads_page_shows_who_waits_and_nobody_by_name(office):
    EnquiryFactory(name="Pembeli Rahasia")

    page = office.get(PAGE).content.decode()

    assert "1</b> bertanya, 0 terjawab, 1 menunggu" in page
    assert "Pembeli Rahasia" not in page


def test_leads_page_of_an_empty_time_says_so(office):
    assert "Tidak ada yang bertanya" in office.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_leads_page_query_count(office, django_assert_max_num_queries, count):
    for number in range(count):
        EnquiryFactory(product=ShownProductFactory(name=f"Barang {number}"))
    office.get(PAGE)

    with django_assert_max_num_queries(13):
        office.get(PAGE)


def test_purge_forgets_buyers_after_six_months_in_messages_too():
    product = ShownProductFactory(name="Keripik apel")
    old = ask(product, NOW - HALF_A_YEAR - timedelta(minutes=1))
    young = ask(product, NOW - HALF_A_YEAR + timedelta(minutes=1))

    assert services.purge_contacts(at=NOW) == 1
    assert services.purge_contacts(at=NOW) == 0

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.name, old.phone, old.email, old.message, old.contact_url) == ("",) * 5
    assert (old.purged_at, young.purged_at) == (NOW, None)
    assert young.phone
    told = Message.objects.get(topic=f"enquiry:{old.pk}")
    assert [word in told.body for word in ("Dewi", "+62812", "Mawar")] == [False] * 3
    assert "+62812" in Message.objects.get(topic=f"enquiry:{young.pk}").body


def test_purged_enquiry_still_counts_and_shows_no_way_to_nobody(client, office):
    enquiry = EnquiryFactory(sent_at=NOW - HALF_A_YEAR - timedelta(days=1), answered_at=NOW)
    services.purge_contacts(at=NOW)

    assert selectors.lead_summary(**YEAR).total.asked == 1
    listed = office.get(reverse("admin:exhibitions_enquiry_changelist")).content.decode()
    assert "dihapus setelah enam bulan" in listed

    client.force_login(enquiry.product.business.people.get())
    page = client.get(reverse("catalogue:enquiry_list")).content.decode()
    assert "Seorang pembeli" in page
    assert "mailto:" not in page.partition("<main")[2].partition("</main>")[0]


def test_purge_task_is_planned_every_day(settings):
    planned = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned["exhibitions.purge_contacts"] == timedelta(days=1)

    EnquiryFactory(sent_at=clock.now() - HALF_A_YEAR - timedelta(days=1))
    assert tasks.purge_contacts() == 1
    assert Enquiry.objects.with_contact().count() == 0


def test_privacy_page_names_how_long_buyers_are_kept(client):
    assert "enam bulan" in client.get(reverse("insights:privacy")).content.decode()
