"""Lists as XLSX and CSV: columns written out one by one, in cells that cannot act."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from import_export import resources

from plut_portal.core import formats

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What makes a spreadsheet take a cell for a formula (FM-43).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The wide signs of East Asian keyboards too; marks of no width stand for nothing.
_FORMULA_AFTER_NOTHING = re.compile(
    r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
)


@dataclass(frozen=True)
class Column:
    column_name: str | Promise
    read: Callable[[Any], Any]


class ListExport(resources.Resource):
    """The columns of one list. What is not named here does not leave the house."""

    columns: tuple[Column, ...] = ()

    @classmethod
    def get_display_name(cls) -> str:
        # Shown only where there are several to choose from.
        return cls.__name__

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return [str(column.column_name) for column in self.columns]

    def get_user_visible_fields(self) -> tuple[Column, ...]:
        return self.columns

    def export_resource(
        self, instance: Any, selected_fields: Any = None, **kwargs: Any
    ) -> list[Any]:
        return [safe_cell(column.read(instance)) for column in self.columns]


def xlsx_response(workbook: bytes, name: str) -> HttpResponse:
    """The workbook as a file to keep, called `name`.xlsx."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook, content_type=_XLSX, headers=headers)


def safe_cell(value: Any) -> Any:
    """The value as it stands in a cell: moments in WIB, text that stays text."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{formats.to_wib(value):%Y-%m-%d %H.%M} WIB"
    return _safe_text("" if value is None else str(value))


def _safe_text(text: str) -> str:
    kept = "".join(c for c in text if c in "\n\t\r" or unicodedata.category(c) != "Cc")
    # Some programs skip what nobody sees before they look for a formula.
    acts = kept.startswith(_FORMULA_STARTS) or _FORMULA_AFTER_NOTHING.match(kept)
    return f"'{kept}" if acts else kept
