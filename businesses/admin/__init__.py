"""Businesses, their people, and the villages they are in."""

from businesses.admin.businesses import BusinessAdmin
from businesses.admin.villages import VillageAdmin

__all__ = ["BusinessAdmin", "VillageAdmin"]
