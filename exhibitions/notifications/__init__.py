from exhibitions.notifications.messages import (
    Decision,
    activity_cancelled,
    booth_given,
    called,
    confirmed,
    decided,
    decision_text,
    declined,
    lapsed,
    moved_up,
    received,
    withdrawn,
)

__all__ = [
    "Decision",
    "activity_cancelled",
    "booth_given",
    "called",
    "confirmed",
    "decided",
    "decision_text",
    "declined",
    "lapsed",
    "moved_up",
    "received",
    "withdrawn",
]
