from exhibitions.models.activities import Activity, Booth, Zone
from exhibitions.models.applications import Application, ApplicationProduct
from exhibitions.models.booths import BoothPlace
from exhibitions.models.curation import ConflictOfInterest, Release, Review, Score, Verdict
from exhibitions.models.enquiries import ChatCount, ChatCountQuerySet, Enquiry, EnquiryQuerySet
from exhibitions.models.ready import Call, CallAnswer, ReadyListing
from exhibitions.models.results import DailyReport, FollowUpOrder
from exhibitions.models.retail import (
    ListedRequirement,
    MonthlyCapacity,
    RequirementList,
    RetailPartner,
)
from exhibitions.models.rules import Criterion, FairnessRule, Requirement
from exhibitions.models.submissions import LinkOpening, PartnerLink, Submission, SubmissionStep
from exhibitions.models.travel import ManifestLine, Traveller
from exhibitions.models.words import SearchWords

__all__ = [
    "Activity",
    "Application",
    "ApplicationProduct",
    "Booth",
    "BoothPlace",
    "Call",
    "CallAnswer",
    "ChatCount",
    "ChatCountQuerySet",
    "ConflictOfInterest",
    "Criterion",
    "DailyReport",
    "Enquiry",
    "EnquiryQuerySet",
    "FairnessRule",
    "FollowUpOrder",
    "LinkOpening",
    "ListedRequirement",
    "ManifestLine",
    "MonthlyCapacity",
    "PartnerLink",
    "ReadyListing",
    "Release",
    "Requirement",
    "RequirementList",
    "RetailPartner",
    "Review",
    "Score",
    "SearchWords",
    "Submission",
    "SubmissionStep",
    "Traveller",
    "Verdict",
    "Zone",
]
