"""Mentoring cases as consultants and owners look at them."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from consultations.models import (
    ActionItem,
    Booking,
    CaseMember,
    Consultant,
    InternalNote,
    MentoringCase,
    Referral,
    SessionRecord,
)
from plut_portal.accounts.models import User

MOST_TO_ADD = 10


@dataclass(frozen=True)
class CaseSession:
    """One session of a case: what was shared in it, and the note, if this person may read them."""

    booking: Booking
    record: SessionRecord | None
    note: InternalNote | None


@dataclass(frozen=True)
class CasePage:
    """A case as somebody on it sees it."""

    case: MentoringCase
    people: list[CaseMember]
    sessions: list[CaseSession]
    plan: list[ActionItem]
    referrals: list[Referral]
    # Bookings of this person with the business that are in no case yet.
    to_add: list[Booking]
    is_lead: bool

    @property
    def is_waiting(self) -> bool:
        return any(referral.is_waiting for referral in self.referrals)

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.plan)


@dataclass(frozen=True)
class SharedCase:
    """A case as the owner sees it: the goal, who helps, what is to be done, what came of it."""

    case: MentoringCase
    people: list[CaseMember]
    plan: list[ActionItem]

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.plan)


@dataclass(frozen=True)
class SessionCase:
    """What the page of a session says about cases."""

    case: MentoringCase | None
    # Who reads its internal note besides the author.
    colleagues: list[CaseMember]
    # Open cases it could be added to.
    to_join: list[MentoringCase]
    may_open: bool


def cases_of(user: User, *, status: str = "") -> QuerySet[MentoringCase]:
    """The cases a consultant is on, open ones first, with the size of each."""
    cases = MentoringCase.objects.worked_on_by(user).with_people()
    if status in MentoringCase.Status:
        cases = cases.filter(status=status)
    sessions = Count("bookings", filter=~Q(bookings__status="CANCELLED"), distinct=True)
    return cases.annotate(session_count=sessions).order_by("-status", "-opened_at", "-pk")


def referrals_to(user: User) -> list[Referral]:
    """What colleagues have asked this consultant and wait for, the oldest first."""
    asked = Referral.objects.waiting().addressed_to(user).with_people()
    return list(asked.order_by("at", "pk"))


def case_page(case: MentoringCase, *, user: User) -> CasePage:
    """Everything about a case that this person, who is on it, may read."""
    return CasePage(
        case=case,
        people=people_of(case),
        sessions=_sessions(case, user=user),
        plan=plan_of(case),
        referrals=list(case.referrals.with_people().order_by("-at", "-pk")),
        to_add=_to_add(case, user) if case.is_open else [],
        is_lead=case.lead.user_id == user.pk,
    )


def people_of(case: MentoringCase) -> list[CaseMember]:
    """Who is on it now, in the order of joining."""
    live = case.members.live().select_related("consultant__user")
    return list(live.order_by("joined_at", "pk"))


def plan_of(case: MentoringCase) -> list[ActionItem]:
    """The one action plan: every action of its sessions, what is open and due first on top."""
    actions = ActionItem.objects.filter(record__booking__case=case)
    people = ("record__booking__consultant__user", "record__booking__business")
    return sorted(
        actions.select_related(*people).order_by("due_on", "pk"), key=lambda item: item.is_done
    )


def shared_case(case: MentoringCase) -> SharedCase:
    """The part of a case that is for the owner to read."""
    return SharedCase(case, people_of(case), plan_of(case))


def open_cases_of(user: User) -> list[MentoringCase]:
    """The open cases of an owner's businesses, the newest first."""
    if user.works_here:
        return []
    cases = MentoringCase.objects.visible_to(user).open().with_people()
    return list(cases.order_by("-opened_at", "-pk"))


def case_of(booking: Booking, *, user: User) -> MentoringCase | None:
    """The case of a booking, if this person may know of it."""
    if booking.case_id is None:
        return None
    return MentoringCase.objects.visible_to(user).filter(pk=booking.case_id).first()


def session_case(booking: Booking, *, user: User) -> SessionCase:
    """The case of one's own session or, while it has none, those it could be added to."""
    case = case_of(booking, user=user)
    if case is not None or booking.case_id:
        people = people_of(case) if case and case.is_open else []
        colleagues = [member for member in people if member.consultant.user_id != user.pk]
        return SessionCase(case, colleagues, to_join=[], may_open=False)
    if booking.status == Booking.Status.CANCELLED:
        return SessionCase(None, [], to_join=[], may_open=False)
    open_ones = MentoringCase.objects.worked_on_by(user).open().filter(business=booking.business_id)
    return SessionCase(None, [], to_join=list(open_ones.order_by("pk")), may_open=True)


def colleagues_to_ask(case: MentoringCase, *, to_take_over: bool) -> QuerySet[Consultant]:
    """Active consultants who are not on the case – or, to take it over, do not lead it."""
    others = Consultant.objects.active().exclude(pk=case.lead_id).select_related("user")
    if not to_take_over:
        others = others.exclude(pk__in=case.members.live().values("consultant"))
    return others.order_by("position", "pk")


def _sessions(case: MentoringCase, *, user: User) -> list[CaseSession]:
    readable = SessionRecord.objects.visible_to(user)
    notes = InternalNote.objects.visible_to(user).select_related("author")
    bookings = case.bookings.exclude(status=Booking.Status.CANCELLED).select_related(
        "consultant__user", "expertise"
    )
    # Two reads instead of one with the record joined: what may not be read is never fetched.
    rows = list(bookings.order_by("-starts_at", "-pk"))
    records = readable.filter(booking__in=rows).prefetch_related(
        Prefetch("actions", ActionItem.objects.order_by("position"))
    )
    by_booking = {record.booking_id: record for record in records}
    by_record = {note.record_id: note for note in notes.filter(record__booking__in=rows)}
    return [
        CaseSession(
            booking,
            record := by_booking.get(booking.pk),
            by_record.get(record.pk) if record else None,
        )
        for booking in rows
    ]


def _to_add(case: MentoringCase, user: User) -> list[Booking]:
    own = case.business.bookings.of_consultant(user).filter(case=None)
    kept = own.exclude(status=Booking.Status.CANCELLED)
    return list(kept.order_by("-starts_at", "-pk")[:MOST_TO_ADD])
