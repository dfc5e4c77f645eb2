from businesses.views.businesses import (
    business_create,
    business_detail,
    business_list,
    business_update,
)

__all__ = ["business_create", "business_detail", "business_list", "business_update"]
