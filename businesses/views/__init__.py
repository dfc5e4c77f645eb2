from businesses.views.businesses import (
    business_create,
    business_detail,
    business_list,
    business_update,
)
from businesses.views.completion import business_submit, completion, receipt, step
from businesses.views.people import (
    invitation_accept,
    invitation_create,
    invitation_revoke,
    membership_end,
    outside_batu,
    people,
)

__all__ = [
    "business_create",
    "business_detail",
    "business_list",
    "business_submit",
    "business_update",
    "completion",
    "invitation_accept",
    "invitation_create",
    "invitation_revoke",
    "membership_end",
    "outside_batu",
    "people",
    "receipt",
    "step",
]
