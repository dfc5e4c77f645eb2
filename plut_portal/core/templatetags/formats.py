from datetime import date, datetime

from django import template

from plut_portal.core import clock, formats, months

register = template.Library()

register.filter("wib_date", formats.date_text)
register.filter("wib_short_date", formats.short_date_text)
register.filter("wib_time", formats.time_text)
register.filter("wib_clock", formats.clock_text)
register.filter("wib_moment", formats.moment_text)
register.filter("rupiah", formats.rupiah)
register.filter("amount", formats.amount_text)
register.filter("whole_number", formats.whole_number)
register.filter("duration", formats.duration_text)
register.filter("month_name", months.month_text)


@register.filter
def wib_day(value: datetime | date) -> str:
    day = formats.wib_day(value) if isinstance(value, datetime) else value
    return formats.relative_day_text(day, formats.wib_day(clock.now()))


@register.filter
def wib_near(day: date) -> str:
    """Says "today" or "tomorrow" beside a date, and nothing beside any other."""
    today = formats.wib_day(clock.now())
    return formats.relative_day_text(day, today) if 0 <= (day - today).days <= 1 else ""
