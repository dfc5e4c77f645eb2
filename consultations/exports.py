"""The consultant's month as a workbook: the figures with their definitions, and the sessions."""

from collections.abc import Iterable
from datetime import datetime

import tablib
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Booking
from consultations.selectors import Month
from plut_portal.core import months
from plut_portal.core.exports import Column, ListExport, safe_cell


def _of_record(name: str):
    def read(booking: Booking):
        record = getattr(booking, "record", None)
        return getattr(record, name) if record else None

    return read


class OwnSessions(ListExport):
    columns = (
        Column(gettext_lazy("Booking code"), lambda booking: booking.code_text),
        Column(gettext_lazy("Starts"), lambda booking: booking.starts_at),
        Column(gettext_lazy("Ends"), lambda booking: booking.ends_at),
        Column(gettext_lazy("Business"), lambda booking: booking.business.label),
        Column(gettext_lazy("Village or ward"), lambda booking: booking.business.village.name),
        Column(gettext_lazy("Field"), lambda booking: booking.expertise.name),
        Column(gettext_lazy("Where"), lambda booking: booking.get_mode_display()),
        Column(gettext_lazy("Status"), lambda booking: booking.get_status_display()),
        Column(gettext_lazy("Minutes with the owner"), _of_record("contact_minutes")),
        Column(gettext_lazy("Minutes of preparation"), _of_record("preparation_minutes")),
        Column(gettext_lazy("Note written"), _of_record("first_recorded_at")),
    )


def month_workbook(month: Month, *, at: datetime) -> bytes:
    sessions = OwnSessions().export(month.bookings)
    sessions.title = _("Sessions")
    summary = tablib.Dataset(
        *([safe_cell(cell) for cell in row] for row in _figures(month)),
        headers=[months.month_text(month.first_day), "", _("What it means")],
        title=_("Figures"),
    )
    summary.append([_("As of"), safe_cell(at), ""])
    workbook: bytes = tablib.Databook([summary, sessions]).export("xlsx")
    return workbook


def _figures(month: Month) -> Iterable[tuple[str, object, str]]:
    for figure in month.figures:
        yield figure.label, figure.value, figure.meaning
