"""Fields, consultants and their hours; bookings; what was said in sessions."""

from consultations.admin.bookings import BookingAdmin
from consultations.admin.calendar import BookingPolicyAdmin, ClosureAdmin
from consultations.admin.checks import (
    CheckQuestionAdmin,
    CheckVersionAdmin,
    ConstraintAdmin,
)
from consultations.admin.people import ConsultantAdmin, ExpertiseAdmin
from consultations.admin.sessions import InternalNoteAdmin, SessionRecordAdmin

__all__ = [
    "BookingAdmin",
    "BookingPolicyAdmin",
    "CheckQuestionAdmin",
    "CheckVersionAdmin",
    "ClosureAdmin",
    "ConstraintAdmin",
    "ConsultantAdmin",
    "ExpertiseAdmin",
    "InternalNoteAdmin",
    "SessionRecordAdmin",
]
