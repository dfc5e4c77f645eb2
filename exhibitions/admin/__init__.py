"""The office's pages of exhibitions. Every change goes through the services."""

from exhibitions.admin import leads
from exhibitions.admin.activities import ActivityAdmin
from exhibitions.admin.applications import ApplicationAdmin
from exhibitions.admin.booths import BoothAdmin, ZoneAdmin
from exhibitions.admin.calls import CallAdmin, ReadyListingAdmin
from exhibitions.admin.enquiries import EnquiryAdmin
from exhibitions.admin.results import DailyReportAdmin, FollowUpOrderAdmin, comparison_page
from exhibitions.admin.retail import RequirementListAdmin, RetailPartnerAdmin
from exhibitions.admin.reviews import ConflictAdmin, ReviewAdmin, VerdictAdmin
from exhibitions.admin.submissions import SubmissionAdmin
from exhibitions.admin.words import SearchWordsAdmin

__all__ = [
    "ActivityAdmin",
    "ApplicationAdmin",
    "BoothAdmin",
    "CallAdmin",
    "ConflictAdmin",
    "DailyReportAdmin",
    "EnquiryAdmin",
    "FollowUpOrderAdmin",
    "ReadyListingAdmin",
    "RequirementListAdmin",
    "RetailPartnerAdmin",
    "ReviewAdmin",
    "SearchWordsAdmin",
    "SubmissionAdmin",
    "VerdictAdmin",
    "ZoneAdmin",
    "comparison_page",
    "leads",
]
