from plut_portal.core.signs import random_code


def test_a_code_is_never_a_word_nor_misread():
    code = random_code(5_000)

    assert len(code) == 5_000
    assert not set(code) & set("AEIOUY01L")
    assert len(set(code)) == 27
