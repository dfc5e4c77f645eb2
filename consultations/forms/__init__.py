from consultations.forms.bookings import (
    BookingForm,
    CancelForm,
    HoldForm,
    MoveForm,
    TimeField,
    mode_field,
)
from consultations.forms.decisions import DecisionForm
from consultations.forms.hours import (
    ConfirmForm,
    EndHoursForm,
    ExtraHoursForm,
    HoursForm,
    LeaveForm,
)
from consultations.forms.newcomers import NewcomerForm
from consultations.forms.sessions import SessionForm

__all__ = [
    "BookingForm",
    "CancelForm",
    "ConfirmForm",
    "DecisionForm",
    "EndHoursForm",
    "ExtraHoursForm",
    "HoldForm",
    "HoursForm",
    "LeaveForm",
    "MoveForm",
    "NewcomerForm",
    "SessionForm",
    "TimeField",
    "mode_field",
]
