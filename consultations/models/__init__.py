from consultations.models.bookings import Booking
from consultations.models.calendar import BookingPolicy, Closure, Leave, WeeklyHours
from consultations.models.holds import TimeHold
from consultations.models.people import Consultant, Expertise
from consultations.models.sessions import ActionItem, InternalNote, SessionRecord

__all__ = [
    "ActionItem",
    "Booking",
    "BookingPolicy",
    "Closure",
    "Consultant",
    "Expertise",
    "InternalNote",
    "Leave",
    "SessionRecord",
    "TimeHold",
    "WeeklyHours",
]
