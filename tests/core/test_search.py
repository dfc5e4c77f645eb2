import pytest
from hypothesis import given
from hypothesis import strategies as st

from plut_portal.core import search


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Kripik Apel", ["kripik", "apel"]),
        ("  SARI-APEL, Sirup ", ["sari", "apel", "sirup"]),
        ("oleh2 khas", ["oleh-oleh", "khas"]),
        ("oleh-oleh", ["oleh-oleh"]),
        ("Apél", ["apel"]),
        ("kedai_kopi", ["kedai", "kopi"]),
        ("'; DROP TABLE --", ["drop", "table"]),
        ("", []),
        ("&|!():*<->", []),
    ],
)
def test_normalise_leaves_plain_words(typed, words):
    assert search.normalise(typed) == words


@given(st.text())
def test_normalise_answers_anything_with_words_that_need_no_quoting(typed):
    for word in search.normalise(typed):
        assert word
        assert not set(word) & set("'\\&|!():*<> \0")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("jual kripik", 1), ("usaha", 1), ("warung kopi", 1), ("keripik tempe", 2), ("?", 0)],
)
def test_terms_leave_out_words_that_say_little_and_keep_phrases(typed, asked):
    assert len(search.terms(typed)) == asked
