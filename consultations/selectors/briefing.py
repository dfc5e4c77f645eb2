"""A business on one page, for the consultant about to meet its owner."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from businesses import selectors as businesses
from businesses.classes import TurnoverBand
from businesses.models import (
    Business,
    BusinessDocument,
    BusinessKbli,
    KbliCode,
    OwnerProfile,
    Snapshot,
)
from consultations.models import ActionItem, Booking, InternalNote, SessionRecord
from consultations.selectors.checks import Answers, answers_before
from consultations.selectors.records import ACTIONS
from plut_portal.accounts.models import User

RECORDS_SHOWN = 3
SNAPSHOTS_SHOWN = 8
COMING_SHOWN = 5
# The drawing of the turnover: a step for each band, and a place for each row.
_STEP, _WIDTH, _MARGIN = 12, 300, 10
_BANDS = list(TurnoverBand)


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True)
class Kbli:
    code: str
    version: str
    title: str


@dataclass(frozen=True)
class Paper:
    """That a paper exists, since when; what it says is not for this page."""

    label: str
    document: BusinessDocument | None


@dataclass(frozen=True)
class PastRecord:
    record: SessionRecord
    own_note: str


@dataclass(frozen=True)
class Briefing:
    business: Business
    people: list[User]
    figures: businesses.Figures
    kbli: list[Kbli]
    snapshots: list[Snapshot]
    trend: list[Point]
    records: list[PastRecord]
    actions: list[ActionItem]
    papers: list[Paper]
    coming: list[Booking]
    answers: Answers | None

    @property
    def trend_line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.trend)


def briefing(booking: Booking, *, user: User, at: datetime) -> Briefing:
    """All this person may know about the business of one of her bookings.

    The caller has made sure that the booking is hers. No phone number, no e-mail address, no
    paper's content, and of internal notes those alone that she wrote herself.
    """
    business = booking.business
    snapshots = list(
        business.snapshots.in_force()
        .select_related("recorded_by")
        .order_by("-taken_at", "-pk")[:SNAPSHOTS_SHOWN]
    )
    readable = SessionRecord.objects.visible_to(user).filter(booking__business=business)
    return Briefing(
        business=business,
        people=list(_people(business)),
        figures=businesses.latest_figures(business),
        kbli=_kbli(business),
        snapshots=snapshots,
        trend=_trend(snapshots[::-1]),
        records=_records(readable.exclude(booking=booking), user=user),
        actions=list(
            ActionItem.objects.visible_to(user)
            .to_do()
            .filter(record__booking__business=business)
            .select_related("record__booking")
            .order_by("due_on", "pk")
        ),
        papers=_papers(business),
        coming=list(
            business.bookings.upcoming(at=at)
            .exclude(pk=booking.pk)
            .with_people()
            .order_by("starts_at", "pk")[:COMING_SHOWN]
        ),
        answers=answers_before(booking),
    )


def _people(business: Business) -> QuerySet[User]:
    return (
        business.people.filter(memberships__is_active=True).distinct().order_by("full_name", "pk")
    )


def _kbli(business: Business) -> list[Kbli]:
    rows = list(BusinessKbli.objects.filter(business=business).order_by("code", "version"))
    titles = {
        (code.version, code.code): code.title
        for code in KbliCode.objects.filter(code__in=[row.code for row in rows])
    }
    kept = dict.fromkeys((row.version, row.code) for row in rows)
    return [Kbli(code, version, titles.get((version, code), "")) for version, code in sorted(kept)]


def _trend(snapshots: list[Snapshot]) -> list[Point]:
    """A point for each row that names the turnover, the first on the left; none for fewer than two."""
    bands = [
        _BANDS.index(TurnoverBand(row.turnover_band)) for row in snapshots if row.turnover_band
    ]
    if len(bands) < 2:
        return []
    apart = (_WIDTH - 2 * _MARGIN) / (len(bands) - 1)
    height = _STEP * len(_BANDS)
    return [
        Point(round(_MARGIN + number * apart), height - _STEP * band - _STEP // 2)
        for number, band in enumerate(bands)
    ]


def _records(readable: QuerySet[SessionRecord], *, user: User) -> list[PastRecord]:
    records = readable.select_related("booking__consultant__user", "constraint")
    latest = list(
        records.prefetch_related(ACTIONS).order_by("-booking__starts_at", "-pk")[:RECORDS_SHOWN]
    )
    own_notes = InternalNote.objects.filter(record__in=latest, author=user)
    notes = dict(own_notes.values_list("record_id", "text"))
    return [PastRecord(record, notes.get(record.pk, "")) for record in latest]


def _papers(business: Business) -> list[Paper]:
    """Each kind there is, with the newest of the papers sent; NIB also where only its number is."""
    sent = {document.kind: document for document in BusinessDocument.objects.of(business)}
    owners = OwnerProfile.objects.filter(user__in=_people(business).values("pk")).exclude(nib="")
    papers = [
        Paper(str(label), sent[kind])
        for kind, label in BusinessDocument.Kind.choices
        if kind in sent
    ]
    if BusinessDocument.Kind.NIB not in sent and owners.exists():
        papers.insert(0, Paper(str(BusinessDocument.Kind.NIB.label), None))
    return papers
