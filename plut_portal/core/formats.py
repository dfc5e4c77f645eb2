"""How dates, times, money and phone numbers are written for people: WIB, dots, no cents."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIB = ZoneInfo("Asia/Jakarta")
# In the place of what somebody may not see.
HIDDEN = "•••"


def to_wib(moment: datetime) -> datetime:
    return moment.astimezone(WIB)


def wib_day(moment: datetime) -> date:
    """The calendar day in Batu, whatever the server's zone: 00.30 WIB stays on its day."""
    return to_wib(moment).date()


def at_wib(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, tzinfo=WIB)


def date_text(moment: datetime | date) -> str:
    """Senin, 23 November 2026"""
    day = wib_day(moment) if isinstance(moment, datetime) else moment
    return str(formats.date_format(day, "l, j F Y"))


def short_date_text(moment: datetime | date) -> str:
    """23 November 2026"""
    day = wib_day(moment) if isinstance(moment, datetime) else moment
    return str(formats.date_format(day, "j F Y"))


def days_text(first: date, last: date) -> str:
    """8–9 Desember 2026; 30 November – 2 Desember 2026; Selasa, 8 Desember 2026 for one day."""
    if first == last:
        return date_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_date_text(last)}"
    begins = "j F" if first.year == last.year else "j F Y"
    return f"{formats.date_format(first, begins)} – {short_date_text(last)}"


def clock_text(moment: datetime) -> str:
    """09.00, for places where WIB is said beside it."""
    return to_wib(moment).strftime("%H.%M")


def time_text(moment: datetime) -> str:
    """09.00 WIB"""
    return f"{clock_text(moment)} WIB"


def moment_text(moment: datetime) -> str:
    """Senin, 23 November 2026, 09.00 WIB"""
    return f"{date_text(moment)}, {time_text(moment)}"


def relative_day_text(day: date, today: date) -> str:
    """Today, tomorrow, the weekday within a week, else the date."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if today < day <= today + timedelta(days=6):
        return str(formats.date_format(day, "l"))
    return str(formats.date_format(day, "j F"))


def duration_text(minutes: int) -> str:
    """7 jam 30 menit"""
    hours, rest = divmod(minutes, 60)
    texts = []
    if hours:
        texts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        texts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(texts)


def whole_number(number: int) -> str:
    """1.581"""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """Rp1.500.000"""
    return "Rp" + whole_number(amount)


def amount_text(amount: int | None, is_shown: bool) -> str:
    """Rp1.500.000, – for none, or ••• for whoever may not see what a single business has."""
    if amount is None:
        return "–"
    return rupiah(amount) if is_shown else HIDDEN


def mask_phone(phone: str) -> str:
    """+6281234567890 → +6281•••••7890"""
    return phone[:5] + "•" * max(0, len(phone) - 9) + phone[-4:] if len(phone) > 9 else "•" * 8


def mask_email(email: str) -> str:
    """sumiati@contoh.id → s•••@contoh.id"""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def megabytes_text(size: int) -> str:
    """23 MB; 15,1 MB for one byte more than 15, so that a limit never seems to be kept."""
    tenths = -(-size * 10 // (1024 * 1024))
    number = tenths / 10 if tenths % 10 else tenths // 10
    return f"{formats.localize(number)} MB"
