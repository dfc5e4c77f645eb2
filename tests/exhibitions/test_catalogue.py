import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from businesses import services as business_services
from businesses.models import Business, Membership, Product, ProductPhoto
from exhibitions import selectors
from exhibitions.models import SearchWords
from exhibitions.selectors import Wishes
from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import Consent
from tests.factories import (
    BusinessFactory,
    ProductFactory,
    ProductPermitFactory,
    ProductPhotoFactory,
    ShownProductFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LIST = reverse("catalogue:list")
EVIL = "<script>alert(1)</script>"


def page_of(product):
    return reverse("catalogue:product", args=[product.public_id])


def maker_of(product):
    return reverse("catalogue:maker", args=[product.business.public_id])


def found(**wishes):
    return {product.name for product in selectors.catalogue(Wishes(**wishes), day=TODAY)}


@pytest.fixture(autouse=True)
def words():
    """A transactional test before this one takes those of the migration away."""
    SearchWords.objects.get_or_create(words="keripik, kripik, criping, ceriping, chips")


@pytest.fixture
def product():
    return ShownProductFactory(
        name="Keripik apel manalagi",
        description="Digoreng hampa, renyah.",
        price=15000,
        form="DRY_FOOD",
        category="FOOD",
    )


def test_catalogue_shows_what_its_owner_agrees_to(client, product):
    page = client.get(LIST).content.decode()

    assert product.name in page
    assert "Rp15.000" in page
    assert client.get(page_of(product)).status_code == 200
    assert client.get(maker_of(product)).status_code == 200


@pytest.mark.parametrize(
    "without",
    [
        lambda product: Consent.objects.update(withdrawn_at=NOW),
        lambda product: Business.objects.update(verified_at=None),
        lambda product: product.business.memberships.update(is_active=False),
        lambda product: business_services.hide_product(product=product),
        lambda product: business_services.stop_offering(product=product),
        lambda product: business_services.withhold_product(
            product=product, reason="Bukan UMKM.", by=UserFactory(), at=NOW
        ),
    ],
    ids=["consent", "checked", "people", "hidden", "offered", "office"],
)
def test_catalogue_shows_nothing_else_anywhere(client, product, without):
    without(product)

    assert product.name not in client.get(LIST).content.decode()
    assert found(text="keripik") == set()
    assert client.get(page_of(product)).status_code == 404
    assert client.get(maker_of(product)).status_code == 404
    assert page_of(product) not in client.get(reverse("insights:sitemap")).content.decode()


def test_fm43_one_who_takes_it_back_is_not_overruled_by_another(client, product):
    hers, colleague = product.business.people.get(), UserFactory()
    accounts.give_consent(user=colleague, purpose=Consent.Purpose.CATALOGUE, at=NOW)
    accounts.withdraw_consent(user=hers, purpose=Consent.Purpose.CATALOGUE, at=NOW)

    Membership.objects.create(business=product.business, user=colleague)

    assert client.get(page_of(product)).status_code == 404
    client.force_login(colleague)
    assert (
        "tidak ingin produknya ditampilkan"
        in client.get(
            reverse("businesses:product_list", args=[product.business.public_id])
        ).content.decode()
    )
    client.logout()
    accounts.give_consent(user=hers, purpose=Consent.Purpose.CATALOGUE, at=NOW)
    assert client.get(page_of(product)).status_code == 200


GONE = {
    "page": lambda product, photo: page_of(product),
    "maker": lambda product, photo: maker_of(product),
    "small photo": lambda product, photo: photo.small_url,
    "large photo": lambda product, photo: photo.large_url,
    "enquiry": lambda product, photo: f"{page_of(product)}tanya/",
}


@pytest.mark.parametrize("place", GONE)
def test_hidden_address_is_gone_at_once(client, product, place):
    address = GONE[place](product, ProductPhotoFactory(product=product))
    assert client.get(address).status_code == 200

    business_services.hide_product(product=product)

    assert client.get(address).status_code == 404


UNLISTED = {
    "list": lambda other: LIST,
    "search": lambda other: f"{LIST}?cari=keripik",
    "filter": lambda other: f"{LIST}?kategori=FOOD",
    "sitemap": lambda other: reverse("insights:sitemap"),
    "beside another": page_of,
    "page of its maker": maker_of,
}


@pytest.mark.parametrize("place", UNLISTED)
def test_hidden_is_led_to_from_nowhere_at_once(client, product, place):
    other = ProductFactory(business=product.business, name="Dodol apel")
    address = UNLISTED[place](other)
    assert page_of(product) in client.get(address).content.decode()

    business_services.hide_product(product=product)

    page = client.get(address)
    assert page.status_code == 200
    assert page_of(product) not in page.content.decode()


def test_hidden_is_gone_at_once_from_page_search_sitemap_cache_and_image(client, product):
    photo = ProductPhotoFactory(product=product)
    addresses = [page_of(product), maker_of(product), photo.small_url, photo.large_url]
    sitemap = reverse("insights:sitemap")
    before = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in before] == [200] * 4
    assert page_of(product) in client.get(sitemap).content.decode()

    business_services.hide_product(product=product)

    assert [client.get(address).status_code for address in addresses] == [404] * 4
    # A browser or proxy that kept the photo has to ask again, and is told that it is gone.
    asked_again = client.get(photo.small_url, headers={"if-none-match": before[2]["ETag"]})
    assert asked_again.status_code == 404
    for answer in [*before, client.get(LIST)]:
        assert "no-cache" in answer["Cache-Control"]
    assert product.name not in client.get(f"{LIST}?cari=keripik").content.decode()
    assert page_of(product) not in client.get(sitemap).content.decode()


@pytest.mark.parametrize(
    "words", ["keripik", "kripik apel", "criping", "KERIPIK", "manal", "renyah"]
)
def test_search_knows_spellings_and_beginnings(product, words):
    ShownProductFactory(name="Kopi robusta")

    assert found(text=words) == {product.name}


@pytest.mark.parametrize("words", ["keripik-keripik", "Keripik2", "kripik-kripik apel-apel"])
def test_search_takes_a_word_said_twice_for_many_of_it(product, words):
    ShownProductFactory(name="Kopi robusta", description="Oleh petani Batu.")

    assert found(text=words) == {product.name}


def test_search_for_oleh_oleh_finds_no_small_words(product):
    ShownProductFactory(name="Kopi robusta", description="Disangrai oleh petani Batu.")
    ShownProductFactory(name="Dodol", description="Untuk oleh-oleh.")

    for words in ("oleh-oleh", "oleh2", "oleh oleh"):
        assert found(text=words) == {"Dodol"}


@pytest.mark.parametrize("words", ["usaha-usaha", "produk2"])
def test_search_does_not_widen_small_words(product, words):
    ShownProductFactory(name="Kopi robusta", description="Produk usaha rumahan.")

    assert found(text=words) == set()


def test_search_finds_makers_of_what_is_said_twice(product):
    Business.objects.filter(pk=product.business_id).update(name="Kue Kering Melati")

    assert list(selectors.makers_named("kue-kue")) == [product.business]


def test_search_knows_the_words_the_office_keeps(product):
    SearchWords.objects.create(words="emping, melinjo goreng, keripik-apel")
    ShownProductFactory(name="Emping Bu Tin")
    ShownProductFactory(name="Melinjo goreng")
    assert found(text="emping") == found(text="melinjo goreng")
    assert {"Emping Bu Tin", "Melinjo goreng"} <= found(text="emping")

    SearchWords.objects.filter(words__contains="emping").update(is_active=False)

    assert found(text="emping") == {"Emping Bu Tin"}


def test_search_finds_makers_by_name(client, product):
    Business.objects.filter(pk=product.business_id).update(name="Dapur Melati")

    assert "Dapur Melati" in client.get(f"{LIST}?cari=melati").content.decode()


def test_filters_narrow_and_combine(product):
    village = VillageFactory(code="35.79.02.2001", name="Desa Saringan")
    other = ShownProductFactory(
        name="Sari apel", category="DRINK", price=60000, business__village=village, curated_at=NOW
    )
    ProductPermitFactory(product=product)
    ProductPermitFactory(product=other, number="206357901012325")

    assert found(category="DRINK") == {other.name}
    assert found(village=village) == {other.name}
    assert found(is_curated=True) == {other.name}
    assert found(price="25") == {product.name}
    assert found(price="100") == {other.name}
    assert found(price="lebih") == set()
    # The other one's P-IRT has run out, by its number.
    assert found(permit="PIRT") == {product.name}
    assert found(text="apel", category="DRINK", price="100") == {other.name}
    assert found(text="apel", category="FOOD", price="100") == set()


def test_filters_survive_paging(client):
    ShownProductFactory.create_batch(25, name="Keripik", category="FOOD")
    ShownProductFactory(name="Kopi", category="DRINK")

    page = client.get(f"{LIST}?cari=keripik&kategori=FOOD").content.decode()

    assert "25 produk" in page
    assert 'href="?cari=keripik&amp;kategori=FOOD&amp;page=2"' in page
    second = client.get(f"{LIST}?cari=keripik&kategori=FOOD&page=2").content.decode()
    assert second.count("goods-words") == 1


def test_goods_with_a_photo_come_first_and_every_page_keeps_the_order(client):
    seen = ShownProductFactory.create_batch(13, name="Keripik apel")
    bare = ShownProductFactory.create_batch(13, name="Keripik apel")
    for product in seen:
        ProductPhotoFactory(product=product)
    # Seen by its owner alone, so to a buyer it is as if there were none.
    ProductPhotoFactory(product=bare[0], uploaded_by=UserFactory())

    newest = [*reversed(seen), *reversed(bare)]

    assert listed(client, LIST, pages=2) == newest
    assert listed(client, f"{LIST}?cari=keripik", pages=2) == [*seen, *bare]


def test_only_the_first_photo_of_the_list_does_not_wait_for_the_screen(client):
    for product in ShownProductFactory.create_batch(3):
        ProductPhotoFactory(product=product)

    page = client.get(LIST).content.decode()

    first, *others = re.findall(r'<img class="goods-photo"[^>]*>', page)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert len(others) == 2
    assert all('loading="lazy"' in photo and "fetchpriority" not in photo for photo in others)


def listed(client, address, *, pages):
    joint = "&" if "?" in address else "?"
    answers = [client.get(f"{address}{joint}page={number + 1}") for number in range(pages)]
    return [product for answer in answers for product in answer.context["page_obj"]]


def test_a_better_match_comes_before_a_photo():
    ProductPhotoFactory(product=ShownProductFactory(name="Kopi", description="Bersama keripik"))
    ShownProductFactory(name="Keripik apel", description="Keripik renyah, apel Batu")

    names = [row.name for row in selectors.catalogue(Wishes(text="keripik apel"), day=TODAY)]

    assert names[0] == "Keripik apel"


@pytest.mark.parametrize(
    "query", ["kategori=X", "harga=-1", "desa=0", "izin=Q", "page=x", "cari=%00", "cari=':*"]
)
def test_wishes_that_make_no_sense_break_nothing(client, product, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_a_search_too_long_to_be_one_finds_what_its_beginning_asks_for(client, product):
    page = client.get(f"{LIST}?cari={'z' * 3000}").content.decode()

    assert "Tidak ditemukan" in page
    assert f'value="{"z" * 80}"' in page


def test_catalogue_says_what_to_do_when_nothing_is_found(client, product):
    page = client.get(f"{LIST}?cari=zzzz").content.decode()

    assert "Tidak ditemukan" in page


@pytest.mark.parametrize("count", [1, 3])
def test_catalogue_query_count(client, django_assert_num_queries, count):
    for product in ShownProductFactory.create_batch(count, name="Keripik"):
        ProductPhotoFactory(product=product)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.get(f"{LIST}?cari=keripik")


@pytest.mark.parametrize("count", [1, 3])
def test_product_page_query_count(client, product, django_assert_num_queries, count):
    for place in range(count):
        ProductPhotoFactory(product=product, position=place)
        ProductFactory(business=product.business)
    client.get(page_of(product))

    with django_assert_num_queries(9):
        client.get(page_of(product))


@pytest.mark.parametrize("count", [1, 3])
def test_maker_page_query_count(client, product, django_assert_num_queries, count):
    for _number in range(count - 1):
        ProductFactory(business=product.business)
    client.get(maker_of(product))

    with django_assert_num_queries(5):
        client.get(maker_of(product))


def test_phone_is_shown_only_with_its_own_consent(client, product):
    owner = product.business.people.get()
    number = owner.phone.removeprefix("+")

    assert number not in client.get(page_of(product)).content.decode()

    accounts.give_consent(user=owner, purpose=Consent.Purpose.PHONE, at=NOW)
    for address in (page_of(product), maker_of(product)):
        assert f"https://wa.me/{number}?text=" in client.get(address).content.decode()

    accounts.withdraw_consent(user=owner, purpose=Consent.Purpose.PHONE, at=NOW)
    assert number not in client.get(page_of(product)).content.decode()


def test_profile_saves_both_choices(client, product):
    owner = product.business.people.get()
    client.force_login(owner)

    client.post(reverse("accounts:catalogue"), {"show_phone": "on"})

    live = Consent.objects.live().filter(user=owner)
    assert set(live.values_list("purpose", flat=True)) == {"PHONE"}


def test_product_page_shows_valid_permits_and_shops_only(client, product):
    ProductPermitFactory(product=product)
    ProductPermitFactory(
        product=product, kind="MD", number="MD234513001234", valid_until=NOW.date().replace(day=1)
    )
    product.links.create(url="https://shopee.co.id/a/1")
    product.links.create(url="https://evil.example/a", position=1)

    page = client.get(page_of(product)).content.decode()

    assert "P-IRT 2063579010123-31" in page
    assert "MD 2345" not in page
    assert "https://shopee.co.id/a/1" in page
    assert "evil.example" not in page


def test_a_pirt_of_a_drink_is_neither_shown_nor_found(client, product):
    ProductPermitFactory(product=product)
    assert found(permit="PIRT") == {product.name}

    Product.objects.update(form="DRINK")

    assert "2063579010123" not in client.get(page_of(product)).content.decode()
    assert found(permit="PIRT") == set()


def test_product_page_shows_a_brand_once_it_is_registered(client, product):
    brand = ProductPermitFactory(product=product, kind="BRAND", number="JID2026012345")
    assert "JID2026012345" not in client.get(page_of(product)).content.decode()

    brand.number = "IDM000812345"
    brand.save()

    page = client.get(page_of(product)).content.decode()
    assert "Merek terdaftar" in page
    assert "IDM000812345" in page


def test_product_page_has_share_preview_and_structured_data(client, product, settings):
    photo = ProductPhotoFactory(product=product)

    page = client.get(page_of(product)).content.decode()

    assert f'<meta property="og:image" content="{settings.SITE_URL}{photo.large_url}">' in page
    assert "Digoreng hampa, renyah." in page.split('property="og:description"')[1].split(">")[0]
    blocks = page.split('<script type="application/ld+json">')[1:]
    facts = [json.loads(block.split("</script>")[0]) for block in blocks]
    [goods] = [each for each in facts if each["@type"] == "Product"]
    assert goods["offers"]["price"] == "15000"
    assert goods["image"] == f"{settings.SITE_URL}{photo.large_url}"


def test_photo_of_somebody_who_did_not_agree_stays_out(client, product):
    stranger = UserFactory()
    ProductPhotoFactory(product=product, uploaded_by=stranger)

    assert ProductPhoto.objects.ready().visible_to(AnonymousUser()).count() == 0
    assert "/usaha/foto/" not in client.get(page_of(product)).content.decode()


def test_fm42_names_and_texts_arrive_as_text(client):
    product = ShownProductFactory(
        name=EVIL, description=f"{EVIL} </script>", pack='"><img src=x onerror=alert(1)>'
    )
    Business.objects.filter(pk=product.business_id).update(name=EVIL)
    product.variants.create(name=EVIL)

    for address in (LIST, page_of(product), maker_of(product), f"{LIST}?cari={EVIL}"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.fixture
def ten_thousand():
    business = BusinessFactory(verified_at=NOW)
    accounts.give_consent(user=business.people.get(), purpose=Consent.Purpose.CATALOGUE, at=NOW)
    Product.objects.bulk_create(
        Product(business=business, name=f"Barang nomor {number}", description="Buatan sendiri")
        for number in range(10_000)
    )
    apples = Product.objects.create(business=business, name="Keripik apel", description="Renyah")
    ProductPhotoFactory(product=apples)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.usefixtures("ten_thousand")
@pytest.mark.parametrize("text", ["kripik apel", "keripik-keripik apel2"])
def test_search_reads_ten_thousand_products_by_the_index(text):
    rows = selectors.catalogue(Wishes(text=text), day=TODAY)

    assert [row.name for row in rows] == ["Keripik apel"]
    assert "businesses_product_words" in rows.explain()


@pytest.mark.usefixtures("ten_thousand")
def test_first_page_of_ten_thousand_looks_for_photos_once():
    rows = selectors.catalogue(Wishes(), day=TODAY)[:24]

    assert rows[0].name == "Keripik apel"
    # Once for all of them, not once for each.
    assert "hashed SubPlan" in rows.explain()
