"""How the demonstration writes down a training: what is taught, which batches there are."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CourseData:
    title: str
    hours: int
    topics: str
    # Who teaches it, by the name in the e-mail address.
    trainer: str
    bring: str = ""
    material: str = ""


@dataclass(frozen=True)
class StageData:
    fields: dict[str, Any]
    judge: str
    courses: tuple[CourseData, ...]


@dataclass(frozen=True)
class BatchData:
    """`begins` in days from today; `running` counts the stages that are over."""

    begins: int
    announced: int
    quota: int
    businesses: tuple[str, ...]
    running: int | None = None


@dataclass(frozen=True)
class TrackData:
    fields: dict[str, Any]
    stages: tuple[StageData, ...]
    batches: tuple[BatchData, ...]
    # Of a batch in its second stage: who missed too much of the first, who need not take it.
    absent: str = ""
    waived: str = ""
    evidence: str = ""
    # What owners write to their outputs, and what is sent back with, a stage each.
    notes: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()


FINISHED = 3
