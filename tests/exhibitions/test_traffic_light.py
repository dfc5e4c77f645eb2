from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from businesses.models import OwnerProfile
from exhibitions import selectors, services
from exhibitions.models import ListedRequirement, MonthlyCapacity
from exhibitions.selectors.retail import Colour
from tests.exhibitions.shelf import (
    Kind,
    RetailPartnerFactory,
    in_use,
    owner_of,
    ready_product,
)
from tests.factories import (
    BusinessFactory,
    ExpertiseFactory,
    ProductFactory,
    ProductPermitFactory,
    ProductPhotoFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
GREEN, AMBER, RED, OFFICE = Colour.GREEN, Colour.AMBER, Colour.RED, Colour.OFFICE
PIRT = {"kind": Kind.PERMIT, "permit": "PIRT"}


def line_of(product, **line):
    """How this one line stands for the product."""
    partner = RetailPartnerFactory(asks=[line])
    return selectors.light_of(in_use(partner), product, at=NOW).lines[0]


def test_light_says_why_and_who_helps():
    helper = ExpertiseFactory(slug="kelembagaan")

    line = line_of(ready_product(name="Keripik"), **PIRT)

    assert (line.colour, line.expertise) == (RED, helper)
    assert line.reason == "Keripik belum punya P-IRT."


def test_light_offers_the_field_the_office_has_named():
    ExpertiseFactory(slug="kelembagaan")
    named = ExpertiseFactory()

    assert line_of(ready_product(), expertise=named, **PIRT).expertise == named


@pytest.mark.parametrize(
    ("days_left", "least", "colour"),
    [
        (30, 30, GREEN),
        (29, 30, AMBER),
        (0, 0, GREEN),
        (0, None, GREEN),
        (0, 1, AMBER),
        (-1, 0, RED),
    ],
)
def test_light_counts_the_last_day_of_a_permit_as_valid(days_left, least, colour):
    product = ready_product()
    ProductPermitFactory(product=product, valid_until=TODAY + timedelta(days=days_left))

    assert line_of(product, least=least, **PIRT).colour == colour


def test_light_reads_the_year_in_a_pirt_number_where_no_day_is_given():
    product = ready_product()
    ProductPermitFactory(product=product, number="206357901012326")
    left = (date(2026, 12, 31) - TODAY).days

    assert line_of(product, least=left, **PIRT).colour == GREEN
    assert line_of(product, least=left + 1, **PIRT).colour == AMBER


def test_light_of_a_juice_with_pirt_alone_is_red_and_says_md():
    product = ready_product(form="DRINK")
    ProductPermitFactory(product=product)

    line = line_of(product, **PIRT)

    assert line.colour == RED
    assert "BPOM MD" in line.reason


@pytest.mark.parametrize("line", [PIRT, {"kind": Kind.HALAL}])
def test_light_does_not_ask_a_craft_for_papers_of_food(line):
    assert line_of(ready_product(form="NOT_FOOD"), **line).colour == GREEN


@pytest.mark.parametrize("line", [PIRT, {"kind": Kind.HALAL}])
def test_light_of_what_nobody_has_said_is_amber(line):
    assert line_of(ready_product(form=""), **line).colour == AMBER


def test_light_of_a_barcode_and_of_halal():
    product = ready_product()
    assert line_of(product, kind=Kind.BARCODE).colour == RED
    assert line_of(product, kind=Kind.HALAL).colour == RED

    ProductPermitFactory(product=product, kind="BARCODE", number="8991234567891")
    ProductPermitFactory(product=product, kind="HALAL", number="ID35110000123450726")
    product = type(product).objects.get(pk=product.pk)

    assert line_of(product, kind=Kind.BARCODE).colour == GREEN
    assert line_of(product, kind=Kind.HALAL).colour == GREEN


@pytest.mark.parametrize(
    ("pack", "colour"), [("", AMBER), ("satu bungkus", AMBER), ("100 g", GREEN)]
)
def test_light_wants_the_content_of_a_pack_in_figures(pack, colour):
    assert line_of(ready_product(pack=pack), kind=Kind.PACK).colour == colour


@pytest.mark.parametrize(("least", "colour"), [(None, GREEN), (30, AMBER)])
@pytest.mark.parametrize("permit", ["MD", "PIRT"])
def test_light_wants_the_day_where_it_counts_those_that_are_left(permit, least, colour):
    juice = ready_product(form="DRINK")
    ProductPermitFactory(product=juice, kind="MD", number="MD234513001234")

    line = line_of(juice, kind=Kind.PERMIT, permit=permit, least=least)

    assert line.colour == colour
    assert line.reason == (
        "Silakan tulis sampai kapan BPOM RI MD 234513001234 berlaku." if least else ""
    )


def test_light_counts_the_days_of_a_pirt_beside_an_md_without_a_day():
    chips = ready_product()
    ProductPermitFactory(product=chips)
    ProductPermitFactory(product=chips, kind="MD", number="MD234513001234")

    assert line_of(chips, least=30, **PIRT).colour == GREEN


def test_light_asks_a_juice_for_its_md_where_a_partner_asks_for_a_pirt():
    juice = ready_product(form="DRINK")
    ProductPermitFactory(product=juice)
    ProductPermitFactory(
        product=juice, kind="MD", number="MD234513001234", valid_until=TODAY - timedelta(days=1)
    )

    line = line_of(juice, **PIRT)

    assert line.colour == RED
    assert line.reason.startswith("BPOM RI MD 234513001234 berlaku sampai")


@pytest.mark.parametrize(("number", "colour"), [("IDM000812345", GREEN), ("JID2026012345", RED)])
def test_light_takes_a_registered_brand_only(number, colour):
    product = ready_product()
    ProductPermitFactory(product=product, kind="BRAND", number=number)

    assert line_of(product, kind=Kind.PERMIT, permit="BRAND").colour == colour


def test_light_counts_the_brand_of_another_product_of_the_business():
    branded = ready_product()
    ProductPermitFactory(product=branded, kind="BRAND", number="IDM000812345")
    sister = ready_product(business=branded.business)

    assert line_of(sister, kind=Kind.PERMIT, permit="BRAND").colour == GREEN
    assert line_of(ready_product(), kind=Kind.PERMIT, permit="BRAND").colour == RED


@pytest.mark.parametrize("product_count", [1, 3])
def test_lights_of_brands_take_the_same_queries_for_one_product_and_for_three(
    django_assert_num_queries, product_count
):
    requirements = in_use(RetailPartnerFactory(asks=[{"kind": Kind.PERMIT, "permit": "BRAND"}]))
    products = [ready_product() for _each in range(product_count)]
    for product in products:
        ProductPermitFactory(product=product, kind="BRAND", number="IDM000812345")

    with django_assert_num_queries(5):
        lights = selectors.lights_of(requirements, products, at=NOW)

    assert [light.colour for light in lights] == [GREEN] * product_count


def test_light_wants_a_photo_that_is_ready():
    product = ready_product()
    ProductPhotoFactory(product=product, state="PROCESSING")
    assert line_of(product, kind=Kind.PHOTO).colour == AMBER

    ProductPhotoFactory(product=product, state="READY")
    assert line_of(product, kind=Kind.PHOTO).colour == GREEN


def test_light_takes_the_nib_of_whoever_acts_for_the_business():
    product = ready_product()
    assert line_of(product, kind=Kind.NIB).colour == RED

    OwnerProfile.objects.create(user=owner_of(product), nib="1234567890123")
    assert line_of(product, kind=Kind.NIB).colour == GREEN


def test_light_leaves_to_the_office_what_only_people_can_check():
    partner = RetailPartnerFactory(
        asks=[{"kind": Kind.PACK}, {"kind": Kind.OFFICE, "text": "Rasa dan kerenyahan"}]
    )

    light = selectors.light_of(in_use(partner), ready_product(), at=NOW)

    assert [each.colour for each in light.lines] == [GREEN, OFFICE]
    assert light.is_ready


def test_light_is_as_red_as_its_worst_line_and_names_that_first():
    partner = RetailPartnerFactory(asks=[{"kind": Kind.PACK}, {"kind": Kind.NIB}])

    light = selectors.light_of(in_use(partner), ready_product(pack=""), at=NOW)

    assert light.colour == RED
    assert [each.line.kind for each in light.missing] == ["NIB", "PACK"]


@pytest.mark.parametrize("product_count", [1, 3])
def test_lights_take_the_same_queries_for_one_product_and_for_three(
    django_assert_num_queries, product_count
):
    asks = [{"kind": kind} for kind in (Kind.HALAL, Kind.PACK, Kind.PHOTO, Kind.NIB)]
    partner = RetailPartnerFactory(
        asks=[
            *asks,
            PIRT,
            {"kind": Kind.CAPACITY, "least": 10},
            {"kind": Kind.PRICE, "price_to": 1},
        ]
    )
    requirements = in_use(partner)
    business = BusinessFactory()
    products = [ready_product(business=business) for _each in range(product_count)]

    with django_assert_num_queries(8):
        lights = selectors.lights_of(requirements, products, at=NOW)

    assert [light.product for light in lights] == products


# A price and its bounds, each of which may be missing, on both sides of one another.
prices = st.integers(min_value=0, max_value=60_000)


class TestBounds(TestCase):
    """Bounds are inclusive, whatever the numbers."""

    @classmethod
    def setUpTestData(cls):
        cls.product = ProductFactory()
        cls.requirements = in_use(RetailPartnerFactory())

    def colour(self, **line):
        self.requirements.lines.all().delete()
        ListedRequirement.objects.create(requirements=self.requirements, **line)
        return selectors.light_of(self.requirements, self.product, at=NOW).colour

    @settings(max_examples=30)
    @given(price=prices, bounds=st.tuples(prices, prices).map(sorted))
    def test_price(self, price, bounds):
        low, high = bounds
        self.product.price = price

        colour = self.colour(kind=Kind.PRICE, price_from=low, price_to=high)

        assert colour == (GREEN if low <= price <= high else RED)

    @settings(max_examples=30)
    @given(keeps=st.none() | st.integers(0, 400), asked=st.integers(1, 400))
    def test_shelf_life(self, keeps, asked):
        self.product.shelf_life_days = keeps

        colour = self.colour(kind=Kind.SHELF_LIFE, least=asked)

        assert colour == (AMBER if keeps is None else GREEN if keeps >= asked else RED)

    @settings(max_examples=30)
    @given(pieces=st.none() | st.integers(1, 2_000), asked=st.integers(1, 2_000))
    def test_capacity(self, pieces, asked):
        MonthlyCapacity.objects.all().delete()
        if pieces is not None:
            owner = owner_of(self.product)
            services.declare_capacity(product=self.product, pieces=pieces, by=owner, at=NOW)

        colour = self.colour(kind=Kind.CAPACITY, least=asked)

        assert colour == (AMBER if pieces is None else GREEN if pieces >= asked else RED)

    @settings(max_examples=30)
    @given(left=st.integers(-400, 400), asked=st.integers(0, 400))
    def test_permit(self, left, asked):
        self.product.permits.all().delete()
        until = TODAY + timedelta(days=left)
        ProductPermitFactory(product=self.product, valid_until=until, kind="BRAND", number="IDM1")
        self.product = type(self.product).objects.get(pk=self.product.pk)

        colour = self.colour(kind=Kind.PERMIT, permit="BRAND", least=asked)

        assert colour == (RED if left < 0 else GREEN if left >= asked else AMBER)
