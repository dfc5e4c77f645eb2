from consultations.forms.bookings import BookingForm, CancelForm, HoldForm, MoveForm, TimeField
from consultations.forms.checks import AnswerForm, PlaceForm
from consultations.forms.newcomers import NewcomerForm
from consultations.forms.sessions import SessionForm

__all__ = [
    "AnswerForm",
    "BookingForm",
    "CancelForm",
    "HoldForm",
    "MoveForm",
    "NewcomerForm",
    "PlaceForm",
    "SessionForm",
    "TimeField",
]
