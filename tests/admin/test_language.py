"""The office speaks Indonesian, the sentences of its libraries included."""

import re
from pathlib import Path

import import_export
import pytest
import unfold
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize

from tests.access.world import World
from tests.admin.test_pages import SINGLE_ROW, tables

CALL = re.compile(r"""\b(?:gettext_lazy|gettext_noop|gettext|_)\(\s*(u?)(['"])(.+?)\2\s*[,)]""")
LIBRARIES = [Path(unfold.__file__).parent, Path(import_export.__file__).parent]
# Parts of the theme that are not installed here.
ELSEWHERE = ("guardian", "constance", "location_field", "unfold_crispy")


def sentences():
    """What the templates of the two libraries ask to be translated."""
    for library in LIBRARIES:
        for path in library.rglob("*.html"):
            if not any(part in str(path) for part in ELSEWHERE):
                source = templatize(path.read_text())
                yield from (match[3] for match in CALL.finditer(source))


def test_no_sentence_of_the_libraries_templates_is_left_in_english():
    with translation.override("id"):
        left = {text for text in set(sentences()) if translation.gettext(text) == text}

    # The same word in both languages.
    assert left == {"%(full_result_count)s total"}


@pytest.mark.django_db
def test_lists_speak_no_english(office):
    assert World.build().rows
    english = re.compile(
        r">\s*(?:Select|Search|Filters?|Export|Add|Save|History|No results|Reset|Close|Submit|Run)\b"
    )

    left = {
        name: found
        for name in sorted(set(tables()) - SINGLE_ROW)
        if (
            found := english.findall(
                office.get(reverse(f"admin:{name}_changelist")).content.decode()
            )
        )
    }

    assert left == {}


@pytest.mark.django_db
def test_the_office_speaks_english_on_the_switch(office):
    office.cookies["bahasa"] = "en"

    html = office.get(reverse("admin:index")).content.decode()

    assert "Sessions today" in html
    assert "07.00 WIB" in html


def test_every_state_of_a_list_has_a_chip_in_words():
    """The theme shows the bare code of a state whose colour nobody gave."""
    bare = [
        (name, column, str(state))
        for name, model_admin in tables().items()
        for column in model_admin.list_display
        if isinstance(colours := getattr(getattr(model_admin, str(column), None), "label", 0), dict)
        for kind in {type(each) for each in colours if hasattr(type(each), "choices")}
        for state in kind
        if state not in colours
    ]

    assert bare == []
