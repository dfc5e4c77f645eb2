from consultations.services.bookings import book_for_owner, book_time
from consultations.services.changes import cancel_booking, move_booking
from consultations.services.closures import load_public_holidays
from consultations.services.guards import (
    BusinessElsewhere,
    DeadlinePassed,
    LimitReached,
    ReasonMissing,
    TimeNotOffered,
    TimeTaken,
    WrongState,
)
from consultations.services.sessions import (
    NotYetStarted,
    RecordLocked,
    SessionNote,
    record_session,
)

__all__ = [
    "BusinessElsewhere",
    "DeadlinePassed",
    "LimitReached",
    "NotYetStarted",
    "ReasonMissing",
    "RecordLocked",
    "SessionNote",
    "TimeNotOffered",
    "TimeTaken",
    "WrongState",
    "book_for_owner",
    "book_time",
    "cancel_booking",
    "load_public_holidays",
    "move_booking",
    "record_session",
]
