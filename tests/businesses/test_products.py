from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from businesses import services
from businesses.forms import ProductDetailsForm
from businesses.models import PermitKind, Product, ProductPermit, ProductPhoto
from businesses.shop_links import normalise_shop_link
from plut_portal.accounts.models import Consent
from tests.factories import (
    BusinessDocumentFactory,
    BusinessFactory,
    ProductFactory,
    ProductPermitFactory,
    ProductPhotoFactory,
    UserFactory,
)
from tests.pictures import picture
from tests.times import NOW

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Keripik apel manalagi",
    "form": "DRY_FOOD",
    "category": "FOOD",
    "description": "Apel manalagi, digoreng hampa.",
    "price": "15.000",
    "pack": "100 g",
    "shelf_life_days": "180",
    "variants": "Pedas 100 g = 16.000\nManis 250 g",
    "links": "https://shopee.co.id/keripik.sumiati/123",
}
KEY = "7c0ce0a5-5c1b-4f2a-9a1e-111111111111"


@pytest.fixture
def product(db):
    return ProductFactory()


@pytest.fixture
def owner(product):
    return product.business.people.get()


@pytest.fixture
def her(client, owner):
    client.force_login(owner)
    return client


def at(name, *args):
    return reverse(f"businesses:{name}", args=args)


def post(client, business, **changes):
    said = SAID | {"submission_key": KEY} | changes
    return client.post(at("product_create", business.public_id), said)


def test_product_create_keeps_everything_said(her, product):
    response = post(her, product.business)

    new = Product.objects.latest("pk")
    assert (response.status_code, response.url) == (302, new.get_absolute_url())
    assert (new.name, new.price, new.shelf_life_days, new.position) == (
        "Keripik apel manalagi",
        15000,
        180,
        1,
    )
    assert list(new.variants.order_by("position").values_list("name", "price")) == [
        ("Pedas 100 g", 16000),
        ("Manis 250 g", None),
    ]
    assert [link.url for link in new.links.all()] == ["https://shopee.co.id/keripik.sumiati/123"]


def test_product_create_sent_twice_makes_one(her, product):
    post(her, product.business)
    post(her, product.business)

    assert Product.objects.count() == 2


def test_product_create_loses_nothing_and_says_what_is_wrong_beside_it(her, product):
    response = post(
        her,
        product.business,
        price="mahal",
        variants="Pedas = x\nManis",
        links="http://evil.example/a",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Baris 1:" in page
    assert "evil.example" in page
    assert "Manis" in page
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"price": "999.999.999.999"}, "Apakah nolnya kelebihan?"),
        ({"variants": "Manis\n\nPedas 250 g 18.000"}, "Baris 3: Tulis “=” sebelum harganya."),
        ({"variants": "Pedas 18.500"}, "Baris 1: Tulis “=” sebelum harganya."),
        ({"variants": "Pedas Rp18000"}, "Baris 1: Tulis “=” sebelum harganya."),
        ({"variants": "Pedas 15rb"}, "Baris 1: Tulis “=” sebelum harganya."),
    ],
)
def test_a_price_that_can_hardly_be_meant_is_asked_about(her, product, typed, said):
    response = post(her, product.business, **typed)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_size_at_the_end_of_a_variant_is_no_price(her, product):
    assert post(her, product.business, variants="Pedas 250 g\nIsi 12").status_code == 302


def test_a_permit_leads_to_where_its_paper_is_sent(her, product):
    page = her.get(reverse("businesses:permit", args=[product.public_id, "pirt"]))

    papers = reverse("businesses:document_add", args=[product.business.public_id])
    assert f"<a href='{papers}'>“Berkas”</a>" in page.content.decode()


def test_product_create_gives_the_consents_ticked(her, owner, product):
    post(her, product.business, show_to_all="on", show_phone="on")

    live = Consent.objects.live().filter(user=owner).values_list("purpose", flat=True)
    assert {"CATALOGUE", "PHONE"} <= set(live)


def test_add_product_refuses_past_thirty(product):
    ProductFactory.create_batch(services.MOST_PRODUCTS - 1, business=product.business)

    with pytest.raises(services.TooManyProducts):
        services.add_product(business=product.business, name="Satu lagi")


def test_update_product_replaces_variants_and_links(her, product):
    services.update_product(product=product, variants=[("Lama", None)], links=[])

    response = her.post(
        at("product_update", product.public_id), SAID | {"submission_key": KEY, "links": ""}
    )

    assert response.status_code == 302
    assert [each.name for each in product.variants.order_by("position")] == [
        "Pedas 100 g",
        "Manis 250 g",
    ]


def test_update_form_shows_variants_and_links_as_typed(product):
    services.update_product(
        product=product,
        variants=[("Pedas", 16000), ("Manis", None)],
        links=["https://shopee.co.id/a/1"],
    )

    form = ProductDetailsForm(instance=product)

    assert form["variants"].value() == "Pedas = 16.000\nManis"
    assert form["links"].value() == "https://shopee.co.id/a/1"


@pytest.mark.parametrize("name", ["product_detail", "product_update", "product_photo_add"])
def test_product_pages_are_for_its_people(client, product, name):
    client.force_login(UserFactory())

    assert client.get(at(name, product.public_id)).status_code == 404


@pytest.mark.parametrize(
    "name", ["product_show", "product_hide", "product_remove", "product_photo_remove"]
)
def test_product_actions_are_for_its_people(client, product, name):
    photo = ProductPhotoFactory(product=product)
    client.force_login(UserFactory())
    public_id = photo.public_id if name == "product_photo_remove" else product.public_id

    assert client.post(at(name, public_id)).status_code == 404
    product.refresh_from_db()
    assert (product.is_active, product.is_hidden) == (True, False)
    assert ProductPhoto.objects.ready().exists()


def test_product_hide_and_show(her, product):
    her.post(at("product_hide", product.public_id))
    product.refresh_from_db()
    assert product.is_hidden

    her.post(at("product_show", product.public_id))
    product.refresh_from_db()
    assert not product.is_hidden


@pytest.mark.parametrize(
    ("changed", "stays"),
    [({"name": "Sari apel"}, False), ({"form": "DRINK"}, False), ({"price": 20_000}, True)],
)
def test_product_the_office_chose_is_not_exchanged_for_another(product, changed, stays):
    product.form, product.curated_at = "DRY_FOOD", NOW
    product.save()

    services.update_product(product=product, variants=[], links=[], **changed)

    product.refresh_from_db()
    assert (product.curated_at is not None) is stays


def test_product_remove_keeps_the_row(her, product):
    her.post(at("product_remove", product.public_id))

    product.refresh_from_db()
    assert not product.is_active
    assert her.get(product.get_absolute_url()).status_code == 404


def test_product_move_by_buttons_and_order_by_drag(her, product):
    second = services.add_product(business=product.business, name="Kedua")
    third = services.add_product(business=product.business, name="Ketiga")

    her.post(at("product_move", third.public_id, "naik"))
    assert names(product) == [product.name, "Ketiga", "Kedua"]

    her.post(at("product_move", product.public_id, "naik"))
    assert names(product) == [product.name, "Ketiga", "Kedua"]

    her.post(
        at("product_order", product.business.public_id),
        {"product": [str(second.public_id), str(product.public_id)]},
    )
    assert names(product) == ["Kedua", product.name, "Ketiga"]


def test_product_order_is_saved_only_where_it_says_so(her, product, client):
    """The page takes this status and no other for an answer; a login page is none."""
    address = at("product_order", product.business.public_id)
    fetch = {"headers": {"X-Requested-With": "fetch"}}

    assert her.post(address, {"product": [str(product.public_id)]}, **fetch).status_code == 204
    her.logout()
    assert her.post(address, {"product": [str(product.public_id)]}, **fetch).status_code == 302


def names(product):
    return [each.name for each in product.business.products.offered().in_order()]


def test_product_move_knows_two_ways_only(her, product):
    assert her.post(at("product_move", product.public_id, "samping")).status_code == 404


def test_product_order_refuses_what_is_no_key(her, product):
    address = at("product_order", product.business.public_id)

    assert her.post(address, {"product": ["satu"]}).status_code == 404


def test_product_has_several_photos_and_the_first_is_the_cover(
    her, product, django_capture_on_commit_callbacks
):
    for _number in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.add_product_photo(
                product=product,
                file=SimpleUploadedFile("a.jpg", picture()),
                by=product.business.people.get(),
                at=NOW,
            )

    photos = list(product.photos.ready().order_by("position"))
    assert [photo.position for photo in photos] == [0, 1]
    assert product.cover == photos[0]
    assert her.get(product.get_absolute_url()).status_code == 200


def test_add_product_photo_refuses_a_sixth_and_fills_the_gap_of_a_removed_one(product):
    for place in range(services.MOST_PHOTOS):
        photo = ProductPhotoFactory(product=product, position=place)
    by, file = product.business.people.get(), SimpleUploadedFile("a.jpg", picture())

    with pytest.raises(services.TooManyPhotos):
        services.add_product_photo(product=product, file=file, by=by, at=NOW)

    services.remove_product_photo(photo=photo)
    assert services.add_product_photo(product=product, file=file, by=by, at=NOW).position == 4


def test_fm48_product_photo_is_told_by_its_content(her, product):
    file = SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>", "image/jpeg")

    response = her.post(
        at("product_photo_add", product.public_id), {"photo": file, "submission_key": KEY}
    )

    assert response.status_code == 422
    assert not ProductPhoto.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://shopee.co.id/toko/1?sp=2#x", "https://shopee.co.id/toko/1"),
        ("http://www.tokopedia.com/toko", "https://www.tokopedia.com/toko"),
        ("shopee.co.id/toko", "https://shopee.co.id/toko"),
        ("https://www.tiktok.com/@sumiati", "https://www.tiktok.com/@sumiati"),
        ("https://INSTAGRAM.com/sumiati/", "https://instagram.com/sumiati/"),
    ],
)
def test_shop_link_keeps_host_and_path(typed, kept):
    assert normalise_shop_link(typed) == kept


HOSTILE = [
    "javascript:alert(1)//shopee.co.id/a",
    "data:text/html,shopee.co.id/a",
    "https://evil.example/shopee.co.id/",
    "https://shopee.co.id.evil.example/a",
    "https://evilshopee.co.id/a",
    "https://shopee.co.id@evil.example/a",
    "https://evil.example\\@shopee.co.id/a",
    "https://shopee.co.id\\.evil.example/a",
    "https://evil.example#.shopee.co.id/a",
    "https://evil.example?.shopee.co.id/a",
    "https://shopee.co.id:8443/a",
    "https://user:pw@shopee.co.id/a",
    'https://shopee.co.id/a" onclick="x',
    "https://shopee.co.id/<script>",
    "https://shоpee.co.id/a",
    "//shopee.co.id/a",
    "ftp://shopee.co.id/a",
    "http://127.0.0.1/shopee.co.id",
    "https://shopee.co.id/",
    "https://wa.me/628123456789",
    "https://shopee.co.id/" + "a" * 300,
]


@pytest.mark.parametrize("link", HOSTILE)
def test_fm47_a_hostile_link_is_refused_and_said_beside_the_field(her, product, link):
    response = post(her, product.business, links=link)

    assert response.status_code == 422
    assert "Baris 1:" in response.content.decode()
    assert Product.objects.count() == 1


def test_fm44_a_link_is_never_asked_by_the_server(her, product, monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError("The server opened a connection.")

    monkeypatch.setattr("socket.create_connection", refused)
    monkeypatch.setattr("socket.getaddrinfo", refused)

    assert post(her, product.business).status_code == 302


def test_permit_page_keeps_the_number_and_remarks_on_another_city(her, product):
    response = her.post(
        at("permit", product.public_id, "pirt"), {"number": "P-IRT 2063578010123-31"}, follow=True
    )

    permit = ProductPermit.objects.get()
    assert (permit.number, permit.ends_on) == ("206357801012331", date(2031, 12, 31))
    assert "3579" in response.content.decode()


def test_permit_page_remarks_on_a_day_later_than_the_number_says(her, product):
    typed = {"number": "P-IRT 2063579010123-31", "valid_until": "2033-01-01"}

    response = her.post(at("permit", product.public_id, "pirt"), typed, follow=True)

    assert ProductPermit.objects.get().ends_on == date(2033, 1, 1)
    assert "sampai akhir 2031" in response.content.decode()


@pytest.mark.parametrize(
    ("slug", "number", "until", "sentence"),
    [
        ("md", "BPOM RI MD 234513001234", "", "BPOM MD berlaku 5 tahun."),
        ("brand", "IDM000812345", "", "Merek terdaftar berlaku 10 tahun."),
        ("brand", "JID2026012345", "2036-01-01", "Permohonan merek belum punya tanggal akhir."),
    ],
)
def test_permit_page_asks_for_the_day_where_only_the_paper_says_it(
    her, product, slug, number, until, sentence
):
    address = at("permit", product.public_id, slug)
    response = her.post(address, {"number": number, "valid_until": until})

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors["valid_until"])
    assert not ProductPermit.objects.exists()

    typed = {"number": number, "valid_until": "" if until else "2031-01-01"}
    assert her.post(address, typed).status_code == 302


def test_permit_page_speaks_of_the_number_alone_while_it_cannot_be_read(her, product):
    for until in ("", "2031-01-01"):
        typed = {"number": "X", "valid_until": until}
        response = her.post(at("permit", product.public_id, "brand"), typed)

        assert list(response.context["form"].errors) == ["number"]


def test_product_page_says_that_a_day_is_missing_and_that_a_pirt_is_for_dry_food(her, product):
    Product.objects.filter(pk=product.pk).update(form="DRINK")
    ProductPermitFactory(product=product)
    ProductPermitFactory(product=product, kind="MD", number="MD234513001234")

    page = her.get(product.get_absolute_url()).content.decode()

    assert ">Bukan untuk jenis produk ini</span>" in page
    assert ">Tanggal belum ditulis</span>" in page
    assert "chip-success" not in page.split('id="izin"')[1].split("</ul>")[0]


def test_permit_page_says_what_is_wrong_beside_the_number(her, product):
    response = her.post(at("permit", product.public_id, "pirt"), {"number": "12345"})

    assert response.status_code == 422
    assert "15 angka" in response.content.decode()
    assert not ProductPermit.objects.exists()


def test_permit_page_takes_papers_of_this_business_only(her, product):
    foreign = BusinessDocumentFactory()

    response = her.post(
        at("permit", product.public_id, "halal"),
        {"number": "ID35110000123450726", "document": foreign.pk},
    )

    assert response.status_code == 422


def test_set_permit_ends_the_earlier_number_and_keeps_it(product):
    old = ProductPermitFactory(product=product)

    new = services.set_permit(
        product=product, kind=PermitKind.PIRT, number="206357901012336", at=NOW
    )
    again = services.set_permit(
        product=product,
        kind=PermitKind.PIRT,
        number="206357901012336",
        valid_until=date(2036, 5, 1),
        at=NOW,
    )

    old.refresh_from_db()
    assert old.ended_at == NOW
    assert again.pk == new.pk


def test_permit_end_takes_it_away_once(her, product):
    ProductPermitFactory(product=product)

    her.post(at("permit_end", product.public_id, "pirt"))
    her.post(at("permit_end", product.public_id, "pirt"))

    assert not ProductPermit.objects.in_use().exists()
    assert ProductPermit.objects.count() == 1


def test_permit_page_knows_no_other_kind(her, product):
    assert her.get(at("permit", product.public_id, "sertifikat")).status_code == 404


def test_valid_on_agrees_with_the_permit_itself():
    day = date(2026, 11, 24)
    cases = [
        {"number": "206357901012325"},
        {"number": "206357901012326"},
        {"valid_until": day},
        {"valid_until": date(2026, 11, 23)},
        {"kind": "HALAL", "number": "ID35110000123450726"},
        {"kind": "MD", "number": "MD234513001234"},
        {"kind": "BRAND", "number": "IDM000812345"},
        {"kind": "BRAND", "number": "DID2026012345"},
    ]
    permits = [ProductPermitFactory(**case) for case in cases]

    found = set(ProductPermit.objects.valid_on(day))

    assert found == {permit for permit in permits if permit.is_valid_on(day)}
    assert len(found) == 5


def test_product_page_calls_a_brand_that_is_applied_for_what_it_is(her, product):
    her.post(at("permit", product.public_id, "brand"), {"number": "JID 2026 012345"})

    page = her.get(product.get_absolute_url()).content.decode()

    assert "<b>Merek, masih diajukan</b>" in page
    assert ">Diajukan</span>" in page
    assert "Merek terdaftar" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_product_list_query_count(her, product, django_assert_num_queries, count):
    for number in range(count):
        other = product if number == 0 else ProductFactory(business=product.business)
        ProductPhotoFactory(product=other)
    address = at("product_list", product.business.public_id)
    her.get(address)

    with django_assert_num_queries(9):
        her.get(address)


def test_first_product_is_the_one_the_business_began_with(her):
    business = BusinessFactory()
    photo = services.add_photo(
        business=business,
        file=SimpleUploadedFile("a.jpg", picture()),
        by=business.people.get(),
        at=NOW,
    )
    services.add_product(business=business, name="Lain")

    assert [each.name for each in business.products.in_order()] == [business.makes, "Lain"]
    assert photo.product == business.products.in_order().first()
