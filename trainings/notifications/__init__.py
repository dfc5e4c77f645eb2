"""What participants and their consultants are told. Each function writes rows to the outbox."""

from trainings.notifications.enrolments import (
    batch_cancelled,
    enrolled,
    moved_to_waiting,
    offer_expired,
    place_offered,
    waiting,
    withdrawn,
)
from trainings.notifications.meetings import (
    batch_off_for_trainers,
    batch_to_train,
    meeting_cancelled,
    meeting_moved,
    meeting_set,
)
from trainings.notifications.outputs import (
    output_accepted,
    output_arrived,
    output_commented,
    output_returned,
)
from trainings.notifications.progress import (
    certificate_issued,
    certificate_revoked,
    gate_opened,
)

__all__ = [
    "batch_cancelled",
    "batch_off_for_trainers",
    "batch_to_train",
    "certificate_issued",
    "certificate_revoked",
    "enrolled",
    "gate_opened",
    "meeting_cancelled",
    "meeting_moved",
    "meeting_set",
    "moved_to_waiting",
    "offer_expired",
    "output_accepted",
    "output_arrived",
    "output_commented",
    "output_returned",
    "place_offered",
    "waiting",
    "withdrawn",
]
