import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from plut_portal.core import formats
from plut_portal.core.validators import (
    ascii_digits,
    normalise_contact,
    normalise_kbli_code,
    normalise_nib,
    normalise_phone,
    validate_kbli_code,
    validate_nib,
    validate_paragraphs,
    validate_plain_text,
)


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "+62 812 3456 7890",
        "62812.3456.7890",
        "81234567890",
        "\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660",
        "0812\u00a03456\u00a07890",
    ],
)
def test_normalise_phone_reads_every_way_of_writing_it(typed):
    assert normalise_phone(typed) == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "count"), [("0812 34", 6), ("0341123456", 10), ("080123456789", 12), ("halo", 0)]
)
def test_normalise_phone_counts_what_was_typed(typed, count):
    with pytest.raises(ValidationError) as refusal:
        normalise_phone(typed)

    assert f"Anda memasukkan {count} angka: {typed}" in refusal.value.messages[0]


@given(st.text(max_size=60))
def test_normalise_phone_answers_or_refuses_anything(text):
    try:
        number = normalise_phone(text)
    except ValidationError:
        return
    assert number.startswith("+628")
    assert number[1:].isascii()
    assert normalise_phone(number) == number


@given(st.integers(min_value=1, max_value=9), st.text("0123456789", min_size=7, max_size=10))
def test_every_mobile_number_of_the_plan_is_accepted(prefix, rest):
    assert normalise_phone(f"08{prefix}{rest}") == f"+628{prefix}{rest}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Sumiati@Contoh.ID ", ("email", "sumiati@contoh.id")),
        ("0812 3456 7890", ("phone", "+6281234567890")),
    ],
)
def test_normalise_contact_tells_the_two_apart(typed, kept):
    assert normalise_contact(typed) == kept


@pytest.mark.parametrize("typed", ["sumiati", "-", " tanya Bu RT "])
def test_normalise_contact_asks_for_either_where_it_is_neither(typed):
    with pytest.raises(ValidationError, match="Tulis nomor HP"):
        normalise_contact(typed)


@pytest.mark.parametrize("typed", ["sumiati@", "@contoh.id", "a b@contoh.id", "x@y@z"])
def test_normalise_contact_says_which_address_is_incomplete(typed):
    with pytest.raises(ValidationError) as refusal:
        normalise_contact(typed)

    assert typed.strip() in refusal.value.messages[0]


@pytest.mark.parametrize("text", ["a\nb", "a\r\nBcc: x", "\x00", "bel\x07", "a\u2028b"])
def test_plain_text_has_no_line_breaks_or_control_characters(text):
    with pytest.raises(ValidationError):
        validate_plain_text(text)


@pytest.mark.parametrize(
    "text", ["Sumiati", "Nur\u2019aini", "Ağaoğlu", "Keripik “Lezat” & Co. 💚"]
)
def test_plain_text_takes_the_names_people_have(text):
    validate_plain_text(text)


@pytest.mark.parametrize("text", ["\x01=1+1", "a\x00b", "bel\x07", "\x85"])
def test_paragraphs_have_no_control_characters(text):
    with pytest.raises(ValidationError):
        validate_paragraphs(text)


def test_paragraphs_have_lines():
    validate_paragraphs("Ada 50?\r\n\r\n\tUntuk Sabtu.")


def test_ascii_digits_knows_other_scripts():
    assert ascii_digits("\u0661\u09e8x3") == "123"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("+6281234567890", "+6281•••••7890"), ("+628", "••••••••"), ("", "••••••••")],
)
def test_mask_phone_keeps_four_digits(phone, masked):
    assert formats.mask_phone(phone) == masked


def test_mask_email_keeps_a_letter_and_the_host():
    assert formats.mask_email("sumiati@contoh.id") == "s•••@contoh.id"


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "Rp0"), (1_500_000, "Rp1.500.000"), (999, "Rp999")]
)
def test_rupiah_has_dots_and_no_space(amount, text):
    assert formats.rupiah(amount) == text


@pytest.mark.parametrize(
    "typed",
    [
        "0220012345678",
        "0220 0123 45678",
        "0220.0123.45678",
        "0220-0123-45678",
        "0220\u00a00123\u00a045678",
        "٠٢٢٠٠١٢٣٤٥٦٧٨",
        "০২২০০১২৩৪৫৬৭৮",
        "\u200e0220012345678\n",
    ],
)
def test_normalise_nib_reads_every_way_of_writing_it_and_keeps_the_zero(typed):
    assert normalise_nib(typed) == "0220012345678"


@pytest.mark.parametrize("count", [0, 1, 12, 14, 16])
def test_normalise_nib_counts_what_was_typed(count):
    with pytest.raises(ValidationError) as refusal:
        normalise_nib("9" * count)

    assert refusal.value.messages == [f"NIB harus 13 angka. Anda memasukkan {count}."]


@pytest.mark.parametrize("typed", ["022001234567A", "NIB 0220012345678", "0220012345678²"])
def test_normalise_nib_says_that_it_is_made_of_digits(typed):
    with pytest.raises(ValidationError) as refusal:
        normalise_nib(typed)

    assert "hanya terdiri dari angka" in refusal.value.messages[0]


separators = st.sampled_from([" ", ".", "-", "\u00a0", "–", "/"])


@given(digits=st.text("0123456789", min_size=13, max_size=13), signs=st.lists(separators))
def test_normalise_nib_ignores_separators_wherever_they_stand(digits, signs):
    spread = "".join(a + b for a, b in zip(digits, [*signs, *[""] * 13], strict=False))

    assert normalise_nib(spread) == digits


@given(typed=st.text(max_size=25))
def test_normalise_nib_answers_any_text_with_13_digits_or_a_refusal(typed):
    try:
        nib = normalise_nib(typed)
    except ValidationError:
        return
    assert len(nib) == 13
    assert nib.isascii()
    assert nib.isdecimal()


def test_validate_nib_takes_only_what_is_kept():
    validate_nib("0220012345678")

    with pytest.raises(ValidationError):
        validate_nib("0220 0123 45678")


@pytest.mark.parametrize(
    "typed", ["01240", " 01 240", "01.240", "0-1240", "\u0660\u0661\u0662\u0664\u0660"]
)
def test_normalise_kbli_code_keeps_the_leading_zero(typed):
    assert normalise_kbli_code(typed) == "01240"


@pytest.mark.parametrize(
    ("typed", "count"), [("1031", 4), ("103133", 6), ("abc", 0), ("A10313", 5)]
)
def test_normalise_kbli_code_counts_what_was_typed(typed, count):
    with pytest.raises(ValidationError) as refusal:
        normalise_kbli_code(typed)

    assert f"Anda memasukkan {count}: {typed}" in refusal.value.messages[0]


@given(st.text())
def test_normalise_kbli_code_gives_five_digits_or_says_what_is_wrong(typed):
    try:
        code = normalise_kbli_code(typed)
    except ValidationError:
        return
    assert len(code) == 5
    assert code.isascii()
    assert code.isdigit()
    validate_kbli_code(code)


@given(st.integers(min_value=0, max_value=99999))
def test_normalise_kbli_code_reads_every_code_in_arabic_digits_too(number):
    code = f"{number:05d}"
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)

    assert normalise_kbli_code(arabic) == normalise_kbli_code(code) == code
