from businesses.models.businesses import (
    FIRST_YEAR,
    Business,
    HasBeenMerged,
    Membership,
    new_registration_code,
)
from businesses.models.decisions import Decision, FieldRemark
from businesses.models.documents import BusinessDocument
from businesses.models.invitations import VALID_FOR, Invitation
from businesses.models.kbli import BusinessKbli, KbliCode, KbliEntry, KbliVersion
from businesses.models.owners import OwnerProfile
from businesses.models.permits import PermitRule, ProductPermit, Rung
from businesses.models.products import (
    Product,
    ProductCategory,
    ProductForm,
    ProductLink,
    ProductPhoto,
    ProductVariant,
)
from businesses.models.snapshots import MOST_WORKERS, OperatingState, Snapshot
from businesses.models.twins import Distinction, Merge, pair
from businesses.models.uploads import Paper, Upload, UploadQuerySet
from businesses.models.villages import Village
from businesses.permit_numbers import PermitKind

__all__ = [
    "FIRST_YEAR",
    "MOST_WORKERS",
    "VALID_FOR",
    "Business",
    "BusinessDocument",
    "BusinessKbli",
    "Decision",
    "Distinction",
    "FieldRemark",
    "HasBeenMerged",
    "Invitation",
    "KbliCode",
    "KbliEntry",
    "KbliVersion",
    "Membership",
    "Merge",
    "OperatingState",
    "OwnerProfile",
    "Paper",
    "PermitKind",
    "PermitRule",
    "Product",
    "ProductCategory",
    "ProductForm",
    "ProductLink",
    "ProductPermit",
    "ProductPhoto",
    "ProductVariant",
    "Rung",
    "Snapshot",
    "Upload",
    "UploadQuerySet",
    "Village",
    "new_registration_code",
    "pair",
]
