"""Fields, consultants and their hours; bookings; what was said in sessions."""

from consultations.admin.bookings import BookingAdmin
from consultations.admin.calendar import BookingPolicyAdmin, ClosureAdmin
from consultations.admin.people import ConsultantAdmin, ExpertiseAdmin
from consultations.admin.sessions import InternalNoteAdmin, SessionRecordAdmin

__all__ = [
    "BookingAdmin",
    "BookingPolicyAdmin",
    "ClosureAdmin",
    "ConsultantAdmin",
    "ExpertiseAdmin",
    "InternalNoteAdmin",
    "SessionRecordAdmin",
]
