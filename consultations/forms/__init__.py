from consultations.forms.bookings import (
    AgainForm,
    BookingForm,
    CancelForm,
    HoldForm,
    MoveForm,
    TickForm,
    TimeField,
)
from consultations.forms.checks import AnswerForm, PlaceForm
from consultations.forms.newcomers import NewcomerForm
from consultations.forms.sessions import SessionForm

__all__ = [
    "AgainForm",
    "AnswerForm",
    "BookingForm",
    "CancelForm",
    "HoldForm",
    "MoveForm",
    "NewcomerForm",
    "PlaceForm",
    "SessionForm",
    "TickForm",
    "TimeField",
]
