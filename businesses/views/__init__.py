from businesses.views.businesses import (
    business_create,
    business_detail,
    business_list,
    business_update,
)
from businesses.views.completion import business_submit, completion, receipt, step
from businesses.views.documents import document_add, document_file, document_remove
from businesses.views.kbli import kbli_choose, kbli_search
from businesses.views.people import (
    invitation_accept,
    invitation_create,
    invitation_revoke,
    membership_end,
    outside_batu,
    people,
)
from businesses.views.photos import photo_add, photo_file, photo_remove

__all__ = [
    "business_create",
    "business_detail",
    "business_list",
    "business_submit",
    "business_update",
    "completion",
    "document_add",
    "document_file",
    "document_remove",
    "invitation_accept",
    "invitation_create",
    "invitation_revoke",
    "kbli_choose",
    "kbli_search",
    "membership_end",
    "outside_batu",
    "people",
    "photo_add",
    "photo_file",
    "photo_remove",
    "receipt",
    "step",
]
