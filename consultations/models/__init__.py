from consultations.models.absences import Closure, Leave
from consultations.models.addenda import Addendum
from consultations.models.attachments import SessionAttachment
from consultations.models.bookings import Booking, Flaw
from consultations.models.cases import CaseMember, MentoringCase, Referral
from consultations.models.check_runs import CheckResponse, CheckResult, ConstraintCheck
from consultations.models.checks import (
    AnswerWeight,
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
)
from consultations.models.disruptions import AffectedBooking, Disruption
from consultations.models.drafts import RecordDraft
from consultations.models.holds import TimeHold
from consultations.models.hours import (
    ExceptionWindow,
    ExtraHours,
    HoursException,
    Mode,
    WeeklyHours,
    Window,
)
from consultations.models.moves import BookingMove
from consultations.models.people import Consultant, Expertise
from consultations.models.periods import ClosedMonth
from consultations.models.policy import BookingPolicy
from consultations.models.sessions import ActionItem, InternalNote, SessionRecord
from consultations.models.visits import NextStep, Visit

__all__ = [
    "ActionItem",
    "Addendum",
    "AffectedBooking",
    "AnswerWeight",
    "Booking",
    "BookingMove",
    "BookingPolicy",
    "CaseMember",
    "CheckAnswer",
    "CheckQuestion",
    "CheckResponse",
    "CheckResult",
    "CheckVersion",
    "ClosedMonth",
    "Closure",
    "Constraint",
    "ConstraintCheck",
    "Consultant",
    "Disruption",
    "ExceptionWindow",
    "Expertise",
    "ExtraHours",
    "Flaw",
    "HoursException",
    "InternalNote",
    "Leave",
    "MentoringCase",
    "Mode",
    "NextStep",
    "RecordDraft",
    "Referral",
    "SessionAttachment",
    "SessionRecord",
    "TimeHold",
    "Visit",
    "WeeklyHours",
    "Window",
]
