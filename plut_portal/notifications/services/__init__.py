from plut_portal.notifications.services.outbox import (
    mark_all_read,
    mark_read,
    out_of_quiet_hours,
    post,
    withdraw,
)
from plut_portal.notifications.services.sending import (
    NotResendable,
    deliver,
    resend,
    send_due,
    sweep_stuck,
)

__all__ = [
    "NotResendable",
    "deliver",
    "mark_all_read",
    "mark_read",
    "out_of_quiet_hours",
    "post",
    "resend",
    "send_due",
    "sweep_stuck",
    "withdraw",
]
