"""Businesses that may be registered twice. A person decides; nothing is merged here (FM-46).

Pairs that somebody found to be two are left out until that is taken back.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import Business, Distinction, Membership, pair
from plut_portal.core import formats

# Found by trying: "Kripik Bu Tutik" meets "Keripik Ibu Tutik", two sellers of tofu do not.
SIMILAR = 0.85
SHOWN = 8
SAME_NIB, SAME_PHONE, SIMILAR_NAME = _("same NIB"), _("same number"), _("similar name")
_SPELLINGS = {
    "kripik": "keripik",
    "criping": "keripik",
    "ibu": "bu",
    "bapak": "pak",
    "dapoer": "dapur",
}
_EMPTY_WORDS = {"ud", "cv", "pt", "toko", "usaha", "umkm", "batu", "kota"}


@dataclass(frozen=True)
class Likeness:
    business: Business
    reasons: list[str | Promise]
    masked_phone: str


def likely_duplicates(business: Business) -> list[Likeness]:
    """Other businesses with the same NIB or number, or of a similar name in the same village.

    Two businesses of one person share her number and NIB and are no duplicates for that.
    """
    reasons: dict[int, list[str | Promise]] = defaultdict(list)
    for reason, keys in (
        (SAME_NIB, _of_same_nib(business)),
        (SAME_PHONE, _of_same_phone(business)),
        (SIMILAR_NAME, _of_similar_name(business)),
    ):
        for pk in keys:
            reasons[pk].append(reason)
    for known in _found_to_be_others(business, reasons):
        del reasons[known]
    rows = Business.objects.filter(pk__in=reasons).select_related("village")
    people = Membership.objects.active().select_related("user").order_by("pk")
    found = rows.prefetch_related(Prefetch("memberships", people, to_attr="acting"))
    likenesses = [Likeness(row, reasons[row.pk], _masked_phone(row)) for row in found]
    return sorted(likenesses, key=lambda each: (-len(each.reasons), each.business.pk))[:SHOWN]


def _found_to_be_others(business: Business, keys: Collection[int]) -> set[int]:
    if not keys:
        return set()
    said = Distinction.objects.pairs()
    return {key for key in keys if pair(business.pk, key) in said}


@dataclass(frozen=True)
class Group:
    """Businesses of different people that look like one, and what they share."""

    reason: str | Promise
    businesses: list[Business]
    # Those of them that nobody has decided on.
    pairs: list[tuple[Business, Business]]


def duplicate_groups() -> list[Group]:
    """Over the whole portal, in four queries: the same NIB, number, or name in one village.

    A group stays while any two of it are undecided. Names must be equal once spelt one way; comparing each with each, as `likely_duplicates` does
    for one business, would take minutes for all.
    """
    people: dict[int, set[int]] = defaultdict(set)
    nibs: dict[str, set[int]] = defaultdict(set)
    phones: dict[str, set[int]] = defaultdict(set)
    standing = Membership.objects.active().filter(business__merged_into=None)
    acting = standing.values_list("business", "user", "user__phone", "user__owner_profile__nib")
    for business, user, phone, nib in acting:
        people[business].add(user)
        phones[phone or ""].add(business)
        nibs[nib or ""].add(business)
    names: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = Business.objects.values_list("pk", "village", "name", "contact_phone")
    for pk, village, name, phone in rows:
        phones[phone].add(pk)
        names[village, " ".join(sorted(normalised_name(name).split()))].add(pk)
    return _undecided(
        [
            *((SAME_NIB, _strangers(keys, people)) for nib, keys in nibs.items() if nib),
            *((SAME_PHONE, _strangers(keys, people)) for no, keys in phones.items() if no),
            *((SIMILAR_NAME, _pairs(keys)) for (_at, name), keys in names.items() if name),
        ]
    )


Pairs = frozenset[tuple[int, int]]


def _pairs(keys: set[int]) -> Pairs:
    return frozenset(combinations(sorted(keys), 2))


def _strangers(keys: set[int], people: dict[int, set[int]]) -> Pairs:
    """Those of which no one person acts for both."""
    return frozenset(both for both in _pairs(keys) if people[both[0]].isdisjoint(people[both[1]]))


def _undecided(found: Sequence[tuple[str | Promise, Pairs]]) -> list[Group]:
    """One group for each set of pairs that nobody decided on, with all they share."""
    said = Distinction.objects.pairs()
    reasons: dict[Pairs, list[str | Promise]] = defaultdict(list)
    for reason, pairs in found:
        if left := pairs - said:
            reasons[left].append(reason)
    every = {pk for left in reasons for both in left for pk in both}
    known = Business.objects.filter(pk__in=every).select_related("village").in_bulk()
    return [
        Group(
            reason=shared[0] if len(shared) == 1 else ", ".join(map(str, shared)),
            businesses=[known[pk] for pk in sorted({pk for both in left for pk in both})],
            pairs=[(known[one], known[other]) for one, other in sorted(left)],
        )
        for left, shared in reasons.items()
    ]


def normalised_name(name: str) -> str:
    """In small letters, without accents, signs and words that say nothing; spelt one way."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = [_SPELLINGS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return " ".join(word for word in words if word not in _EMPTY_WORDS)


def are_similar(one: str, other: str) -> bool:
    one, other = normalised_name(one), normalised_name(other)
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


def _of_other_people(business: Business) -> QuerySet[Business]:
    ours = business.memberships.active().values("user")
    theirs = Membership.objects.active().filter(user__in=ours).values("business")
    return Business.objects.exclude(pk=business.pk).exclude(pk__in=theirs)


def _acting(**conditions: object) -> QuerySet[Business]:
    acting = Membership.objects.active().filter(**conditions)
    return Business.objects.filter(pk__in=acting.values("business"))


def _of_same_nib(business: Business) -> list[int]:
    people = business.memberships.active().filter(user__owner_profile__nib__gt="")
    nibs = list(people.values_list("user__owner_profile__nib", flat=True))
    if not nibs:
        return []
    same = _of_other_people(business).filter(pk__in=_acting(user__owner_profile__nib__in=nibs))
    return list(same.values_list("pk", flat=True))


def _of_same_phone(business: Business) -> list[int]:
    phones = {business.contact_phone, *_login_phones(business)} - {"", None}
    if not phones:
        return []
    same = _of_other_people(business).filter(
        Q(contact_phone__in=phones) | Q(pk__in=_acting(user__phone__in=phones))
    )
    return list(same.values_list("pk", flat=True))


def _login_phones(business: Business) -> list[str | None]:
    return list(business.memberships.active().values_list("user__phone", flat=True))


def _of_similar_name(business: Business) -> list[int]:
    if not business.name:
        return []
    neighbours = Business.objects.filter(village=business.village_id).exclude(pk=business.pk)
    return [
        pk
        for pk, name in neighbours.exclude(name="").values_list("pk", "name")
        if are_similar(business.name, name)
    ]


def _masked_phone(business: Business) -> str:
    if business.contact_phone:
        return formats.mask_phone(business.contact_phone)
    people = business.acting  # type: ignore[attr-defined]
    return next((member.user.masked_phone for member in people if member.user.phone), "")
