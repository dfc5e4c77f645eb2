from exhibitions.admin.enquiries import EnquiryAdmin
from exhibitions.admin.retail import RequirementListAdmin, RetailPartnerAdmin
from exhibitions.admin.submissions import SubmissionAdmin

__all__ = ["EnquiryAdmin", "RequirementListAdmin", "RetailPartnerAdmin", "SubmissionAdmin"]
