"""The one clock. Services get the time passed in; whoever calls them asks here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware. Demo and tests may shift it; production never does."""
    return timezone.now() + offset()


def offset() -> timedelta:
    """How far the clock has been moved, read from a file so that every process agrees."""
    if settings.CLOCK_OFFSET_FILE is None:
        return timedelta(0)
    try:
        return timedelta(seconds=float(settings.CLOCK_OFFSET_FILE.read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)


def move(by: timedelta) -> None:
    """Shift the clock further, for demo and tests; `timedelta(0) - offset()` brings it back."""
    if settings.CLOCK_OFFSET_FILE is None:
        raise RuntimeError("The clock of a production portal cannot be moved.")
    total = offset() + by
    draft = settings.CLOCK_OFFSET_FILE.with_suffix(".new")
    draft.write_text(str(total.total_seconds()))
    draft.replace(settings.CLOCK_OFFSET_FILE)
