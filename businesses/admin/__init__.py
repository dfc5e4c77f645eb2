"""Businesses, their people, their condition, and the villages they are in."""

from businesses.admin.businesses import BusinessAdmin
from businesses.admin.products import PermitRuleAdmin, ProductAdmin
from businesses.admin.snapshots import SnapshotAdmin
from businesses.admin.twins import DistinctionAdmin, MergeAdmin
from businesses.admin.uploads import BusinessDocumentAdmin, ProductPhotoAdmin
from businesses.admin.villages import VillageAdmin

__all__ = [
    "BusinessAdmin",
    "BusinessDocumentAdmin",
    "DistinctionAdmin",
    "MergeAdmin",
    "PermitRuleAdmin",
    "ProductAdmin",
    "ProductPhotoAdmin",
    "SnapshotAdmin",
    "VillageAdmin",
]
