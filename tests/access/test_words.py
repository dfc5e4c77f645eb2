"""Every page speaks Indonesian: no word of the English sentences it was written in is left.

English is what stands in the sentences to translate, ours and the libraries', and in none of
their translations.
"""

import html
import re
from functools import cache
from pathlib import Path

import allauth
import django
import import_export
import pytest
import unfold
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests.access.addresses import arguments
from tests.access.test_matrix import as_signed_in, logged_in, rows
from tests.access.world import World

WORD = re.compile(r"[a-z]{3,}")
# An icon of the office is drawn from a word nobody reads.
ICON = r"<(?P<tag>\w+)\b[^>]*\bmaterial-symbols-outlined\b[^>]*>[^<]*</(?P=tag)>"
UNSEEN = re.compile(rf"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|{ICON}", re.DOTALL)
SAID = re.compile(r'\b(?:title|placeholder|aria-label|alt)="([^"]*)"')
TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
# Whoever sees most of a page; and what the world of this test has typed itself is no page's word.
# What buyers type, in any language, is what this list is about.
FOREIGN = {"admin:exhibitions_searchwords_changelist"}
LOOKS = ("programme_admin", "consultant", "curator", "owner", "auditor", "anonymous")


def catalogues():
    ours = Path(settings.LOCALE_PATHS[0])
    libraries = [
        Path(module.__file__).parent for module in (django, unfold, allauth, import_export)
    ]
    return [ours, *(path for library in libraries for path in library.rglob("locale"))]


@cache
def english_words():
    source, target = set(), set()
    for folder in catalogues():
        for path in (folder / "id" / "LC_MESSAGES").glob("*.mo"):
            with path.open("rb") as handle:
                messages = translation.trans_real.gettext_module.GNUTranslations(handle)._catalog
            for key, value in messages.items():
                text = key[0] if isinstance(key, tuple) else key
                source |= words(text)
                target |= words(value)
    return source - target


def words(text):
    return set(WORD.findall(TAG.sub(" ", text).lower()))


def visible(page):
    page = UNSEEN.sub(" ", page)
    said = " ".join(SAID.findall(page))
    return html.unescape(f"{TAG.sub(' ', page)} {said}").lower()


@pytest.mark.django_db
def test_no_page_says_an_english_word():
    world = World.build()
    browsers = logged_in(world)
    english = english_words()
    left = {}
    for row in rows():
        visitor = next((name for name in LOOKS if row[name] == "200"), None)
        if row["method"] != "GET" or visitor is None or row["url_name"] in FOREIGN:
            continue
        client = as_signed_in(browsers[visitor])
        response = client.get(reverse(row["url_name"], args=arguments(world, row["url_name"])))
        if response.headers["Content-Type"].startswith("text/html"):
            found = english & set(WORD.findall(visible(response.text)))
            left |= {row["url_name"]: sorted(found)} if found else {}

    assert left == {}
