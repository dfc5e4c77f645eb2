from plut_portal.notifications.services.batches import deliver_batch, send_due
from plut_portal.notifications.services.calls import (
    BeingContacted,
    NoCallNeeded,
    record_call,
    reopen_call,
    start_call,
)
from plut_portal.notifications.services.outbox import (
    mark_all_read,
    mark_read,
    out_of_quiet_hours,
    post,
    repeat_unheard,
    replace_body,
    withdraw,
)
from plut_portal.notifications.services.sending import (
    NotResendable,
    deliver,
    resend,
    sweep_stuck,
    take_up,
)
from plut_portal.notifications.services.trial import NoAddress, post_trial

__all__ = [
    "BeingContacted",
    "NoAddress",
    "NoCallNeeded",
    "NotResendable",
    "deliver",
    "deliver_batch",
    "mark_all_read",
    "mark_read",
    "out_of_quiet_hours",
    "post",
    "post_trial",
    "record_call",
    "reopen_call",
    "repeat_unheard",
    "replace_body",
    "resend",
    "send_due",
    "start_call",
    "sweep_stuck",
    "take_up",
    "withdraw",
]
