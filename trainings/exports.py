"""The funnel as a workbook: each table a sheet, with its days and as-of moment."""

from collections.abc import Iterable
from datetime import date, datetime

import tablib
from django.utils.translation import gettext as _

from plut_portal.core import formats
from plut_portal.core.exports import safe_cell
from trainings.selectors import Funnel, FunnelRow


def funnel_workbook(funnel: Funnel, first: date, last: date, *, at: datetime) -> bytes:
    days = f"{formats.short_date_text(first)} – {formats.short_date_text(last)}"
    total = _sheet(_("All"), [funnel.total])
    total.append([safe_cell(cell) for cell in (days, _("As of"), at, "", "", "", "", "")])
    sheets = [
        total,
        _sheet(_("Tracks"), funnel.by_track),
        _sheet(_("Batches"), funnel.by_batch),
        _sheet(_("Villages"), funnel.by_village),
    ]
    workbook: bytes = tablib.Databook(sheets).export("xlsx")
    return workbook


def _sheet(title: str, rows: Iterable[FunnelRow]) -> tablib.Dataset:
    heads = ["", *(label for label, _count in FunnelRow("", 0, 0, 0, 0, 0, 0).steps)]
    sheet = tablib.Dataset(headers=[*heads, _("percent"), _("certificates")], title=title)
    for row in rows:
        counts = [count for _label, count in row.steps]
        cells = [row.label or _("All"), *counts, row.percent, row.certificates]
        sheet.append([safe_cell(cell) for cell in cells])
    return sheet
