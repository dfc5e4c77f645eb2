from consultations.services.bookings import book_for_owner, book_time
from consultations.services.changes import cancel_booking, move_booking
from consultations.services.checks import (
    AnswerUnknown,
    CheckUsed,
    NoQuestionnaire,
    Unanswered,
    answer_question,
    choose_village,
    finish_check,
    start_check,
)
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
from consultations.services.questionnaires import (
    DraftExists,
    FieldsMissing,
    NotReady,
    copy_version,
    load_first_questionnaire,
    publish_version,
)
from consultations.services.sessions import (
    NotYetStarted,
    RecordLocked,
    SessionNote,
    record_session,
)

__all__ = [
    "AnswerUnknown",
    "BusinessElsewhere",
    "CheckUsed",
    "DeadlinePassed",
    "DraftExists",
    "FieldsMissing",
    "LimitReached",
    "Newcomer",
    "NoQuestionnaire",
    "NotReady",
    "NotYetStarted",
    "ReasonMissing",
    "RecordLocked",
    "SessionNote",
    "TimeHeld",
    "TimeNotOffered",
    "TimeTaken",
    "Unanswered",
    "WrongState",
    "answer_question",
    "book_for_newcomer",
    "book_for_owner",
    "book_time",
    "cancel_booking",
    "choose_village",
    "copy_version",
    "finish_check",
    "hold_time",
    "load_first_questionnaire",
    "load_public_holidays",
    "make_token",
    "move_booking",
    "publish_version",
    "purge_holds",
    "record_session",
    "release",
    "start_check",
]
