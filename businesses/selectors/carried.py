"""What a business carries: the rows of all apps that name it, and what a merge does with them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from businesses import carrying
from businesses.models import Business, Membership, Merge, OwnerProfile, Product
from plut_portal.accounts.models import User

Rows = dict[str, list[int]]
MEMBERSHIPS = "businesses.membership"
# The office's answers speak of that registration and its remarks; they are no one else's.
_NEVER_MOVE = {"businesses.decision"}
carrying.leave("businesses.businesskbli", Q())


@dataclass(frozen=True)
class Table:
    model: type[models.Model]
    field: str

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def of(self, *businesses: Business) -> models.QuerySet[Any]:
        """Their rows, hidden ones too."""
        return self.model._base_manager.filter(**{f"{self.field}__in": businesses})


def tables() -> list[Table]:
    """Every table of any app with a key of a business, but for histories and merges themselves."""
    return [
        Table(relation.related_model, relation.field.name)
        for relation in Business._meta.related_objects
        if not relation.many_to_many
    ]


@dataclass
class Plan:
    """What would move where, what would stay behind, and why it cannot be done."""

    moving: Rows = field(default_factory=dict)
    left: Rows = field(default_factory=dict)
    obstacles: list[str] = field(default_factory=list)

    @property
    def moving_in_words(self) -> list[str]:
        return in_words(self.moving)


def merging_plan(stays: Business, duplicate: Business, *, at: datetime) -> Plan:
    """What merging the second into the first would do. Memberships: of people new to the first."""
    plan = Plan()
    for table in tables():
        _plan_table(plan, table, stays, duplicate)
    plan.obstacles += _too_many_products(stays, duplicate)
    plan.obstacles += carrying.obstacles(stays, duplicate, at=at)
    return plan


def _plan_table(plan: Plan, table: Table, stays: Business, duplicate: Business) -> None:
    rows = list(table.of(duplicate).order_by("pk"))
    left = {row.pk for row in rows} if table.label in _NEVER_MOVE else set()
    for key, row in _meeting(table, rows, stays):
        if row.pk in left:
            continue
        rule = Q() if table.label == MEMBERSHIPS else carrying.left(table.label)
        if rule is not None and table.of(duplicate).filter(rule, pk=row.pk).exists():
            left.add(row.pk)
        else:
            plan.obstacles.append(_both_have(table, row, key))
    moving = [row.pk for row in rows if row.pk not in left]
    plan.moving |= {table.label: moving} if moving else {}
    plan.left |= {table.label: sorted(left)} if left else {}


def _meeting(table: Table, rows: list[Any], stays: Business) -> Iterator[tuple[list[str], Any]]:
    """Rows that would break a unique rule beside what stays, with the other fields of the rule."""
    for others, condition, with_nulls in _unique_rules(table):
        there = {_key(row, others) for row in table.of(stays).filter(condition)}
        here = set(table.model._base_manager.filter(condition, pk__in=[r.pk for r in rows]))
        for row in rows:
            key = _key(row, others)
            if row in here and key in there and (with_nulls or None not in key):
                yield others, row


def _key(row: Any, names: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _unique_rules(table: Table) -> Iterator[tuple[list[str], Q, bool]]:
    options = table.model._meta
    if getattr(options.get_field(table.field), "unique", False):
        yield [], Q(), False
    for rule in options.constraints:
        if isinstance(rule, models.UniqueConstraint) and table.field in rule.fields:
            others = [name for name in rule.fields if name != table.field]
            yield others, rule.condition or Q(), rule.nulls_distinct is False
    for together in options.unique_together:
        if table.field in together:
            yield [name for name in together if name != table.field], Q(), False


def _both_have(table: Table, row: Any, names: list[str]) -> str:
    what = ", ".join(_plain(getattr(row, name)) for name in names)
    name = str(table.model._meta.verbose_name)
    if not what:
        return _("Both have an entry under “%(table)s”. End one of them first.") % {"table": name}
    return _("Both have an entry under “%(table)s” for %(what)s. End one of them first.") % {
        "table": name,
        "what": what,
    }


def _plain(value: object) -> str:
    """As people call it, without the key that names it to the office."""
    return re.sub(r" \(\d+\)$", "", str(value))


def _too_many_products(stays: Business, duplicate: Business) -> list[str]:
    most = Product.MOST
    count = Product.objects.offered().filter(business__in=(stays, duplicate)).count()
    if count <= most:
        return []
    return [
        _("Together they have %(count)d products; a business has at most %(most)d.")
        % {"count": count, "most": most}
    ]


def in_words(rows: Rows) -> list[str]:
    """3 bookings, 1 product – as lines to read."""
    return [
        f"{len(keys)} {apps.get_model(label)._meta.verbose_name}"
        for label, keys in rows.items()
        if keys
    ]


@dataclass(frozen=True)
class Side:
    """One of two businesses beside the other; contacts and NIB masked."""

    business: Business
    people: list[User]
    nibs: list[str]
    counts: dict[str, int]
    # What would happen if this one stayed.
    plan: Plan


def sides(one: Business, other: Business, *, at: datetime) -> list[Side]:
    """Both with what they carry, and what merging the other into it would do."""
    return [
        Side(
            business=business,
            people=_people(business),
            nibs=_masked_nibs(business),
            counts={table.label: table.of(business).count() for table in tables()},
            plan=merging_plan(business, twin, at=at),
        )
        for business, twin in ((one, other), (other, one))
    ]


def carried_in_words(both: list[Side]) -> list[tuple[str, list[int]]]:
    """What either has, as a name and the two numbers."""
    return [
        (str(table.model._meta.verbose_name), [side.counts[table.label] for side in both])
        for table in tables()
        if table.label != MEMBERSHIPS and any(side.counts[table.label] for side in both)
    ]


def _people(business: Business) -> list[User]:
    acting = Membership.objects.active().filter(business=business)
    return [row.user for row in acting.select_related("user").order_by("joined_at", "pk")]


def _masked_nibs(business: Business) -> list[str]:
    profiles = OwnerProfile.objects.filter(
        user__memberships__business=business, user__memberships__is_active=True, nib__gt=""
    )
    return [f"•••••••••{nib[-4:]}" for nib in profiles.values_list("nib", flat=True)]


def returning(merge: Merge) -> Rows:
    """The rows an undo may put back: of what moved, those still there that no other row ties here.

    A booking moved with the merge and put into a case of the business that stays since would be
    in somebody else's case, so it stays; likewise a product in a later application.
    """
    owned = {table.label: table for table in tables()}
    going = {
        (label, pk)
        for label, keys in merge.moved.items()
        for pk in owned[label].of(merge.stays).filter(pk__in=keys).values_list("pk", flat=True)
    }
    staying = {
        (label, pk)
        for label, table in owned.items()
        for pk in table.of(merge.stays).values_list("pk", flat=True)
    } - going
    ties = list(_ties(owned, going | staying))
    while tied := {
        each
        for one, other in ties
        for each, twin in ((one, other), (other, one))
        if each in going and twin in staying
    }:
        going -= tied
        staying |= tied
    rows: Rows = {}
    for label, pk in sorted(going):
        rows.setdefault(label, []).append(pk)
    return rows


End = tuple[str, int]


def _ties(owned: dict[str, Table], rows: set[End]) -> Iterator[tuple[End, End]]:
    """Pairs of these rows that name each other, or that a row of whatever table names together."""
    keys: dict[str, list[int]] = defaultdict(list)
    for label, pk in rows:
        keys[label].append(pk)
    for model in apps.get_models(include_auto_created=True):
        ends = [] if hasattr(model, "history_object") else _ends(model, owned)
        if len(ends) > 1:
            named = Q()
            for name, label in ends:
                named |= Q(**{f"{name}__in": keys[label]})
            yield from _tied_by(model._base_manager.filter(named), ends)


def _ends(model: Any, owned: dict[str, Table]) -> list[tuple[str, str]]:
    """The columns that name a row of a business, and its table; a row of one names itself."""
    label = model._meta.label_lower
    itself = [("pk", label)] if label in owned else []
    return itself + [
        (each.attname, each.related_model._meta.label_lower)
        for each in model._meta.concrete_fields
        if each.is_relation
        and each.related_model is not Business
        and each.related_model._meta.label_lower in owned
    ]


def _tied_by(found: models.QuerySet[Any], ends: list[tuple[str, str]]) -> Iterator[tuple[End, End]]:
    for values in found.values_list(*(name for name, _label in ends)):
        pairs = zip(ends, values, strict=True)
        named = [(label, pk) for (_name, label), pk in pairs if pk is not None]
        yield from combinations(named, 2)
