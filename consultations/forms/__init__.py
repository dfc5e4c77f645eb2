from consultations.forms.bookings import BookingForm, CancelForm, MoveForm, TimeField
from consultations.forms.sessions import SessionForm

__all__ = ["BookingForm", "CancelForm", "MoveForm", "SessionForm", "TimeField"]
