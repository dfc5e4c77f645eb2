import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from plut_portal.core import formats
from plut_portal.core.form_fields import RupiahField

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "typed",
    [
        "1500000",
        "1.500.000",
        "1,500,000",
        "1 500 000",
        "1\u00a0500\u00a0000",
        "Rp1.500.000",
        "Rp 1.500.000",
        "rp. 1.500.000",
        "IDR 1500000",
        "1.500.000,-",
        "1.500.000,00",
        " 1.500.000 ",
        "١.٥٠٠.٠٠٠",
        "1500rb",
        "1500 ribu",
        "1,5 juta",
        "Rp1,5jt",
    ],
)
def test_rupiah_field_reads_every_way_of_writing_it(typed):
    assert RupiahField().clean(typed) == 1_500_000


@pytest.mark.parametrize(
    "typed", ["1.5 juta", "banyak", "-500", "1.50.000", "1.500,000", "1e6", "Rp", "1,5", "rb"]
)
def test_rupiah_field_refuses_what_could_be_read_in_two_ways(typed):
    with pytest.raises(ValidationError) as refusal:
        RupiahField().clean(typed)

    assert typed in refusal.value.messages[0]


def test_rupiah_field_refuses_what_no_business_here_has():
    with pytest.raises(ValidationError):
        RupiahField().clean("1" + "0" * 16)


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_rupiah_field_may_stay_empty_where_it_is_optional(empty):
    assert RupiahField(required=False).clean(empty) is None


def test_rupiah_field_asks_for_an_amount_where_it_is_needed():
    with pytest.raises(ValidationError):
        RupiahField().clean("")


@given(amount=st.integers(0, 10**15))
def test_rupiah_field_reads_what_the_portal_writes(amount):
    field = RupiahField()

    assert field.clean(formats.rupiah(amount)) == amount
    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(str(amount).translate(ARABIC)) == amount
    assert not field.has_changed(amount, field.prepare_value(amount))


@given(typed=st.text(max_size=30))
def test_rupiah_field_answers_any_text_with_an_amount_or_a_refusal(typed):
    try:
        amount = RupiahField(required=False).clean(typed)
    except ValidationError:
        return
    assert amount is None or 0 <= amount <= RupiahField.MAXIMUM


def test_no_amount_is_too_long_to_be_answered():
    with pytest.raises(ValidationError):
        RupiahField().clean("9" * 5000)
