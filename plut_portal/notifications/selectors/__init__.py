from plut_portal.notifications.selectors.calls import (
    Call,
    call_list,
    calls,
    finished_today,
    to_call,
)
from plut_portal.notifications.selectors.reach import Period, Reach, period, reach

__all__ = [
    "Call",
    "Period",
    "Reach",
    "call_list",
    "calls",
    "finished_today",
    "period",
    "reach",
    "to_call",
]
