from exhibitions.models.activities import Activity, Booth, Zone
from exhibitions.models.applications import Application, ApplicationProduct, BoothPlace
from exhibitions.models.curation import ConflictOfInterest, Release, Review, Score, Verdict
from exhibitions.models.enquiries import Enquiry, EnquiryQuerySet
from exhibitions.models.ready import Call, CallAnswer, ReadyListing
from exhibitions.models.results import DailyReport, FollowUpOrder
from exhibitions.models.rules import Criterion, FairnessRule, Requirement
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
    "ConflictOfInterest",
    "Criterion",
    "DailyReport",
    "Enquiry",
    "EnquiryQuerySet",
    "FairnessRule",
    "FollowUpOrder",
    "ManifestLine",
    "ReadyListing",
    "Release",
    "Requirement",
    "Review",
    "Score",
    "SearchWords",
    "Traveller",
    "Verdict",
    "Zone",
]
