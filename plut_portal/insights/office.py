"""The queues of the office: what waits for somebody today, for each role what it may open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Subquery, Value, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import Business
from consultations import selectors
from consultations.models import AffectedBooking, Booking
from exhibitions import selectors as exhibitions
from plut_portal.accounts import selectors as accounts
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import selectors as notifications
from plut_portal.notifications.models import Delivery
from plut_portal.notifications.services import alerts
from trainings.models import Output

SHOWN = 6


@dataclass(frozen=True)
class Queue:
    """Rows that wait, how many there are, and where all of them stand."""

    name: str
    label: Promise
    empty: Promise
    url: str
    count: int
    rows: list
    is_urgent: bool = False


@dataclass(frozen=True)
class _Source:
    name: str
    label: Promise
    empty: Promise
    permission: str
    address: tuple[str, str]
    rows: Callable[[datetime], QuerySet]
    is_urgent: bool = False

    def queue(self, at: datetime) -> Queue:
        # Counted over all of them in the same query that reads the first few.
        rows = list(self.rows(at).annotate(total=Window(Count("*")))[:SHOWN])
        name, query = self.address
        return Queue(
            self.name,
            self.label,
            self.empty,
            reverse(name) + query,
            count=rows[0].total if rows else 0,
            rows=rows,
            is_urgent=any(self.is_urgent or getattr(row, "is_late", False) for row in rows),
        )


def queues(user: User, *, at: datetime) -> list[Queue]:
    """Those this person may open, the order of the day first."""
    return [source.queue(at) for source in _SOURCES if user.has_perm(source.permission)]


def failing_now(*, at: datetime) -> int:
    """How many messages of the last day failed, once they are many (FM-28); else nought."""
    count = Delivery.objects.failed_since(at - alerts.WITHIN).count()
    return count if count >= alerts.MANY else 0


def _today(at: datetime) -> QuerySet:
    return Booking.objects.today(at=at).with_people().order_by("starts_at", "pk")


def _unrecorded(at: datetime) -> QuerySet:
    return Booking.objects.unrecorded(at=at).with_people().order_by("starts_at", "pk")


def _affected(at: datetime) -> QuerySet:
    """Appointments, and how many causes they have: the list behind them is of causes."""
    soon = selectors.end_of_working_days(2, at=at)
    waiting = AffectedBooking.objects.to_decide(at=at)
    causes = waiting.values(every=Value(1)).annotate(causes=Count("disruption", distinct=True))
    rows = waiting.with_people().annotate(
        is_late=Q(starts_at__lt=soon), causes=Subquery(causes.values("causes"))
    )
    return rows.soonest_first()


def _unreached(at: datetime) -> QuerySet:
    return notifications.calls(at=at)


def _failed(at: datetime) -> QuerySet:
    failed = Delivery.objects.failed_since(at - notifications.FAILED_LATELY)
    return failed.select_related("message__recipient").order_by("-due_at", "-pk")


def _to_check(at: datetime) -> QuerySet:
    """What has waited longest stands first, and red once its answer is overdue."""
    waiting = Business.objects.to_check().select_related("village")
    return waiting.annotate(is_late=_answer_is_late(at)).order_by("submitted_at", "pk")


def _to_decide(at: datetime) -> QuerySet:
    """Activities whose entries wait for a decision, or for the curation to begin."""
    return exhibitions.activities_to_decide(at=at).annotate(is_late=_answer_is_late(at))


def _to_score(at: datetime) -> QuerySet:
    return exhibitions.activities_to_score().annotate(is_late=_answer_is_late(at))


def _answer_is_late(at: datetime) -> Q:
    return Q(answer_by__lt=formats.wib_day(at))


def _to_judge(at: datetime) -> QuerySet:
    """What participants handed in; it is judged by the consultant of the stage, or the office."""
    waiting = Output.objects.waiting().order_by("submitted_at", "pk")
    return waiting.select_related("enrolment__business__village", "stage__track")


def _new_people(at: datetime) -> QuerySet:
    return accounts.new_without_contact(at=at)


_ACTIVITIES = "admin:exhibitions_activity_changelist"
_BOOKINGS = "admin:consultations_booking_changelist"
_SOURCES = (
    _Source(
        "today",
        _("Sessions today"),
        _("No sessions today."),
        "consultations.view_booking",
        (_BOOKINGS, "?antrean=hari-ini"),
        _today,
    ),
    _Source(
        "unrecorded",
        _("Not recorded yet"),
        _("Every past session has an outcome."),
        "consultations.view_booking",
        (_BOOKINGS, "?antrean=belum-dicatat"),
        _unrecorded,
    ),
    _Source(
        "affected",
        _("Affected schedules"),
        _("Every appointment can be held as it stands."),
        "consultations.view_disruption",
        ("admin:consultations_disruption_changelist", "?antrean=menunggu"),
        _affected,
    ),
    _Source(
        "unreached",
        _("People to call"),
        _("Every urgent message reached somebody."),
        "notifications.view_message",
        ("admin:notifications_message_to_call", ""),
        _unreached,
        is_urgent=True,
    ),
    _Source(
        "to_check",
        _("Businesses to check"),
        _("Every registration has its answer."),
        "businesses.verify_business",
        ("admin:businesses_business_changelist", "?antrean=perlu-diperiksa"),
        _to_check,
    ),
    _Source(
        "to_decide",
        _("Applications to decide"),
        _("No application waits for a decision."),
        "exhibitions.decide_application",
        (_ACTIVITIES, "?antrean=perlu-diputuskan"),
        _to_decide,
    ),
    _Source(
        "to_score",
        _("Entries to score"),
        _("Every entry in curation has been scored by enough curators."),
        "exhibitions.view_review",
        (_ACTIVITIES, "?antrean=perlu-dinilai"),
        _to_score,
    ),
    _Source(
        "to_judge",
        _("Outputs to judge"),
        _("Every output handed in has its answer."),
        "trainings.view_output",
        ("admin:trainings_output_changelist", "?antrean=perlu-dinilai"),
        _to_judge,
    ),
    _Source(
        "failed",
        _("Messages that failed"),
        _("Every message of the last 7 days could be sent."),
        "notifications.view_delivery",
        ("admin:notifications_delivery_changelist", "?antrean=gagal"),
        _failed,
    ),
    _Source(
        "unconfirmed",
        _("New people, contact not confirmed"),
        _("Everybody new has a confirmed contact."),
        "accounts.view_user",
        ("admin:accounts_user_changelist", "?kontak=baru"),
        _new_people,
    ),
)
