from trainings.models.batches import Batch, BatchStage, Meeting
from trainings.models.certificates import (
    Certificate,
    CertificateNumbering,
    IssueItem,
    IssueRun,
)
from trainings.models.enrolments import Enrolment
from trainings.models.outputs import Output, OutputComment, OutputFile
from trainings.models.progress import Attendance, StageProgress
from trainings.models.tracks import Course, Material, Stage, Track

__all__ = [
    "Attendance",
    "Batch",
    "BatchStage",
    "Certificate",
    "CertificateNumbering",
    "Course",
    "Enrolment",
    "IssueItem",
    "IssueRun",
    "Material",
    "Meeting",
    "Output",
    "OutputComment",
    "OutputFile",
    "Stage",
    "StageProgress",
    "Track",
]
