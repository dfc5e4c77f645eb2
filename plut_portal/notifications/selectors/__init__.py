from datetime import timedelta

from plut_portal.notifications.selectors.calls import (
    Call,
    Number,
    call_list,
    calls,
    finished_today,
    how_many_calls,
    number_for,
    one_call,
    to_call,
    unheard,
)
from plut_portal.notifications.selectors.reach import GOAL_PERCENT, Period, Reach, period, reach

# What the office still sends again; who did not get older ones is called, or past help.
FAILED_LATELY = timedelta(days=7)

__all__ = [
    "FAILED_LATELY",
    "GOAL_PERCENT",
    "Call",
    "Number",
    "Period",
    "Reach",
    "call_list",
    "calls",
    "finished_today",
    "how_many_calls",
    "number_for",
    "one_call",
    "period",
    "reach",
    "to_call",
    "unheard",
]
