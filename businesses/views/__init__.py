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
from businesses.views.permits import permit, permit_end
from businesses.views.photos import photo_add, photo_file, photo_remove
from businesses.views.products import (
    product_create,
    product_detail,
    product_hide,
    product_list,
    product_move,
    product_order,
    product_photo_add,
    product_photo_remove,
    product_remove,
    product_show,
    product_update,
)

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
    "permit",
    "permit_end",
    "photo_add",
    "photo_file",
    "photo_remove",
    "product_create",
    "product_detail",
    "product_hide",
    "product_list",
    "product_move",
    "product_order",
    "product_photo_add",
    "product_photo_remove",
    "product_remove",
    "product_show",
    "product_update",
    "receipt",
    "step",
]
