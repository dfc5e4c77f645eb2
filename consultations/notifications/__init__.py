"""What people are told about their bookings. Each function writes rows to the outbox."""

from consultations.notifications.actions import action_dropped, action_due
from consultations.notifications.bookings import (
    booking_cancelled,
    booking_confirmed,
    booking_moved,
)
from consultations.notifications.cases import (
    colleague_joined,
    referral_answered,
    referral_sent,
    referral_withdrawn,
)
from consultations.notifications.disruptions import booking_handed_over, booking_stands
from consultations.notifications.sessions import (
    RESEP_COPY,
    consultant_absent,
    copy_topic,
    resep_copy,
    session_added_to,
    session_recorded,
)

__all__ = [
    "RESEP_COPY",
    "action_dropped",
    "action_due",
    "booking_cancelled",
    "booking_confirmed",
    "booking_handed_over",
    "booking_moved",
    "booking_stands",
    "colleague_joined",
    "consultant_absent",
    "copy_topic",
    "referral_answered",
    "referral_sent",
    "referral_withdrawn",
    "resep_copy",
    "session_added_to",
    "session_recorded",
]
