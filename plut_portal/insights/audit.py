"""Who changed what, when and why, over all tables that keep their history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.models import registered_models

from exhibitions.models import Review, Score, Verdict
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.forms import is_key

PER_PAGE, MOST_PAGES = 30, 100
# Whatever is typed into any table may name a person, so values are shown of these alone.
PLAIN = (
    models.BooleanField,
    models.DateField,
    models.DateTimeField,
    models.DecimalField,
    models.IntegerField,
    models.TimeField,
)
# Whoever may read this page may still act for a business that applied: what curators think of it
# is told by its release alone (FM-55, FM-56).
SEALED = (Review, Score, Verdict)
MASKS = {
    "phone": formats.mask_phone,
    "contact_phone": formats.mask_phone,
    "email": formats.mask_email,
    "contact_email": formats.mask_email,
    "turnover": lambda amount: formats.HIDDEN,
    "amount": lambda amount: formats.HIDDEN,
}


@dataclass(frozen=True)
class Wanted:
    """What is searched for; everything left empty means all of it."""

    text: str = ""
    table: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Change:
    """A field, and its value before and after where it may be shown."""

    field: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Row:
    model: type[models.Model]
    pk: str

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"

    @property
    def table(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))


@dataclass(frozen=True)
class Entry:
    row: Row
    # What the row is a part of, as points are of a review: many rows have no page of their own.
    whole: Row | None
    at: datetime
    kind: str
    who: User | None
    why: str
    changes: list[Change]


@dataclass(frozen=True)
class AuditPage:
    entries: list[Entry]
    has_more: bool


def tables() -> dict[str, type[models.Model]]:
    """Every table with a history, by app_label.model_name."""
    return {model._meta.label_lower: model for model in registered_models.values()}


def audit(wanted: Wanted, *, page: int = 1) -> AuditPage:
    """One page of it, the newest first: one query over all tables, then two for each table that
    is on the page, and one for the people."""
    page = min(max(page, 1), MOST_PAGES)
    until = page * PER_PAGE + 1
    rows, *others = [_rows(model, wanted)[:until] for model in _searched(wanted)]
    if others:
        rows = rows.union(*others, all=True).order_by("-history_date", "table", "-history_id")
    found = list(rows[until - PER_PAGE - 1 : until])
    return AuditPage(_entries(found[:PER_PAGE]), has_more=len(found) > PER_PAGE)


def _searched(wanted: Wanted) -> list[type[models.Model]]:
    known = tables()
    if wanted.table in known:
        return [known[wanted.table]]
    return [known[label] for label in sorted(known)]


def _history(model: type[models.Model]) -> Any:
    return model.history.model  # type: ignore[attr-defined]


def _rows(model: type[models.Model], wanted: Wanted) -> QuerySet[Any, Any]:
    rows = _history(model).objects.filter(_about(wanted))
    return rows.order_by("-history_date", "-history_id").values(
        "history_id",
        "history_date",
        "history_user_id",
        "history_type",
        table=Value(model._meta.label_lower, output_field=models.TextField()),
        row=Cast(model._meta.pk.attname, models.TextField()),
        why=Cast("history_change_reason", models.TextField()),
    )


def _about(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.first:
        asked &= Q(history_date__gte=formats.at_wib(wanted.first, time.min))
    if wanted.last:
        asked &= Q(history_date__lte=formats.at_wib(wanted.last, time.max))
    if text := wanted.text.strip():
        who = User.objects.filter(full_name__icontains=text)
        words = Q(history_user__in=who) | Q(history_change_reason__icontains=text)
        asked &= words | Q(id=int(text)) if is_key(text) else words
    return asked


def _entries(found: list[dict[str, Any]]) -> list[Entry]:
    people = User.objects.in_bulk({row["history_user_id"] for row in found} - {None})
    known = tables()
    versions = _versions(found, known)
    return [
        Entry(
            row=Row(known[row["table"]], row["row"]),
            whole=_whole_of(versions[row["table"], row["history_id"]][0]),
            at=row["history_date"],
            kind=row["history_type"],
            who=people.get(row["history_user_id"]),
            why=row["why"] or "",
            changes=_changes(*versions[row["table"], row["history_id"]]),
        )
        for row in found
    ]


def _versions(
    found: Iterable[dict[str, Any]], known: dict[str, type[models.Model]]
) -> dict[tuple[str, int], tuple[Any, Any]]:
    """Each version on the page, and the one before it."""
    keys: dict[str, list[int]] = defaultdict(list)
    for row in found:
        keys[row["table"]].append(row["history_id"])
    versions = {}
    for table, ids in keys.items():
        history = _history(known[table])
        earlier = history.objects.filter(
            id=OuterRef("id"), history_id__lt=OuterRef("history_id")
        ).order_by("-history_id")
        read = list(
            history.objects.filter(history_id__in=ids).annotate(
                before=Subquery(earlier.values("history_id")[:1])
            )
        )
        before = history.objects.in_bulk([row.before for row in read if row.before])
        for version in read:
            versions[table, version.history_id] = version, before.get(version.before)
    return versions


def _whole_of(version: Any) -> Row | None:
    """The first row it names of a table that keeps its history too."""
    known = set(tables().values())
    for field in version.tracked_fields:
        key = getattr(version, field.attname)
        if field.is_relation and field.related_model in known and key:
            return Row(field.related_model, str(key))
    return None


def _changes(version: Any, before: Any) -> list[Change]:
    if version.history_type != "~" or before is None or version.instance_type in SEALED:
        return []
    return _between(before, version, version.tracked_fields)


def _between(old: Any, new: Any, fields: Iterable[Any]) -> list[Change]:
    return [
        _change(field, getattr(old, field.attname), getattr(new, field.attname))
        for field in fields
        if field.name != "updated_at" and getattr(old, field.attname) != getattr(new, field.attname)
    ]


def _change(field: Any, old: Any, new: Any) -> Change:
    label = capfirst(str(field.verbose_name))
    if field.name in MASKS:
        return Change(label, *(MASKS[field.name](value) if value else "–" for value in (old, new)))
    is_plain = isinstance(field, PLAIN) and not field.is_relation
    if not (field.choices or is_plain):
        return Change(label)
    return Change(label, _in_words(field, old), _in_words(field, new))


def _in_words(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{formats.short_date_text(value)}, {formats.time_text(value)}"
    return formats.short_date_text(value) if isinstance(value, date) else str(value)
