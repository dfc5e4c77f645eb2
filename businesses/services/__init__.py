from businesses.services.businesses import AlreadyRegistered, register_business, update_business
from businesses.services.condition import (
    AlreadyCorrected,
    ReasonMissing,
    correct_snapshot,
    record_condition,
)
from businesses.services.documents import (
    TooManyDocuments,
    add_document,
    open_document,
    process_document,
    remove_document,
)
from businesses.services.kbli import choose_kbli
from businesses.services.people import (
    MOST_PENDING,
    InvitationGone,
    LastPerson,
    TooManyInvitations,
    accept_invitation,
    add_at_counter,
    end_membership,
    invite,
    revoke_invitation,
)
from businesses.services.photos import add_photo, process_photo, remove_photo
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
from businesses.services.uploads import sweep as sweep_uploads

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
    "TooManyDocuments",
    "TooManyInvitations",
    "WrongStatus",
    "accept_invitation",
    "add_at_counter",
    "add_document",
    "add_photo",
    "choose_kbli",
    "correct_snapshot",
    "decide",
    "end_membership",
    "invite",
    "mend_changed",
    "open_document",
    "process_document",
    "process_photo",
    "record_condition",
    "register_business",
    "remove_document",
    "remove_photo",
    "revoke_invitation",
    "save_condition",
    "save_nib",
    "save_turnover",
    "submit_business",
    "sweep_uploads",
    "update_business",
]
