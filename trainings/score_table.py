"""Reading a table of test points as the office's spreadsheet writes it."""

from collections.abc import Iterator
from zipfile import BadZipFile

import tablib
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from tablib.exceptions import TablibException

from plut_portal.core.errors import PortalError
from plut_portal.core.uploads import MB
from trainings.services import ScoreRow

MOST_BYTES, MOST_LINES = MB, 500


class TableUnreadable(PortalError):
    status = 422


def read_scores(file: "UploadedFile[bytes]") -> list[ScoreRow]:
    """The lines below the heading: registration number and points, in the first two columns.

    Raises TableUnreadable with the line that is wrong, and for what is neither XLSX nor CSV (told
    by its content), too large, or empty.
    """
    if (file.size or 0) > MOST_BYTES:
        raise TableUnreadable(_("This table is too large; at most 1 MB."))
    rows = [
        ScoreRow(line, code, _points(points, line))
        for line, code, points in _lines(file.read())
        if code or points
    ]
    if not rows:
        raise TableUnreadable(_("There is no line below the heading."))
    if len(rows) > MOST_LINES:
        raise TableUnreadable(_("At most %(most)d lines at once.") % {"most": MOST_LINES})
    return rows


def _lines(content: bytes) -> Iterator[tuple[int, str, str]]:
    try:
        table = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    except (TablibException, BadZipFile, KeyError, ValueError) as broken:
        raise TableUnreadable(_("This is neither an XLSX nor a CSV table.")) from broken
    for number, line in enumerate(table, start=2):
        code, points, *_more = [*map(_text, line), "", ""]
        yield number, code, points


def _xlsx(content: bytes) -> tablib.Dataset:
    return tablib.Dataset().load(content, format="xlsx")


def _csv(content: bytes) -> tablib.Dataset:
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("binary")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return tablib.Dataset().load(text, format="csv", delimiter=delimiter)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _points(text: str, line: int) -> int:
    # Spreadsheets write whole numbers as 85.0, people here as 85,0.
    whole, _dot, rest = text.replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(whole) <= 3) or rest.strip("0"):
        raise TableUnreadable(
            _("Line %(line)d: the points must be a whole number, not “%(text)s”.")
            % {"line": line, "text": text[:20]}
        )
    return int(whole)
