from plut_portal.notifications.models.attempts import ContactAttempt
from plut_portal.notifications.models.outbox import (
    CODE_LENGTH,
    Delivery,
    DeliveryQuerySet,
    Message,
    MessageQuerySet,
    new_code,
    normalise_code,
)

__all__ = [
    "CODE_LENGTH",
    "ContactAttempt",
    "Delivery",
    "DeliveryQuerySet",
    "Message",
    "MessageQuerySet",
    "new_code",
    "normalise_code",
]
