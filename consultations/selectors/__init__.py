"""Reads that combine several tables."""

from consultations.selectors.bookings import (
    Options,
    booking_options,
)
from consultations.selectors.fields import (
    TIMES_SHOWN,
    FirstTimes,
    Hours,
    first_free_times,
    further_fields,
    other_fields,
    receiving_hours,
)
from consultations.selectors.times import (
    DAYS_SHOWN,
    NextFree,
    alternatives,
    bookable_days,
    calendars,
    free_time,
    main_expertise,
    modes_offered,
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
    "TIMES_SHOWN",
    "Agenda",
    "FirstTimes",
    "Hours",
    "NextFree",
    "Options",
    "agenda",
    "alternatives",
    "bookable_days",
    "booking_options",
    "calendars",
    "earlier_records",
    "first_free_times",
    "free_time",
    "further_fields",
    "main_expertise",
    "modes_offered",
    "next_free_times",
    "offered_time",
    "other_fields",
    "receiving_hours",
    "record_of",
    "record_state",
    "session_initial",
]
