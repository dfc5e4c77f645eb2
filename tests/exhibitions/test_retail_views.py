from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from businesses.models import Product
from exhibitions import services
from exhibitions.models import LinkOpening, PartnerLink, Submission
from exhibitions.services import guards
from exhibitions.views import partner_link as views
from plut_portal.core import clock
from tests.exhibitions.shelf import (
    Kind,
    RetailPartnerFactory,
    State,
    listed,
    offered,
    office,
    owner_of,
    ready_product,
    sent,
)
from tests.factories import (
    ConsultantFactory,
    ExpertiseFactory,
    ProductPhotoFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
GOODS, OPEN = reverse("retail:goods"), reverse("retail:link_open")


@pytest.fixture(autouse=True)
def today(portal_clock):
    portal_clock(NOW)


@pytest.fixture
def partner():
    return RetailPartnerFactory(name="Minimarket Panderman")


@pytest.fixture
def product():
    return ready_product(name="Keripik apel")


@pytest.fixture
def her(client, product):
    client.force_login(owner_of(product))
    return client


def offer_at(partner, product):
    return reverse("retail:product_offer", args=[partner.public_id, product.public_id])


def link_for(partner, *, days=30):
    return services.make_link(partner=partner, days=days, by=office(), at=clock.now())


def follow(client, token):
    return client.get(reverse("retail:link", args=[token]), follow=True)


def opened(partner):
    """A browser in which the partner has opened its page."""
    client = Client()
    follow(client, link_for(partner))
    client.post(OPEN)
    return client


# --- Owners -----------------------------------------------------------------------------------


def test_partners_are_listed_with_what_they_ask_for(her, partner):
    hidden = RetailPartnerFactory(name="Toko Tutup", is_active=False)
    unasked = RetailPartnerFactory(name="Toko Baru")
    unasked.requirement_lists.update(state="REPLACED")

    page = her.get(reverse("retail:list")).content.decode()

    assert "Minimarket Panderman" in page
    assert "Isi kemasan dan berat bersih tertulis" in page
    assert "Toko Tutup" not in page
    assert "Toko Baru" not in page
    for other in (hidden, unasked):
        assert her.get(other.get_absolute_url()).status_code == 404


def test_partner_page_shows_each_own_product_with_its_light(her, partner, product):
    red = ready_product(business=product.business, name="Dodol apel", pack="")
    ready_product(name="Milik tetangga")

    page = her.get(partner.get_absolute_url()).content.decode()

    assert "Siap: ajukan sekarang" in page
    assert "Tuliskan isi kemasan seperti di label: 100 g." in page
    assert page.index("Keripik apel") < page.index("Dodol apel")
    assert offer_at(partner, red) in page
    assert "Milik tetangga" not in page


def test_light_page_leads_to_where_each_thing_is_mended(her, product):
    partner = RetailPartnerFactory(
        asks=[
            {"kind": Kind.NIB},
            {"kind": Kind.PHOTO},
            {"kind": Kind.PRICE, "price_to": 9},
            {"kind": Kind.CAPACITY, "least": 5},
            {"kind": Kind.HALAL},
        ]
    )

    page = her.get(offer_at(partner, product)).content.decode()

    for name, args in (
        ("businesses:step", [product.business.public_id, "nib"]),
        ("businesses:product_photo_add", [product.public_id]),
        ("businesses:product_update", [product.public_id]),
        ("businesses:permit", [product.public_id, "halal"]),
        ("retail:product_capacity", [partner.public_id, product.public_id]),
    ):
        assert reverse(name, args=args) in page
    assert "Ajukan ke" not in page


@pytest.mark.parametrize(
    ("asked", "form", "name", "more"),
    [
        ({"kind": Kind.PERMIT, "permit": "PIRT"}, "DRY_FOOD", "permit", ["pirt"]),
        ({"kind": Kind.PERMIT, "permit": "PIRT"}, "DRINK", "permit", ["md"]),
        ({"kind": Kind.PERMIT, "permit": "BRAND"}, "", "permit", ["brand"]),
        ({"kind": Kind.BARCODE}, "", "permit", ["barcode"]),
        # Which permit it needs is not known before it is said what it is.
        ({"kind": Kind.HALAL}, "", "product_update", []),
    ],
)
def test_light_page_leads_to_the_permit_that_is_missing(her, product, asked, form, name, more):
    Product.objects.filter(pk=product.pk).update(form=form)
    partner = RetailPartnerFactory(asks=[asked])

    page = her.get(offer_at(partner, product)).content.decode()

    assert f'href="{reverse(f"businesses:{name}", args=[product.public_id, *more])}"' in page


def test_offering_through_the_page_leads_to_how_it_stands(her, partner, product):
    said = {"agrees": "on", "submission_key": str(uuid4())}

    first = her.post(offer_at(partner, product), said)
    again = her.post(offer_at(partner, product), said)

    submission = Submission.objects.get()
    assert first.url == again.url == submission.get_absolute_url()
    page = her.get(first.url).content.decode()
    assert "Sedang dilihat kantor" in page
    assert "sedang diajukan" in her.get(offer_at(partner, product)).content.decode()


def test_offering_without_agreeing_says_so_beside_the_box(her, partner, product):
    response = her.post(offer_at(partner, product), {"submission_key": str(uuid4())})

    assert response.status_code == 422
    assert "Mohon setujui bahwa mitra boleh melihat produk ini." in response.content.decode()


def test_offering_what_is_no_longer_green_says_what_is_missing(her, partner, product):
    type(product).objects.filter(pk=product.pk).update(pack="")

    response = her.post(
        offer_at(partner, product), {"agrees": "on", "submission_key": str(uuid4())}
    )

    assert response.status_code == 422
    assert "Tuliskan isi kemasan seperti di label: 100 g." in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("pieces", ["", "0", "seribu", "1000001", "9" * 5000])
def test_capacity_that_is_no_number_is_refused_beside_the_field(her, partner, product, pieces):
    address = reverse("retail:product_capacity", args=[partner.public_id, product.public_id])

    response = her.post(address, {"pieces": pieces})

    assert response.status_code == 422
    assert not hasattr(product, "monthly_capacity")


def test_capacity_is_kept_and_shown_again(her, partner, product):
    address = reverse("retail:product_capacity", args=[partner.public_id, product.public_id])

    assert her.post(address, {"pieces": "750"}).url == offer_at(partner, product)
    assert 'value="750"' in her.get(address).content.decode()

    her.post(address, {"pieces": "1.000"})
    product.refresh_from_db()
    assert product.monthly_capacity.pieces == 1000
    assert 'value="1.000"' in her.get(address).content.decode()


def test_taking_back_closes_it_and_a_listed_one_stays(her, partner, product):
    submission = offered(product, partner)
    address = reverse("retail:submission_withdraw", args=[submission.public_id])

    her.post(address)
    submission.refresh_from_db()
    assert submission.state == State.WITHDRAWN

    Submission.objects.filter(pk=submission.pk).update(state=State.LISTED)
    page = her.post(address, follow=True).content.decode()
    assert "Tidak bisa menjadi" in page
    submission.refresh_from_db()
    assert submission.state == State.LISTED


def test_fm35_a_stranger_meets_nothing_of_hers(client, partner, product):
    submission = offered(product, partner)
    client.force_login(UserFactory())

    answers = [
        client.get(submission.get_absolute_url()),
        client.post(reverse("retail:submission_withdraw", args=[submission.public_id])),
        client.get(offer_at(partner, product)),
        client.post(offer_at(partner, product), {"agrees": "on"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    page = client.get(reverse("retail:submission_list")).content.decode()
    assert product.name not in page


def test_journey_from_red_to_the_shelf(her, product):
    """Red, the consultant who helps, the papers, green, offered, accepted, sent, listed."""
    field = ExpertiseFactory(slug="kelembagaan", name="Kelembagaan dan izin")
    ConsultantFactory(expertise=field)
    partner = RetailPartnerFactory(asks=[{"kind": Kind.PERMIT, "permit": "PIRT", "least": 30}])
    address = offer_at(partner, product)
    red = her.get(address).content.decode()
    assert "Keripik apel belum punya P-IRT." in red
    assert "Kelembagaan dan izin" in red

    permit = {"number": "206357901012331", "valid_until": ""}
    her.post(reverse("businesses:permit", args=[product.public_id, "pirt"]), permit)
    assert "Ajukan ke" in her.get(address).content.decode()
    her.post(address, {"agrees": "on", "submission_key": str(uuid4())})

    submission, staff = Submission.objects.get(), office()
    facts = {"submission": submission, "by": staff, "at": clock.now()}
    services.accept_submission(checked=[], **facts)
    services.send_submission(**facts)
    services.list_submission(on=NOW.date(), stores=2, units=40, **facts)
    page = her.get(submission.get_absolute_url()).content.decode()
    assert "Terpajang di toko" in page
    assert "2 toko · 40 buah" in page


@pytest.mark.parametrize("count", [1, 3])
def test_partner_list_query_count(her, django_assert_num_queries, count):
    for _each in range(count):
        RetailPartnerFactory()
    her.get(reverse("retail:list"))

    with django_assert_num_queries(8):
        her.get(reverse("retail:list"))


@pytest.mark.parametrize("count", [1, 3])
def test_partner_query_count(her, partner, product, django_assert_num_queries, count):
    for _each in range(count - 1):
        ready_product(business=product.business)
    for each in product.business.products.all():
        offered(each, partner)
    her.get(partner.get_absolute_url())

    with django_assert_num_queries(12):
        her.get(partner.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_submission_list_query_count(her, product, django_assert_num_queries, count):
    for _each in range(count):
        offered(product, RetailPartnerFactory())
    her.get(reverse("retail:submission_list"))

    with django_assert_num_queries(6):
        her.get(reverse("retail:submission_list"))


@pytest.mark.parametrize("count", [1, 3])
def test_goods_query_count(partner, django_assert_num_queries, count):
    for _each in range(count):
        sent(partner=partner)
    client = opened(partner)

    with django_assert_num_queries(8):
        page = client.get(GOODS).content.decode()

    assert page.count("<article") == count


# --- The partner ------------------------------------------------------------------------------


def test_fm38_the_partner_sees_its_own_goods_and_nobody(partner):
    person = UserFactory(full_name="Sumiati Rahasia", phone="+6281234567890")
    shown = sent(partner=partner, name="Keripik terkirim")
    shown.product.business.memberships.create(user=person)
    waiting = offered(partner=partner, name="Belum lolos")
    elsewhere = sent(partner=RetailPartnerFactory(), name="Untuk toko lain")
    on_shelf = listed(partner=partner, name="Sudah terpajang")
    refused = sent(partner=partner, name="Pernah ditolak")
    services.refuse_submission(
        submission=refused, reason="Rak penuh", on=NOW.date(), by=office(), at=NOW
    )

    page = opened(partner).get(GOODS).content.decode()

    assert shown.product.name in page
    assert on_shelf.product.name in page
    for hidden in (waiting, elsewhere, refused):
        assert hidden.product.name not in page
    for private in ("Sumiati Rahasia", "81234567890", str(shown.product.business.public_id)):
        assert private not in page


def test_fm31_following_the_link_notes_nothing_and_opening_it_once(client, partner):
    sent(partner=partner)
    token = link_for(partner)

    landed = follow(client, token)
    client.head(reverse("retail:link", args=[token]))
    client.get(OPEN)
    client.get(GOODS)
    assert landed.redirect_chain == [(OPEN, 302)]
    assert not LinkOpening.objects.exists()
    assert client.get(GOODS).url == OPEN

    assert client.post(OPEN).url == GOODS
    assert client.get(GOODS).status_code == 200
    assert LinkOpening.objects.get().shown == 1


def test_fm38_the_token_is_kept_as_a_hash_and_in_no_session(client, partner):
    token = link_for(partner)
    follow(client, token)

    link = PartnerLink.objects.get()
    assert token not in f"{link.hash}{vars(link)}"
    assert token not in str(dict(client.session))


@pytest.mark.parametrize("how", ["revoked", "expired", "replaced", "partner_off", "invented"])
def test_fm38_a_link_that_is_gone_opens_nothing_and_closes_what_was_open(partner, how):
    sent(partner=partner)
    token, browser = link_for(partner), Client()
    follow(browser, token)
    browser.post(OPEN)
    assert browser.get(GOODS).status_code == 200

    if how == "revoked":
        services.revoke_link(partner=partner, by=office(), at=clock.now())
    elif how == "expired":
        PartnerLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif how == "replaced":
        link_for(partner)
    elif how == "partner_off":
        type(partner).objects.update(is_active=False)
    else:
        token, browser = "x" * 32, Client()

    answers = [browser.get(GOODS), browser.post(OPEN), browser.get(OPEN), follow(Client(), token)]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert LinkOpening.objects.count() == 1


def test_fm38_no_page_of_the_partner_is_kept_found_or_handed_on(partner):
    sent(partner=partner)
    client = Client()
    address = reverse("retail:link", args=[link_for(partner)])
    pages = [client.get(address), client.get(OPEN)]
    client.post(OPEN)
    pages.append(client.get(GOODS))

    # Only the first holds the token in its address.
    policies = [page.headers["Referrer-Policy"] for page in pages]
    assert policies == ["no-referrer", "same-origin", "same-origin"]
    assert {page.headers["X-Robots-Tag"] for page in pages} == {"noindex"}
    assert all("no-store" in page.headers["Cache-Control"] for page in pages)


def test_the_form_that_opens_is_sent_with_its_token_alone(partner):
    strict = Client(enforce_csrf_checks=True)
    follow(strict, link_for(partner))

    assert strict.post(OPEN).status_code == 403
    assert not LinkOpening.objects.exists()


def test_fm47_whoever_tries_tokens_is_stopped(client, partner, monkeypatch):
    monkeypatch.setattr(views, "TRIES", 3)
    answers = [follow(client, f"{number}" * 32).status_code for number in range(4)]

    assert answers == [404, 404, 404, 429]


def test_fm48_a_photo_is_handed_out_for_what_was_sent_to_this_partner_alone(partner):
    shown, elsewhere = sent(partner=partner), sent(partner=RetailPartnerFactory())
    for each in (shown, elsewhere):
        ProductPhotoFactory(product=each.product)

    def photo(client, submission):
        return client.get(reverse("retail:goods_photo", args=[submission.public_id]))

    client = opened(partner)
    answer = photo(client, shown)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert photo(client, elsewhere).status_code == 404
    assert photo(Client(), shown).status_code == 404


HOSTILE = ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", '"><img src=x onerror=a()>']


@pytest.mark.parametrize("text", HOSTILE)
def test_fm42_what_people_type_stays_text_on_every_page(her, partner, product, text):
    # Past every form, as an import or an older version may have left it.
    type(product).objects.filter(pk=product.pk).update(
        name=text, description=text, pack="1 " + text[:50]
    )
    type(partner).objects.filter(pk=partner.pk).update(about=text)
    partner.requirement_lists.get().lines.update(text=text)
    product.refresh_from_db()
    submission = offered(product, partner)
    services.accept_submission(submission=submission, checked=[], by=office(), at=NOW)
    services.send_submission(submission=submission, by=office(), at=NOW)

    pages = [
        her.get(reverse("retail:list")),
        her.get(partner.get_absolute_url()),
        her.get(offer_at(partner, product)),
        her.get(reverse("retail:submission_list")),
        her.get(submission.get_absolute_url()),
        opened(partner).get(GOODS),
    ]

    assert [page.status_code for page in pages] == [200] * 6
    everything = "".join(page.content.decode() for page in pages)
    assert escape(text) in everything
    assert text == escape(text) or text not in everything
    assert settings.SECRET_KEY not in everything


@pytest.mark.parametrize("role", ["COUNTER_OFFICER", "HEAD", "CURATOR"])
def test_only_the_programme_admin_makes_links(partner, role):
    person = UserFactory(role=role)

    with pytest.raises(guards.NotAllowed):
        services.make_link(partner=partner, days=5, by=person, at=NOW)
    with pytest.raises(guards.NotAllowed):
        services.revoke_link(partner=partner, by=person, at=NOW)


@pytest.mark.parametrize("days", [0, 181])
def test_a_link_lives_half_a_year_at_most(partner, days):
    with pytest.raises(services.TooLong):
        services.make_link(partner=partner, days=days, by=office(), at=NOW)
