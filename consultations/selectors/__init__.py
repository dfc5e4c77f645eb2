"""Reads that combine several tables."""

from consultations.selectors.bookings import (
    Options,
    booking_options,
)
from consultations.selectors.times import (
    DAYS_SHOWN,
    NextFree,
    alternatives,
    bookable_days,
    calendars,
    free_time,
    main_expertise,
    next_free_times,
    offered_time,
)
from consultations.selectors.workspace import (
    Agenda,
    agenda,
    earlier_records,
    record_of,
    record_state,
    session_initial,
)

__all__ = [
    "DAYS_SHOWN",
    "Agenda",
    "NextFree",
    "Options",
    "agenda",
    "alternatives",
    "bookable_days",
    "booking_options",
    "calendars",
    "earlier_records",
    "free_time",
    "main_expertise",
    "next_free_times",
    "offered_time",
    "record_of",
    "record_state",
    "session_initial",
]
