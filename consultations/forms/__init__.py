from consultations.forms.bookings import BookingForm, CancelForm, HoldForm, MoveForm, TimeField
from consultations.forms.newcomers import NewcomerForm
from consultations.forms.sessions import SessionForm

__all__ = [
    "BookingForm",
    "CancelForm",
    "HoldForm",
    "MoveForm",
    "NewcomerForm",
    "SessionForm",
    "TimeField",
]
