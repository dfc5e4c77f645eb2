"""The outbox in the office: seen, sent again, tried out – and whom to call."""

from plut_portal.notifications.admin.calls import ContactAttemptAdmin
from plut_portal.notifications.admin.lists import DeliveryAdmin, MessageAdmin

__all__ = ["ContactAttemptAdmin", "DeliveryAdmin", "MessageAdmin"]
