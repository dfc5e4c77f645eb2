"""The queues of the office: what waits for somebody today, for each role what it may open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import Business
from consultations import selectors
from consultations.models import AffectedBooking, Booking
from exhibitions.models import Activity, Application
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import selectors as notifications
from plut_portal.notifications.models import Delivery
from plut_portal.notifications.services import alerts

SHOWN = 6
NEW_FOR = timedelta(days=30)


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
    midnight = formats.at_wib(formats.wib_day(at), time.min)
    kept = Booking.objects.exclude(status=Booking.Status.CANCELLED).with_people()
    return kept.filter(
        starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
    ).order_by("starts_at", "pk")


def _unrecorded(at: datetime) -> QuerySet:
    return Booking.objects.unrecorded(at=at).with_people().order_by("starts_at", "pk")


def _affected(at: datetime) -> QuerySet:
    soon = selectors.end_of_working_days(2, at=at)
    pending = AffectedBooking.objects.pending().with_people()
    return pending.annotate(is_late=Q(starts_at__lt=soon)).soonest_first()


def _unreached(at: datetime) -> QuerySet:
    return notifications.calls(at=at)


def _unconfirmed(at: datetime) -> QuerySet:
    return User.objects.filter(
        phone_confirmed_at=None,
        email_confirmed_at=None,
        is_active=True,
        is_staff=False,
        groups=None,
        joined_at__gte=at - NEW_FOR,
    ).order_by("-joined_at", "-pk")


def _to_check(at: datetime) -> QuerySet:
    """What has waited longest stands first, and red once its answer is overdue."""
    waiting = Business.objects.to_check().select_related("village")
    late = Q(answer_by__lt=formats.wib_day(at))
    return waiting.annotate(is_late=late).order_by("submitted_at", "pk")


def _to_decide(at: datetime) -> QuerySet:
    """Activities whose entries wait for a decision, or for the curation to begin."""
    closed = Q(state=Activity.State.OPEN, apply_until__lte=at)
    waiting = Q(applications__state=Application.State.SUBMITTED, applications__verdict=None)
    return (
        Activity.objects.filter(closed | Q(state=Activity.State.REVIEW))
        .annotate(
            undecided=Count("applications", filter=waiting, distinct=True),
            is_late=Q(answer_by__lt=formats.wib_day(at)),
        )
        .filter(undecided__gt=0)
        .order_by("answer_by", "pk")
    )


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
        ("admin:exhibitions_activity_changelist", ""),
        _to_decide,
    ),
    _Source(
        "unconfirmed",
        _("New people, contact not confirmed"),
        _("Everybody new has a confirmed contact."),
        "accounts.view_user",
        ("admin:accounts_user_changelist", "?peran=OWNER&kontak=belum"),
        _unconfirmed,
    ),
)
