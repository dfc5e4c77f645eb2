from consultations.forms.bookings import (
    AgainForm,
    BookingForm,
    CancelForm,
    HoldForm,
    MoveForm,
    TickForm,
    TimeField,
    mode_field,
)
from consultations.forms.cases import (
    AnswerReferralForm,
    CaseFilterForm,
    GoalForm,
    OutcomeForm,
    ReferralForm,
    ReopenForm,
)
from consultations.forms.checks import AnswerForm, PlaceForm
from consultations.forms.counter import CounterTimeForm, GroupForm, GuestForm, SearchForm
from consultations.forms.decisions import DecisionForm
from consultations.forms.hours import (
    ConfirmForm,
    EndHoursForm,
    ExtraHoursForm,
    HoursForm,
    LeaveForm,
)
from consultations.forms.newcomers import NewcomerForm
from consultations.forms.records import AddendumForm, AttachmentForm
from consultations.forms.resep import CopyForm, HinderForm
from consultations.forms.sessions import SessionForm

__all__ = [
    "AddendumForm",
    "AgainForm",
    "AnswerForm",
    "AnswerReferralForm",
    "AttachmentForm",
    "BookingForm",
    "CancelForm",
    "CaseFilterForm",
    "ConfirmForm",
    "CopyForm",
    "CounterTimeForm",
    "DecisionForm",
    "EndHoursForm",
    "ExtraHoursForm",
    "GoalForm",
    "GroupForm",
    "GuestForm",
    "HinderForm",
    "HoldForm",
    "HoursForm",
    "LeaveForm",
    "MoveForm",
    "NewcomerForm",
    "OutcomeForm",
    "PlaceForm",
    "ReferralForm",
    "ReopenForm",
    "SearchForm",
    "SessionForm",
    "TickForm",
    "TimeField",
    "mode_field",
]
