"""Reads that combine several tables."""

from exhibitions.selectors.catalogue import (
    PRICES,
    Wishes,
    catalogue,
    makers,
    makers_named,
    whatsapp_of,
    with_looks,
)
from exhibitions.selectors.enquiries import Leads, leads

__all__ = [
    "PRICES",
    "Leads",
    "Wishes",
    "catalogue",
    "leads",
    "makers",
    "makers_named",
    "whatsapp_of",
    "with_looks",
]
