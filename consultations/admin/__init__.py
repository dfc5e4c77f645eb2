"""Fields, consultants and their hours; bookings; what was said in sessions."""

from consultations.admin.bookings import BookingAdmin
from consultations.admin.calendar import BookingPolicyAdmin, ClosureAdmin, HoursExceptionAdmin
from consultations.admin.cases import MentoringCaseAdmin
from consultations.admin.checks import (
    CheckQuestionAdmin,
    CheckVersionAdmin,
    ConstraintAdmin,
)
from consultations.admin.disruptions import DisruptionAdmin
from consultations.admin.people import ConsultantAdmin, ExpertiseAdmin
from consultations.admin.quality import ClosedMonthAdmin
from consultations.admin.sessions import InternalNoteAdmin, SessionRecordAdmin
from consultations.admin.visits import VisitAdmin

__all__ = [
    "BookingAdmin",
    "BookingPolicyAdmin",
    "CheckQuestionAdmin",
    "CheckVersionAdmin",
    "ClosedMonthAdmin",
    "ClosureAdmin",
    "ConstraintAdmin",
    "ConsultantAdmin",
    "DisruptionAdmin",
    "ExpertiseAdmin",
    "HoursExceptionAdmin",
    "InternalNoteAdmin",
    "MentoringCaseAdmin",
    "SessionRecordAdmin",
    "VisitAdmin",
]
