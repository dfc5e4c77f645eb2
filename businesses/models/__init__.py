from businesses.models.businesses import Business, Membership
from businesses.models.villages import Village

__all__ = ["Business", "Membership", "Village"]
