from consultations.services.bookings import book_for_owner, book_time
from consultations.services.changes import cancel_booking, move_booking
from consultations.services.closures import load_public_holidays
from consultations.services.guards import (
    BusinessElsewhere,
    DeadlinePassed,
    LimitReached,
    ReasonMissing,
    TimeHeld,
    TimeNotOffered,
    TimeTaken,
    WrongState,
)
from consultations.services.holds import hold_time, make_token, purge_holds, release
from consultations.services.newcomers import Newcomer, book_for_newcomer
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
    "Newcomer",
    "NotYetStarted",
    "ReasonMissing",
    "RecordLocked",
    "SessionNote",
    "TimeHeld",
    "TimeNotOffered",
    "TimeTaken",
    "WrongState",
    "book_for_newcomer",
    "book_for_owner",
    "book_time",
    "cancel_booking",
    "hold_time",
    "load_public_holidays",
    "make_token",
    "move_booking",
    "purge_holds",
    "record_session",
    "release",
]
