"""The rows of a small portal many times over, every copy with relations of its own.

A copy is the portal with the numbers of its rows shifted: rows point at rows of their own copy.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib import admin
from django.db import connection, models

# More rows than a table has in the portal that is copied.
APART = 100_000
# What differs from copy to copy and is neither the number of a row nor free text.
OWN = {
    "accounts.User.phone": "'+62811' || lpad(copy::text, 4, '0') || lpad(id::text, 5, '0')",
    "businesses.Village.code": "lpad(to_hex(copy), 4, '0') || right(code, 9)",
    # Its six signs leave little room for a number: one of its own, and one of the row's.
    "consultations.Booking.code": "left(code, 1) || lpad(to_hex(copy), 4, '0') || mod(id, 10)::text",
    "consultations.CheckVersion.number": "number + copy * 5",
    "consultations.CheckVersion.state": "replace(state, 'PUBLISHED', 'RETIRED')",
    "consultations.ClosedMonth.first_day": "first_day + copy * interval '1 month'",
    "consultations.Closure.on": '"on" + copy',
    "consultations.HoursException.ends_on": "ends_on + copy * 40",
    "consultations.HoursException.starts_on": "starts_on + copy * 40",
    "insights.AnnualTarget.year": "year + copy",
    "trainings.Certificate.serial": "serial + copy",
}
# The same for everybody, and hundreds of them.
NOT_COPIED = ("KbliCode", "Historical")
# A few for each year until 2099: a table that never has thousands of rows.
FEW = {"insights_annualtarget"}

Rows = dict[type[models.Model], set[int]]


def copy_all(copies: range) -> None:
    """Every row of the portal once more for each number of the range."""
    first = {model: model._base_manager.filter(pk__lt=APART) for model in tables()}
    _copy({model: set(rows.values_list("pk", flat=True)) for model, rows in first.items()}, copies)


def copy_these(rows: Iterable[models.Model], copies: range) -> None:
    """These rows and what they point at, and nothing that points at them."""
    wanted: Rows = {}
    for row in rows:
        _add(row, wanted, tables())
    _copy({model: ids for model, ids in wanted.items() if model._meta.db_table not in FEW}, copies)


def tables() -> list[type[models.Model]]:
    of_office = {model._meta.app_label for model in admin.site._registry}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in of_office
        and isinstance(model._meta.pk, models.AutoField)
        and not model.__name__.startswith(NOT_COPIED)
    ]


def _add(row: models.Model, wanted: Rows, known: list[type[models.Model]]) -> None:
    if type(row) not in known or row.pk in wanted.setdefault(type(row), set()):
        return
    wanted[type(row)].add(row.pk)
    for field in row._meta.concrete_fields:
        if field.remote_field and (other := getattr(row, field.name)):
            _add(other, wanted, known)
    for field in row._meta.many_to_many:
        through = field.remote_field.through
        for link in through.objects.filter(**{field.m2m_field_name(): row}):
            _add(link, wanted, known)


def _copy(wanted: Rows, copies: range) -> None:
    with connection.cursor() as cursor:
        # Where it is allowed, without asking for each row whether what it points at is there.
        cursor.execute(
            "SELECT set_config('session_replication_role', 'replica', true)"
            " WHERE current_setting('is_superuser') = 'on'"
        )
        for model, numbers in wanted.items():
            cursor.execute(_insert(model), [copies.start, copies.stop - 1, list(numbers)])
        # So that the lists are read as they are once the database has looked at its tables.
        cursor.execute("ANALYZE")


def _insert(model: type[models.Model]) -> str:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(map(_value, fields))
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {values}'
        f' FROM "{table}", generate_series(%s, %s) AS copy WHERE id = ANY(%s)'
    )


def _value(field: models.Field) -> str:
    column = f'"{field.column}"'
    if own := OWN.get(str(field)):
        return own
    if field.primary_key or field.related_model in tables():
        return f"{column} + copy * {APART}"
    if not field.unique:
        return column
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    return f"left({column}, {field.max_length - 4}) || lpad(to_hex(copy), 4, '0')"
