"""Reads that combine several tables."""

from consultations.selectors.absence import NoTimes, coming_leave, why_no_times
from consultations.selectors.bookings import (
    Options,
    booking_options,
    meeting_link,
)
from consultations.selectors.disruptions import (
    HitRow,
    Offer,
    awaits_decision,
    count_pending,
    end_of_working_days,
    hit_rows,
    pending_of,
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
from consultations.selectors.hours import HoursPage, hours_page
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
    "HitRow",
    "Hours",
    "HoursPage",
    "NextFree",
    "NoTimes",
    "Offer",
    "Options",
    "agenda",
    "alternatives",
    "awaits_decision",
    "bookable_days",
    "booking_options",
    "calendars",
    "coming_leave",
    "count_pending",
    "earlier_records",
    "end_of_working_days",
    "first_free_times",
    "free_time",
    "further_fields",
    "hit_rows",
    "hours_page",
    "main_expertise",
    "meeting_link",
    "modes_offered",
    "next_free_times",
    "offered_time",
    "other_fields",
    "pending_of",
    "receiving_hours",
    "record_of",
    "record_state",
    "session_initial",
    "why_no_times",
]
