from businesses.services.businesses import AlreadyRegistered, register_business, update_business
from businesses.services.condition import (
    AlreadyCorrected,
    ReasonMissing,
    correct_snapshot,
    record_condition,
)
from businesses.services.people import (
    MOST_PENDING,
    InvitationGone,
    LastPerson,
    TooManyInvitations,
    accept_invitation,
    end_membership,
    invite,
    revoke_invitation,
)
from businesses.services.registration import (
    ANSWER_WITHIN,
    AlreadyDecided,
    Incomplete,
    NothingToMend,
    WrongStatus,
    decide,
    submit_business,
)
from businesses.services.remarks import mend_changed
from businesses.services.steps import save_condition, save_nib, save_turnover

__all__ = [
    "ANSWER_WITHIN",
    "MOST_PENDING",
    "AlreadyCorrected",
    "AlreadyDecided",
    "AlreadyRegistered",
    "Incomplete",
    "InvitationGone",
    "LastPerson",
    "NothingToMend",
    "ReasonMissing",
    "TooManyInvitations",
    "WrongStatus",
    "accept_invitation",
    "correct_snapshot",
    "decide",
    "end_membership",
    "invite",
    "mend_changed",
    "record_condition",
    "register_business",
    "revoke_invitation",
    "save_condition",
    "save_nib",
    "save_turnover",
    "submit_business",
    "update_business",
]
