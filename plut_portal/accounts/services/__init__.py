from plut_portal.accounts.services.codes import (
    AccountShut,
    CodeRefused,
    LinkExpired,
    NoContact,
    NotAllowed,
    is_link_live,
    issue_counter_code,
    make_secret,
    request_confirmation,
    request_reset,
)
from plut_portal.accounts.services.consents import (
    PRIVACY_TEXT_VERSION,
    give_consent,
    withdraw_consent,
)
from plut_portal.accounts.services.contacts import (
    Contacts,
    ContactTaken,
    ReasonMissing,
    change_phone,
    confirm_contact_at_counter,
    confirm_email,
    request_email_change,
    reveal_contact,
)
from plut_portal.accounts.services.exports import note_export, take_list_away
from plut_portal.accounts.services.passwords import (
    reset_by_link,
    set_password,
    use_counter_code,
)
from plut_portal.accounts.services.people import (
    StillExpected,
    WorksHere,
    close_account,
    log_out_everywhere,
    sign_up,
)
from plut_portal.accounts.services.slips import (
    AlreadyClaimed,
    claim_account,
    issue_slip,
    may_get_slip,
)
from plut_portal.accounts.services.staff import (
    OwnRights,
    add_person,
    assign_roles,
    change_contacts,
    may_manage,
    note_consents,
    set_sign_in,
)
from plut_portal.accounts.services.upkeep import (
    purge_expired,
)

__all__ = [
    "PRIVACY_TEXT_VERSION",
    "AccountShut",
    "AlreadyClaimed",
    "CodeRefused",
    "ContactTaken",
    "Contacts",
    "LinkExpired",
    "NoContact",
    "NotAllowed",
    "OwnRights",
    "ReasonMissing",
    "StillExpected",
    "WorksHere",
    "add_person",
    "assign_roles",
    "change_contacts",
    "change_phone",
    "claim_account",
    "close_account",
    "confirm_contact_at_counter",
    "confirm_email",
    "give_consent",
    "is_link_live",
    "issue_counter_code",
    "issue_slip",
    "log_out_everywhere",
    "make_secret",
    "may_get_slip",
    "may_manage",
    "note_consents",
    "note_export",
    "purge_expired",
    "request_confirmation",
    "request_email_change",
    "request_reset",
    "reset_by_link",
    "reveal_contact",
    "set_password",
    "set_sign_in",
    "sign_up",
    "take_list_away",
    "use_counter_code",
    "withdraw_consent",
]
