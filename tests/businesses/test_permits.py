from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from businesses import selectors
from businesses.models import PermitKind, PermitRule, ProductForm, ProductPermit, Rung
from businesses.permit_numbers import normalise_permit, read_pirt
from tests.factories import ProductFactory, ProductPermitFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
PIRT, MD, HALAL, BRAND = PermitKind.PIRT, PermitKind.MD, PermitKind.HALAL, PermitKind.BRAND
Form = ProductForm


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (PIRT, "P-IRT 2063579010123-31", "206357901012331"),
        (PIRT, "P-IRT No. 2063579010123-31", "206357901012331"),
        (PIRT, "SPP-IRT No. 2063579010123-31", "206357901012331"),
        (PIRT, "SP P-IRT: 2063579010123-31", "206357901012331"),
        (PIRT, "pirt. 206 3579 01 0123 31", "206357901012331"),
        (PIRT, "٢٠٦٣٥٧٩٠١٠١٢٣٣١", "206357901012331"),
        (MD, "BPOM RI MD 234513001234", "MD234513001234"),
        (MD, "md 234513001234567", "MD234513001234567"),
        (MD, "234513001234", "MD234513001234"),
        (MD, "ML 234513001234", "ML234513001234"),
        (HALAL, "ID35110000123450726", "ID35110000123450726"),
        (HALAL, "ID35110000123450", "ID35110000123450"),
        (HALAL, "351100001234507", "ID351100001234507"),
        (HALAL, "id 3511 0000 1234 50726", "ID35110000123450726"),
    ],
)
def test_normalise_permit_keeps_the_number_alone(kind, typed, kept):
    assert normalise_permit(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (PIRT, "20635790101233", "14"),
        (PIRT, "2063579010123310", "16"),
        (PIRT, "20635790101233X", "20635790101233X"),
        (PIRT, "BPOM RI MD 234513001234", "BPOM"),
        (MD, "12345", "12345"),
        (MD, "MD 2345130012345678", "MD"),
        (HALAL, "123456789012", "MUI"),
        (HALAL, "00060089210818", "MUI"),
        (HALAL, "ID123", "ID123"),
    ],
)
def test_normalise_permit_says_what_is_wrong_with_this_number(kind, typed, words):
    with pytest.raises(ValidationError, match=words):
        normalise_permit(kind, typed)


def test_read_pirt_says_what_the_digits_say():
    reading = read_pirt("206357901012331")

    assert (reading.pack, reading.food_kind) == ("plastik", "tepung dan olahannya")
    assert reading.is_from_batu
    assert reading.ends_on == date(2031, 12, 31)
    assert reading.remarks == []


def test_read_pirt_remarks_on_another_city_and_refuses_nothing():
    reading = read_pirt("906357801012331")

    assert not reading.is_from_batu
    assert [("3578" in remark) for remark in reading.remarks] == [False, True]


@pytest.mark.parametrize(
    ("until", "words"),
    [(None, []), (date(2031, 12, 31), []), (date(2032, 1, 1), ["2031"])],
)
def test_read_pirt_remarks_on_a_day_later_than_the_number_says(until, words):
    remarks = ProductPermitFactory(valid_until=until).reading.remarks

    assert len(remarks) == len(words)
    assert all(word in remark for word, remark in zip(words, remarks, strict=True))


@pytest.mark.parametrize("number", ["", "20635790101233", "MD234513001234"])
def test_read_pirt_answers_nothing_for_another_number(number):
    assert read_pirt(number) is None


def test_permit_ends_by_its_number_unless_the_owner_gave_a_day():
    permit = ProductPermitFactory()

    assert (permit.ends_on, permit.is_by_its_number) == (date(2031, 12, 31), True)

    permit.valid_until = date(2031, 5, 4)
    assert (permit.ends_on, permit.is_by_its_number) == (date(2031, 5, 4), False)


def test_permit_is_valid_on_its_last_day_and_halal_has_none():
    permit = ProductPermitFactory(valid_until=TODAY)

    assert permit.is_valid_on(TODAY)
    assert not permit.is_valid_on(date(2026, 11, 25))
    assert ProductPermitFactory(kind=HALAL, number="ID35110000123450726").is_valid_on(
        date(2099, 1, 1)
    )


def test_permit_of_one_kind_is_in_use_once():
    permit = ProductPermitFactory()
    ProductPermitFactory(product=permit.product, kind=HALAL, number="ID35110000123450726")
    ProductPermitFactory(product=permit.product, ended_at=datetime(2025, 1, 1, tzinfo=UTC))

    assert selectors.permits_of(permit.product) == list(
        ProductPermit.objects.in_use().order_by("-kind")
    )
    with pytest.raises(IntegrityError):
        ProductPermitFactory(product=permit.product)


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        (Form.DRY_FOOD, PIRT),
        (Form.DRINK, MD),
        (Form.DAIRY, MD),
        (Form.FROZEN, MD),
        (Form.FRESH, None),
        (Form.NOT_FOOD, None),
        ("", None),
    ],
)
def test_marketing_permit_needed_follows_from_the_kind_of_thing(form, needed):
    assert (
        selectors.marketing_permit_needed(ProductFactory.build(business=None, name="x", form=form))
        == needed
    )


@pytest.mark.parametrize(
    ("form", "day", "needed"),
    [
        (Form.DRY_FOOD, date(2026, 10, 16), {PIRT}),
        (Form.DRY_FOOD, date(2026, 10, 17), {PIRT, HALAL}),
        (Form.DRINK, TODAY, {MD, HALAL}),
        (Form.FRESH, TODAY, set()),
        (Form.NOT_FOOD, TODAY, set()),
    ],
)
def test_halal_is_needed_for_what_is_processed_since_the_duty_is_in_force(form, day, needed):
    product = ProductFactory(form=form)

    assert selectors.permits_needed(product, day=day) == needed
    states = selectors.permit_states(product, day=day)
    assert {state.kind for state in states if state.is_needed} == needed


def test_lacks_says_nothing_of_a_permit_that_is_held_and_valid():
    permit = ProductPermitFactory(product__form=Form.DRY_FOOD)

    assert selectors.lacks(permit.product, PIRT, day=TODAY) == ""


def test_lacks_names_the_permit_that_is_not_there():
    product = ProductFactory(name="Keripik apel", form=Form.DRY_FOOD)

    assert (
        selectors.lacks(product, HALAL, day=TODAY) == "Keripik apel belum punya Sertifikat halal."
    )


def test_an_application_is_no_registered_brand_however_young_it_is():
    applied = ProductPermitFactory(
        kind=BRAND, number="JID2026012345", product__name="Sari apel", product__form=Form.DRINK
    )
    ProductPermitFactory(kind=BRAND, number="IDM000812345", valid_until=TODAY)

    assert selectors.lacks(applied.product, BRAND, day=TODAY) == (
        "Merek Sari apel masih diajukan, belum terdaftar."
    )
    assert applied not in ProductPermit.objects.valid_on(TODAY)
    assert ProductPermit.objects.valid_on(TODAY).get().number == "IDM000812345"


@pytest.mark.parametrize("asked", [PIRT, MD])
def test_lacks_tells_a_juice_with_pirt_that_it_needs_md(asked):
    permit = ProductPermitFactory(product__name="Sari apel", product__form=Form.DRINK)

    reason = selectors.lacks(permit.product, asked, day=TODAY)

    assert reason == (
        "Sari apel punya P-IRT, padahal perlu BPOM MD: "
        "P-IRT tidak untuk “minuman atau sari buah cair”."
    )


@pytest.mark.parametrize("form", [Form.DRINK, Form.DAIRY, Form.FROZEN])
@pytest.mark.parametrize("asked", [PIRT, MD])
def test_lacks_asks_what_needs_md_for_nothing_weaker(form, asked):
    product = ProductPermitFactory(product__form=form).product
    md = ProductPermitFactory(
        product=product, kind=MD, number="MD234513001234", valid_until=date(2026, 11, 23)
    )

    assert selectors.lacks(product, asked, day=TODAY) == (
        "BPOM RI MD 234513001234 berlaku sampai 23 November 2026."
    )
    md.valid_until = TODAY
    md.save()
    assert selectors.lacks(product, asked, day=TODAY) == ""


def test_lacks_asks_dry_food_whose_md_has_ended_for_its_pirt():
    product = ProductPermitFactory(
        product__name="Keripik",
        product__form=Form.DRY_FOOD,
        kind=MD,
        number="MD234513001234",
        valid_until=date(2026, 11, 23),
    ).product
    assert selectors.lacks(product, PIRT, day=TODAY) == "Keripik belum punya P-IRT."

    ProductPermitFactory(product=product)

    assert selectors.lacks(product, PIRT, day=TODAY) == ""


@pytest.mark.parametrize(
    ("form", "permit", "standing"),
    [
        (Form.DRY_FOOD, {}, "VALID"),
        (Form.DRINK, {}, "NOT_FOR_THIS"),
        (Form.DAIRY, {"number": "206357901012325"}, "NOT_FOR_THIS"),
        (Form.FRESH, {}, "VALID"),
        (Form.DRINK, {"kind": MD, "number": "MD234513001234"}, "DATE_MISSING"),
        (Form.DRINK, {"kind": MD, "number": "MD1", "valid_until": date(2031, 1, 1)}, "VALID"),
        (Form.NOT_FOOD, {"kind": BRAND, "number": "IDM000812345"}, "DATE_MISSING"),
        (Form.NOT_FOOD, {"kind": BRAND, "number": "JID2026012345"}, "APPLIED_FOR"),
        (Form.DRY_FOOD, {"kind": HALAL, "number": "ID35110000123450726"}, "VALID"),
    ],
)
def test_permit_states_say_how_what_is_held_stands(form, permit, standing):
    permit = ProductPermitFactory(product__form=form, **permit)

    states = selectors.permit_states(permit.product, day=TODAY)

    assert [state.standing for state in states if state.permit] == [standing]


@pytest.mark.parametrize("number", [None, "206357901012325"])
def test_permit_states_say_that_a_pirt_is_covered_by_an_md(number):
    md = ProductPermitFactory(
        kind=MD,
        number="MD234513001234",
        valid_until=date(2031, 1, 1),
        product__form=Form.DRY_FOOD,
    )
    if number:
        ProductPermitFactory(product=md.product, number=number)

    [state, *_others] = selectors.permit_states(md.product, day=TODAY)

    assert (state.kind, state.standing, state.helped_by) == (PIRT, "COVERED", "")
    assert state.covered_by == md


def test_permit_states_ask_for_the_pirt_once_the_md_has_ended():
    md = ProductPermitFactory(
        kind=MD,
        number="MD234513001234",
        valid_until=date(2026, 11, 23),
        product__form=Form.DRY_FOOD,
    )

    [state, *_others] = selectors.permit_states(md.product, day=TODAY)

    assert (state.kind, state.standing, state.covered_by) == (PIRT, "MISSING", None)


@pytest.mark.parametrize(
    ("own", "standing"),
    [
        (None, "COVERED"),
        ({"number": "IDM000812345", "valid_until": date(2026, 11, 23)}, "COVERED"),
        ({"number": "IDM000812345", "valid_until": date(2031, 1, 1)}, "VALID"),
        ({"number": "JID2026012345"}, "APPLIED_FOR"),
    ],
)
def test_permit_states_say_which_other_product_the_brand_stands_beside(own, standing):
    other = ProductPermitFactory(kind=BRAND, number="IDM000999999", valid_until=date(2031, 1, 1))
    product = ProductFactory(business=other.product.business, form=Form.NOT_FOOD)
    if own:
        ProductPermitFactory(product=product, kind=BRAND, **own)

    [state] = [each for each in selectors.permit_states(product, day=TODAY) if each.kind == BRAND]

    assert state.standing == standing
    assert state.covered_by == (other if standing == "COVERED" else None)
    assert selectors.lacks(product, BRAND, day=TODAY) == ""


def test_a_brand_applied_for_beside_another_product_is_none_of_strangers():
    applied = ProductPermitFactory(kind=BRAND, number="JID2026012345", product__name="Sari apel")
    sister = ProductFactory(business=applied.product.business, name="Keripik")

    assert selectors.lacks(sister, BRAND, day=TODAY) == (
        "Merek Sari apel masih diajukan, belum terdaftar."
    )
    assert selectors.lacks(ProductFactory(name="Batik"), BRAND, day=TODAY) == (
        "Batik belum punya Merek terdaftar."
    )


def test_lacks_takes_an_md_for_a_pirt_and_not_the_other_way_round():
    stronger = ProductPermitFactory(kind=MD, number="MD234513001234", product__form=Form.DRY_FOOD)
    weaker = ProductPermitFactory(product__form=Form.DRY_FOOD)

    assert selectors.lacks(stronger.product, PIRT, day=TODAY) == ""
    assert selectors.lacks(weaker.product, MD, day=TODAY) != ""


def test_lacks_says_until_when_a_permit_was_valid_and_how_that_is_known():
    by_number = ProductPermitFactory(number="206357901012325", product__form=Form.DRY_FOOD)
    by_paper = ProductPermitFactory(valid_until=date(2026, 11, 23), product__form=Form.DRY_FOOD)

    assert selectors.lacks(by_number.product, PIRT, day=TODAY) == (
        "P-IRT 2063579010123-25 berlaku sampai 31 Desember 2025, menurut nomornya."
    )
    assert selectors.lacks(by_paper.product, PIRT, day=TODAY) == (
        "P-IRT 2063579010123-31 berlaku sampai 23 November 2026."
    )


def test_permit_rules_come_with_source_and_day_for_every_rung():
    rules = PermitRule.objects.all()

    assert {rule.rung for rule in rules} == set(Rung.values)
    assert all(rule.source and rule.as_of and rule.cost and rule.benefit for rule in rules)
