from plut_portal.notifications.selectors.calls import (
    Call,
    call_list,
    calls,
    finished_today,
    how_many_calls,
    one_call,
    to_call,
)
from plut_portal.notifications.selectors.reach import GOAL_PERCENT, Period, Reach, period, reach

__all__ = [
    "GOAL_PERCENT",
    "Call",
    "Period",
    "Reach",
    "call_list",
    "calls",
    "finished_today",
    "how_many_calls",
    "one_call",
    "period",
    "reach",
    "to_call",
]
