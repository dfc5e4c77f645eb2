"""What owners are told about their business. Each function writes rows to the outbox."""

from businesses.notifications.merging import business_merged, merge_undone
from businesses.notifications.people import person_joined, person_left
from businesses.notifications.products import permit_expires, product_let_in, product_taken_out
from businesses.notifications.registration import business_decided, business_received

__all__ = [
    "business_decided",
    "business_merged",
    "business_received",
    "merge_undone",
    "permit_expires",
    "person_joined",
    "person_left",
    "product_let_in",
    "product_taken_out",
]
