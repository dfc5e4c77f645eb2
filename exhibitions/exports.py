"""Activities side by side as a workbook, with its days and as-of moment."""

from collections.abc import Iterable
from datetime import date, datetime

import tablib
from django.utils.translation import gettext as _

from exhibitions.selectors import Summary
from plut_portal.core import formats
from plut_portal.core.exports import safe_cell


def comparison_workbook(rows: Iterable[Summary], first: date, last: date, *, at: datetime) -> bytes:
    heads = [
        _("Activity"),
        _("First day"),
        _("Last day"),
        _("Stands"),
        _("Stands that reported"),
        _("First time"),
        _("Villages"),
        _("Visitors"),
        _("Pieces sold"),
        _("Turnover (rupiah)"),
        _("Food and drink (rupiah)"),
        _("Orders that followed"),
        _("Value of the orders (rupiah)"),
    ]
    sheet = tablib.Dataset(headers=heads, title=_("Activities"))
    for row in rows:
        sheet.append([safe_cell(cell) for cell in _cells(row, at=at)])
    days = f"{formats.short_date_text(first)} – {formats.short_date_text(last)}"
    foot = [_("All"), days, _("As of"), at]
    sheet.append([safe_cell(cell) for cell in (foot + [""] * len(heads))[: len(heads)]])
    workbook: bytes = tablib.Databook([sheet]).export("xlsx")
    return workbook


def _cells(row: Summary, *, at: datetime) -> list[object]:
    """What has not begun has no results yet: their cells stay empty instead of saying zero."""
    activity = row.activity
    results: list[object] = [
        row.stands,
        row.reporting,
        row.first_timers,
        row.villages,
        row.visitors,
        row.pieces,
        row.turnover,
        row.turnover_food,
        row.orders,
        row.orders_value,
    ]
    if not activity.has_begun(at=at):
        results = [row.stands, *[""] * (len(results) - 1)]
    return [activity.title, activity.starts_on, activity.ends_on, *results]
