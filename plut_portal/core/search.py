"""Searching in everyday Indonesian: spellings side by side, small words left out, word beginnings.

PostgreSQL's full text with its plain configuration does the matching: the Indonesian one has no
stop words and stems "keripik" to "ripik". Spellings are widened in the question, never in what is
stored, so the lists below may grow without touching a row. A table of thousands of rows gets a
`GinIndex(SearchVector(…, config=CONFIG))` over the same columns.
"""

import re
import unicodedata
from collections.abc import Container, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Case, QuerySet, When

CONFIG = "simple"
LONGEST, MOST_WORDS = 80, 8
# Shorter beginnings mean too much: "es" is not "esensial".
SHORTEST_BEGINNING = 3

# Written in one way or the other, meant the same. A phrase matches when all its words do.
SAME = (
    ("oleh-oleh", "oleh oleh"),
    ("keripik", "kripik", "criping", "ceriping", "chips"),
    ("warkop", "kedai kopi", "warung kopi"),
    ("kafe", "cafe"),
    ("sari", "jus", "juice"),
    ("yoghurt", "yogurt", "yogurth"),
    ("cokelat", "coklat", "chocolate"),
    ("kue", "roti", "bakeri", "cookies", "kukis"),
    ("peyek", "rempeyek"),
    ("sambal", "sambel"),
    ("stroberi", "strawberry", "strawberi"),
    ("homestay", "penginapan", "pondok"),
    ("vila", "villa"),
    ("olahan beku", "frozen", "frozen food"),
    ("minyak atsiri", "esensial", "essential"),
    ("suvenir", "souvenir", "cenderamata", "cendera mata"),
    ("bordir", "sulam"),
    ("jahit", "penjahit", "tailor", "permak"),
    ("konveksi", "busana", "baju", "pakaian"),
    ("jamu", "herbal"),
    ("daring", "online"),
    ("katering", "catering"),
    ("florist", "toko bunga"),
    ("bibit", "benih"),
    ("kebun", "perkebunan"),
    ("peternakan", "ternak"),
    ("pemandu", "guide", "pramuwisata"),
)
# Names are spelt as in 1947, 1972 or today: Soemiati, Djoko, Tjipto.
OLD_SPELLINGS = (("oe", "u"), ("dj", "j"), ("tj", "c"))
# Words that say that something is sold or made, not what.
IGNORED = frozenset(
    [
        "ada",
        "adalah",
        "aku",
        "atau",
        "bagi",
        "bikin",
        "bisnis",
        "buat",
        "dagang",
        "dan",
        "dari",
        "dengan",
        "di",
        "dibuat",
        "dll",
        "dsb",
        "industri",
        "ingin",
        "ini",
        "itu",
        "jasa",
        "jual",
        "jualan",
        "juga",
        "kami",
        "kbli",
        "ke",
        "kecil",
        "khas",
        "kode",
        "lain",
        "lainnya",
        "mau",
        "membuat",
        "menjual",
        "nya",
        "oleh",
        "pada",
        "para",
        "produk",
        "produksi",
        "punya",
        "saya",
        "sebagai",
        "sejenisnya",
        "seperti",
        "serta",
        "untuk",
        "usaha",
        "umkm",
        "yang",
    ]
)
# "Oleh" alone is a small word; twice, it is what visitors take home.
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})(?:2|-\1)\b")
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)?")

Rows = TypeVar("Rows", bound=QuerySet[Any])
# Groups of spellings or words that mean the same.
Spellings = Sequence[Sequence[str]]


def normalise(text: str) -> list[str]:
    """The words of a text, in small plain letters: "Kripik Apél" → ["kripik", "apel"]."""
    plain = unicodedata.normalize("NFKD", text.casefold()[:LONGEST])
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    # "Oleh2" and "oleh-oleh" stay in one piece, as PostgreSQL keeps it beside its halves.
    whole = _DOUBLED.sub(r"\1_\1", plain.replace("_", " "))
    return [word.replace("_", "-") for word in _WORD.findall(whole)]


def terms(text: str, same: Spellings = SAME) -> list[SearchQuery]:
    """One question for each word that says something, each with its other spellings."""
    phrases = _phrases(normalise(text), same)
    telling = [phrase for phrase in phrases if phrase not in IGNORED] or phrases
    return [_with_spellings(phrase, same) for phrase in telling[:MOST_WORDS]]


def matching(
    rows: Rows,
    text: str,
    columns: Sequence[str],
    *,
    same: Spellings = SAME,
    among_equals: Sequence[Any] = ("pk",),
) -> Rows:
    """The rows in which every telling word of the text stands; where none has all, some of them.

    Ordered by how well they match; `among_equals` orders those that match alike and ends in the
    key. Costs one query more than the rows themselves.
    """
    asked = terms(text, same)
    if not asked:
        return rows.none()
    vector = SearchVector(*columns, config=CONFIG)
    ranked = rows.annotate(found_in=vector)
    everything = ranked.filter(found_in=reduce(and_, asked))
    found = everything if everything.exists() else ranked.filter(found_in=reduce(or_, asked))
    words_found = sum(Case(When(found_in=word, then=1), default=0) for word in asked)
    rank = SearchRank(vector, reduce(or_, asked))
    return found.annotate(words_found=words_found, rank=rank).order_by(
        "-words_found", "-rank", *among_equals
    )


def with_all(rows: Rows, text: str, columns: Sequence[str]) -> Rows:
    """The rows in which every telling word of the text stands, in the rows' own order."""
    return _with_every(rows, terms(text), columns)


def named(rows: Rows, text: str, columns: Sequence[str], *, leave_out: Container[str] = ()) -> Rows:
    """The rows whose name has a word beginning with each word typed, in old or new spelling."""
    words = [word for word in normalise(text)[:MOST_WORDS] if word not in leave_out]
    return _with_every(rows, [_in_old_and_new(word) for word in words], columns)


def _with_every(rows: Rows, asked: Sequence[SearchQuery], columns: Sequence[str]) -> Rows:
    if not asked:
        return rows.none()
    vector = SearchVector(*columns, config=CONFIG)
    return rows.annotate(found_in=vector).filter(found_in=reduce(and_, asked))


def _in_old_and_new(word: str) -> SearchQuery:
    spellings = {word, *_singular(word)}
    for old, new in OLD_SPELLINGS:
        spellings |= {each.replace(old, new) for each in spellings}
        spellings |= {each.replace(new, old) for each in spellings if old not in each}
    beginnings = " | ".join(f"'{spelling}':*" for spelling in sorted(spellings))
    return SearchQuery(beginnings, config=CONFIG, search_type="raw")


def _phrases(words: list[str], same: Spellings) -> list[str]:
    """Neighbours that have a spelling together stay together: "kedai", "kopi" → "kedai kopi"."""
    phrases: list[str] = []
    known = {spelling for group in same for spelling in group}
    for word in words:
        if phrases and f"{phrases[-1]} {word}" in known:
            phrases[-1] += f" {word}"
        else:
            phrases.append(word)
    return phrases


def _with_spellings(phrase: str, same: Spellings) -> SearchQuery:
    meant = [phrase, *_singular(phrase)]
    spelled = " | ".join(_all_of(spelling) for each in meant for spelling in _group(each, same))
    return SearchQuery(spelled, config=CONFIG, search_type="raw")


def _group(phrase: str, same: Spellings) -> Sequence[str]:
    return next((group for group in same if phrase in group), (phrase,))


def _singular(phrase: str) -> list[str]:
    """What "kue-kue" is many of; nothing where the half alone says little, as of "oleh-oleh"."""
    half, _hyphen, again = phrase.partition("-")
    return [half] if half == again and half not in IGNORED else []


def _all_of(phrase: str) -> str:
    words = phrase.split()
    # "Oleh oleh" stands where its word does twice in a row, not wherever something is made "oleh".
    sign = " & " if len(set(words)) == len(words) else " <-> "
    return "(" + sign.join(_lexeme(word) for word in words) + ")"


def _lexeme(word: str) -> str:
    # Letters, digits and a hyphen only, so quoting it is enough.
    return f"'{word}':*" if len(word) >= SHORTEST_BEGINNING else f"'{word}'"
