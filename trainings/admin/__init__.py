"""The office's pages of integrated training. Every change goes through the services."""

from trainings.admin.batches import BatchAdmin
from trainings.admin.certificates import CertificateAdmin, CertificateNumberingAdmin
from trainings.admin.enrolments import EnrolmentAdmin
from trainings.admin.funnel import funnel_page
from trainings.admin.meetings import MeetingAdmin
from trainings.admin.outputs import OutputAdmin
from trainings.admin.tracks import CourseAdmin, StageAdmin, TrackAdmin

__all__ = [
    "BatchAdmin",
    "CertificateAdmin",
    "CertificateNumberingAdmin",
    "CourseAdmin",
    "EnrolmentAdmin",
    "MeetingAdmin",
    "OutputAdmin",
    "StageAdmin",
    "TrackAdmin",
    "funnel_page",
]
